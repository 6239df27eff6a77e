"""A server of the pages in a process of its own, as the command starts it, and a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).resolve().parents[2]


class Server(NamedTuple):
    """Where a server is, and its process."""

    address: str
    pid: int

    def resident(self) -> int:
        """Bytes of memory that it and its workers hold."""
        pages = sum(int(_told(pid, "statm").split()[1]) for pid in self._processes())
        return pages * os.sysconf("SC_PAGE_SIZE")

    def seconds(self) -> float:
        """Seconds that it and its workers have kept processors busy."""
        told = [_told(pid, "stat").rpartition(")")[2].split() for pid in self._processes()]
        ticks = sum(int(each[11]) + int(each[12]) for each in told)
        return ticks / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> list[int]:
        tasks = Path(f"/proc/{self.pid}/task")
        listed = [
            (task / "children").read_text(encoding="ascii").split() for task in tasks.iterdir()
        ]
        return [self.pid, *(int(pid) for each in listed for pid in each)]


def _told(pid: int, file: str) -> str:
    return Path(f"/proc/{pid}/{file}").read_text(encoding="ascii")


@contextmanager
def serving(workers: int = 1, **environment: str) -> Iterator[Server]:
    """Serve the pages for a while.

    Parameters
    ----------
    workers : int
    **environment : str
        What the server's process finds in its environment.
    """
    command = [sys.executable, str(ROOT / "run.py"), "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--workers", str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    ) as served:
        assert served.stdout is not None
        line = served.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield Server(found.group(), served.pid)
        served.terminate()


@contextmanager
def chromium() -> Iterator[Any]:
    """Open Chromium without a window for a while."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = launched(started.chromium)
        yield opened
        opened.close()


def launched(kind: Any) -> Any:
    """Start Debian's Chromium."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    return kind.launch(executable_path=CHROMIUM, args=sandbox)
