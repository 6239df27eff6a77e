"""The one decorator for compiled rules, and the fingerprint of the code that makes numbers.

Numba keeps compiled rules on disk but does not notice when a function *called* by a rule changes in
another file. So the cache lives in a folder named by a hash of every source file that can change a
number: after any edit the folder is new. The same fingerprint is the code version in manifests.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from asmsim.narrow import Narrow

Rule = TypeVar("Rule", bound=Callable[..., object])

PACKAGE = Path(__file__).parent

# What can change a number. Records, other studies, reports and the command line only carry them;
# the library's values are named in manifests on their own and must not trigger a compilation.
NUMERIC = (
    "compiled.py",
    "luck.py",
    "narrow.py",
    "quantile.py",
    "ledger.py",
    "month.py",
    "model.py",
    "plugins.py",
    "studies/execute.py",
    "studies/paired.py",
    "studies/run.py",
)
NUMERIC_FOLDERS = ("state", "rules", "levers", "outcomes", "phases", "agents")

KEPT_CACHES = 4


def sources(package: Path = PACKAGE) -> list[Path]:
    """Every source file that can change a number, in a fixed order."""
    files = [package / name for name in NUMERIC]
    for folder in NUMERIC_FOLDERS:
        files += (package / folder).rglob("*.py")
    return sorted(file for file in files if file.is_file())


@cache
def fingerprint(package: Path = PACKAGE) -> str:
    """Sixteen hexadecimal digits that change with any code that can change a number."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sources(package):
        digest.update(file.relative_to(package).as_posix().encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def user_cache() -> Path:
    """The folder in which this system keeps caches of the user's programs."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) if base else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base) if base else Path.home() / ".cache"


def prune(caches: Path, keep: int = KEPT_CACHES) -> None:
    """Drop all but the newest compiled caches; another process may be doing the same."""
    folders = sorted(caches.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[keep:]:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def cache_folder() -> Path:
    """The folder of this code's compiled rules; made, and older ones dropped, on first use."""
    folder = user_cache() / "asmsim" / "compiled" / fingerprint()
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            prune(folder.parent)
    except OSError:
        pass  # Numba falls back on its own choice when the folder cannot be made.
    return folder


@contextmanager
def _numba_cache() -> Iterator[None]:
    """Point Numba at our cache while a rule is decorated, and leave its setting as found."""
    from numba.core import config

    before = vars(config)["CACHE_DIR"]
    chosen = Path(before) / "asmsim" / fingerprint() if before else cache_folder()
    vars(config)["CACHE_DIR"] = str(chosen)
    try:
        yield
    finally:
        vars(config)["CACHE_DIR"] = before


def compiled(rule: Rule) -> Rule:
    """Compile a rule with Numba: cached, releasing the interpreter lock, strict floating point.

    Rules that take whole tables are called once a month, and are handed the columns they name (see
    ``narrow``); the small functions they are made of take numbers and parameters.

    ``NUMBA_DISABLE_JIT=1`` in a new process leaves every rule as plain Python, for debugging and
    for coverage. Never ``fastmath`` (it reorders sums), never ``parallel`` (runs are the unit of
    parallel work).
    """
    made = _compiled(rule)
    return made if made is rule else cast(Rule, Narrow(made))


def inlined(rule: Rule) -> Rule:
    """Compile a small function into each rule that calls it: for draws, where a call would tell."""
    return _compiled(rule, forceinline=True)


def _compiled(rule: Rule, **more: bool) -> Rule:
    import numba

    with _numba_cache():
        njit: Any = numba.njit  # its stubs leave out that a rule needs no C wrapper
        options = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
        return cast(Rule, njit(**options, **more)(rule))
