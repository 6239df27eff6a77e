"""The manifest of a folder of results: what made it, so that it can be made again."""

from __future__ import annotations

import datetime as dt
import json
import platform
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from asmsim.compiled import PACKAGE, fingerprint
from asmsim.errors import UnknownFormat
from asmsim.studies.chunk import Failure
from asmsim.studies.plan import Plan

FORMAT = 1
"""Number of the layout of results; raised when an older reader would misread them."""

FILE = "manifest.json"

PACKAGES = ("mesa", "numpy", "numba", "scipy", "pandas", "pyarrow")


def begun(plan: Plan) -> dict[str, Any]:
    """Return the manifest of a study that is not finished yet."""
    return {
        "format": FORMAT,
        "complete": False,
        "identity": plan.identity(),
        "code": fingerprint(),
        **plan.stored(),
        "seeds": [plan.seed_of(number) for number in range(plan.replicates)],
        "failed": [],
        "versions": versions(),
        "cpu": cpu(),
        "git": git(),
        "timing": {"begun": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")},
    }


def ended(
    manifest: dict[str, Any], failed: list[Failure], timing: dict[str, Any]
) -> dict[str, Any]:
    """Return the manifest of the same study, finished; how it was run stands under `timing`."""
    return manifest | {
        "complete": True,
        "failed": [failure._asdict() for failure in failed],
        "timing": manifest["timing"] | timing,
    }


def text(manifest: dict[str, Any]) -> str:
    """Write a manifest."""
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def read(folder: Path) -> dict[str, Any]:
    """Read the manifest of a folder.

    Raises
    ------
    UnknownFormat
        When the folder holds no results, or results this version cannot read.
    """
    file = folder / FILE
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise UnknownFormat(
            f"is not a folder of results: it holds no {FILE}", file=folder
        ) from None
    except (OSError, ValueError) as error:
        raise UnknownFormat(f"cannot be read: {error}", file=file) from None
    manifest: dict[str, Any] = content if isinstance(content, dict) else {}
    found = manifest.get("format")
    if found != FORMAT:
        newer = isinstance(found, int) and found > FORMAT
        raise UnknownFormat(
            f"is of format {found!r}, which this version cannot read"
            + ("; a newer asmsim made it" if newer else ""),
            field="format",
            value=found,
            allowed=str(FORMAT),
            file=file,
        )
    return manifest


def versions() -> dict[str, str]:
    """Return the versions that decide the last bit of a number."""
    own: str = sys.modules[PACKAGE.name].__version__
    found = {"asmsim": own, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    return found


def cpu() -> dict[str, str]:
    """Return the kind of processor: numbers are equal to the bit within one family."""
    compiler = import_module("llvmlite.binding")  # what Numba compiles for; it has no types
    return {
        "machine": platform.machine(),
        "family": str(compiler.get_host_cpu_name()),
        "system": platform.system(),
    }


def git() -> dict[str, Any] | None:
    """Return the commit of the code and whether files differ from it; None outside a checkout."""
    command = shutil.which("git")
    # A package installed inside somebody else's checkout is not a part of it.
    if (
        command is None
        or _git(command, PACKAGE, "ls-files", "--error-unmatch", "__init__.py") is None
    ):
        return None
    commit = _git(command, PACKAGE, "rev-parse", "HEAD")
    changed = _git(command, PACKAGE, "status", "--porcelain", "--", ".")
    return None if commit is None else {"commit": commit, "dirty": bool(changed)}


def _git(command: str, folder: Path, *words: str) -> str | None:
    """Ask git; None when it refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words of our own
            [command, "-C", str(folder), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
