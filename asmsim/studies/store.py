"""Where results live: numbered folders to which files are only added, whole or not at all.

::

    results/01_stances-001/
      manifest.json      what made it; "complete" is true once all below is there
      runs/*.parquet     one file for each chunk, named by context, replicate and the chunk's key
      outcomes.parquet   a row for each run, a column for each headline outcome
      series.parquet     a row for each run and month
      contrasts.csv      paired differences and verdicts
      details/*.parquet  short tables of every run: accounts, displaced, groups, places
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from asmsim.compiled import fingerprint
from asmsim.errors import OutputRefused, UnknownFormat
from asmsim.records import Context
from asmsim.studies import manifest as manifests
from asmsim.studies import tables
from asmsim.studies.comparison import Comparison, contrasts, read_contrasts
from asmsim.studies.details import DETAILS
from asmsim.studies.plan import Plan

RUNS = "runs"
OUTCOMES = "outcomes.parquet"
SERIES = "series.parquet"
CONTRASTS = "contrasts.csv"
TABLES = "details"

DIGITS = 3
"""Digits of a folder's number; more are used when they run out."""


class Folder:
    """A folder of results of one study, being filled or finished.

    Parameters
    ----------
    path : Path
        The folder, which exists.
    plan : Plan
        The study it holds.
    """

    def __init__(self, path: Path, plan: Plan) -> None:
        self.path = path
        self.plan = plan
        self.manifest = manifests.read(path)
        self._code: str = self.manifest["code"]

    @property
    def complete(self) -> bool:
        """Whether all its tables were made."""
        return self.manifest.get("complete") is True

    @property
    def chunks(self) -> int:
        """How many chunks the study has."""
        return len(self.plan.contexts) * self.plan.replicates

    def file_of(self, context: Context, replicate: int) -> Path:
        """Return where a chunk is stored; the name changes with all that decides its numbers."""
        keys = [
            self.plan.run_key(context, scenario, replicate, self._code)
            for scenario in self.plan.allowed(context)
        ]
        mark = hashlib.blake2b("".join(keys).encode(), digest_size=6).hexdigest()
        return self.path / RUNS / f"{context.name}-{replicate:04d}-{mark}.parquet"

    def keep(self, chunk: pa.Table) -> None:
        """Store a finished chunk."""
        first = chunk.slice(0, 1).to_pylist()[0]
        context = next(each for each in self.plan.contexts if each.name == first["context"])
        write(chunk, self.file_of(context, first["replicate"]))

    def stored(self) -> dict[tuple[str, int], Path]:
        """Return the chunks there are, by context and replicate."""
        files = {
            (context.name, number): self.file_of(context, number)
            for context in self.plan.contexts
            for number in range(self.plan.replicates)
        }
        return {key: file for key, file in files.items() if file.is_file()}

    def done(self) -> set[tuple[str, int]]:
        """Return the chunks that need not be run again: stored, readable and without a failure."""
        return {key for key, file in self.stored().items() if _worked(file)}

    def finish(self, timing: dict[str, Any]) -> Comparison:
        """Make the tables of the whole study from its chunks and mark the folder complete."""
        found = tables.join(self.plan, [pq.read_table(file) for file in self.stored().values()])
        write(found.outcomes, self.path / OUTCOMES)
        write(found.series, self.path / SERIES)
        _made(self.path / TABLES)
        for name, detail in found.details.items():
            write(detail, _file_of(self.path, name))
        runs = tables.frame(found.outcomes)
        table = contrasts(self.plan, runs).to_csv(index=False, lineterminator="\n")
        with _whole(self.path / CONTRASTS) as stream:
            stream.write(table.encode())
        self.manifest = manifests.ended(self.manifest, found.failed, timing)
        _write_manifest(self.path, self.manifest)
        return load(self.path)


def _worked(file: Path) -> bool:
    try:
        return not any(pq.read_table(file, columns=["error"])["error"].to_pylist())
    except (OSError, pa.ArrowException):
        return False


def opened(plan: Plan, out: str | Path) -> Folder:
    """Return the folder `out`: made now, or there already with this very study in it.

    Raises
    ------
    OutputRefused
        When it exists and holds anything else, was made by other code, or cannot be written.
    """
    path = Path(out)
    if _made(path):
        _begin(path, plan)
    else:
        _refuse_another(path, plan)
    return Folder(path, plan)


def numbered(plan: Plan, results: str | Path = "results") -> Folder:
    """Make and return the next free folder `NAME-001`, `NAME-002`, … for this study.

    Making a folder is atomic, so two studies started together get two numbers.

    Raises
    ------
    OutputRefused
        When it cannot be made.
    """
    root = Path(results)
    pattern = re.compile(re.escape(plan.name) + r"-(\d+)")
    taken = (
        [pattern.fullmatch(each.name) for each in sorted(root.iterdir())] if root.is_dir() else []
    )
    number = max((int(match[1]) for match in taken if match), default=0) + 1
    while not _made(path := root / f"{plan.name}-{number:0{DIGITS}d}"):
        number += 1
    _begin(path, plan)
    return Folder(path, plan)


def load(folder: str | Path) -> Comparison:
    """Read a finished study back.

    Parameters
    ----------
    folder : path
        A folder of results.

    Raises
    ------
    UnknownFormat
        When it is not one, is of another format, or is not finished.
    """
    path = Path(folder)
    manifest = manifests.read(path)
    if manifest.get("complete") is not True:
        there = len(list((path / RUNS).glob("*.parquet")))
        raise UnknownFormat(
            f"is not finished ({there} chunks are stored): run the same study again with this "
            "folder as its output to finish it",
            file=path,
        )
    try:
        return Comparison(
            runs=tables.frame(pq.read_table(path / OUTCOMES)),
            series=tables.frame(pq.read_table(path / SERIES)),
            contrasts=read_contrasts(path / CONTRASTS),
            manifest=manifest,
            folder=path,
            details={name: tables.frame(pq.read_table(_file_of(path, name))) for name in DETAILS},
        )
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise UnknownFormat(f"is damaged: {error}", file=path) from None


def _file_of(folder: Path, detail: str) -> Path:
    return folder / TABLES / f"{detail}.parquet"


def write(table: pa.Table, path: Path) -> None:
    """Write a table to a Parquet file, whole or not at all."""
    with _whole(path) as stream:
        pq.write_table(table, stream)


def _begin(path: Path, plan: Plan) -> None:
    _made(path / RUNS)
    _write_manifest(path, manifests.begun(plan))


def _write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    with _whole(path / manifests.FILE) as stream:
        stream.write(manifests.text(manifest).encode())


def _made(path: Path) -> bool:
    """Make a folder and those above it; False when it is there already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(f"cannot be made: {error.strerror}", file=path.parent) from None
    try:
        path.mkdir()
    except FileExistsError:
        return False
    except OSError as error:
        raise OutputRefused(f"cannot be made: {error.strerror}", file=path) from None
    return True


def _refuse_another(path: Path, plan: Plan) -> None:
    """Refuse a folder that holds anything but this study, made by this code."""
    try:
        manifest = manifests.read(path)
    except UnknownFormat:
        raise OutputRefused("exists and holds something else", file=path) from None
    if manifest.get("identity") != plan.identity():
        raise OutputRefused("exists and holds another study", file=path)
    if manifest.get("code") != fingerprint():
        raise OutputRefused("holds this study as made by other code", file=path)
    if not os.access(path, os.W_OK):
        raise OutputRefused("cannot be written", file=path)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Write under a temporary name and rename at the end, so that a file is whole or absent."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputRefused(f"cannot be written: {error.strerror}", file=path) from None
    finally:
        temporary.unlink(missing_ok=True)
