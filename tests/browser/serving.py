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
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return sum(_resident(pid) for pid in (self.pid, *map(int, listed.split())))


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


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

    sandbox = [] if os.getuid() else ["--no-sandbox"]
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield opened
        opened.close()
