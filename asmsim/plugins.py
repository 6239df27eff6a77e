"""What other packages add: levers, outcomes and phases, found by their entry points.

A package that is installed beside asmsim says in its metadata what it offers::

    [project.entry-points."asmsim.levers"]
    listening = "their_package.listening:LEVER"

It is then at work wherever asmsim is: on the command line, in reports, in worker processes. Which
packages were there, in which version and with which code, stands in every manifest and run key.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

from asmsim.errors import AsmsimError, BadValue

LEVERS, OUTCOMES, PHASES = "asmsim.levers", "asmsim.outcomes", "asmsim.phases"
GROUPS = (LEVERS, OUTCOMES, PHASES)

PASSED_OVER = ("__pycache__",)


class Plugin(NamedTuple):
    """A package that adds something.

    Attributes
    ----------
    name, version : str
        As it is installed.
    code : str
        Hash of its files.
    """

    name: str
    version: str
    code: str


class Offer(NamedTuple):
    """One thing a package adds: its name there, and the thing itself."""

    package: str
    name: str
    thing: Any


def offers(group: str, *kinds: type) -> Iterator[Offer]:
    """Load what packages offer in a group, in order of name.

    Parameters
    ----------
    group : str
        One of ``GROUPS``.
    *kinds : type
        What each has to be one of; for a function whatever can be called will do.

    Raises
    ------
    AsmsimError
        Naming the package, when something cannot be loaded or is something else.
    """
    for entry in _entries(group):
        where = f"{_package(entry)}: {group}: {entry.name}"
        try:
            thing = entry.load()
        except Exception as error:
            said = " ".join(str(error).split())
            message = f"cannot be loaded: {type(error).__name__}: {said}"
            raise AsmsimError(message, field=where, value=entry.value) from error
        if not (isinstance(thing, kinds) or (FunctionType in kinds and callable(thing))):
            allowed = " or ".join(f"a {kind.__name__}" for kind in kinds)
            raise BadValue(f"{thing!r} cannot be used", field=where, value=thing, allowed=allowed)
        yield Offer(_package(entry), entry.name, thing)


@cache
def plugins() -> tuple[Plugin, ...]:
    """Return the packages that add something, in order of name."""
    tops: dict[tuple[str, str], set[str]] = {}
    for group in GROUPS:
        for entry in _entries(group):
            version = entry.dist.version if entry.dist else ""
            tops.setdefault((_package(entry), version), set()).add(entry.module.partition(".")[0])
    return tuple(
        Plugin(name, version, _hash(sorted(modules)))
        for (name, version), modules in sorted(tops.items())
    )


@cache
def _entries(group: str) -> tuple[EntryPoint, ...]:
    found = entry_points(group=group)
    return tuple(sorted(found, key=lambda entry: (entry.name, _package(entry), entry.value)))


def _package(entry: EntryPoint) -> str:
    return str(entry.dist.name) if entry.dist else entry.module.partition(".")[0]


def _hash(modules: list[str]) -> str:
    """Return a hash over all files of top-level modules."""
    digest = hashlib.blake2b(digest_size=8)
    for name in modules:
        for root, file in _files(name):
            digest.update(f"{name}/{file.relative_to(root).as_posix()}\0".encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def _files(module: str) -> Iterator[tuple[Path, Path]]:
    """Yield a module's files, each with the folder it is named from."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return  # loading it says so in better words
    if spec.submodule_search_locations is None and spec.origin is not None:
        yield Path(spec.origin).parent, Path(spec.origin)
    for place in sorted(spec.submodule_search_locations or ()):
        for file in sorted(Path(place).rglob("*")):
            if file.is_file() and not set(file.parts) & set(PASSED_OVER):
                yield Path(place), file
