"""Compares stances with the same luck: the main question of the package."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from asmsim.errors import BadValue
from asmsim.records import Library, Shock, Value
from asmsim.studies import manifest as manifests
from asmsim.studies import store, tables
from asmsim.studies.chunk import Work
from asmsim.studies.comparison import Comparison, contrasts
from asmsim.studies.design import ContextLike, ProgrammeLike, ScenarioLike, Study, several
from asmsim.studies.execute import Progress, execute, replicate
from asmsim.studies.plan import Plan, plan
from asmsim.studies.pools import cores

__all__ = ["Comparison", "compare", "run_study"]

logger = logging.getLogger("asmsim")


def compare(
    scenarios: ScenarioLike | Sequence[ScenarioLike] | None = None,
    *,
    reference: ScenarioLike = "hands_off",
    replicates: int = 20,
    workers: int | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    context: ContextLike | Sequence[ContextLike] = "gold_generic",
    seed: int = 0,
    months: int = 120,
    start: str = "2015-01",
    policy_month: int = 24,
    miners: int = 5000,
    overrides: Mapping[str, Value] | None = None,
    shocks: Sequence[str | Path | Shock] | Path = (),
    programmes: Sequence[ProgrammeLike] = (),
    library: Library | str | Path | Sequence[str | Path] | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run scenarios and a reference with the same luck and compare them pair by pair.

    Parameters
    ----------
    scenarios : name, path, Scenario or a list of them, optional
        What is compared; every scenario of the library unless told.
    reference : name, path or Scenario
        What the others are compared with.
    replicates : int
        Pairs per scenario and context; with one there is no interval, hence no verdict.
    workers : int, optional
        Runs at once; all cores unless told. It changes no number.
    executor : concurrent.futures.Executor, optional
        Runs the work instead; left open.
    out : path, optional
        A folder for the results; kept in memory only unless told. One that exists is refused,
        unless it holds this same study: then only what is missing is run.
    context : name, path, Context or a list of them
        Where.
    seed : int
        Begins all luck.
    months, policy_month : int, months
        Length of a run, and the month in which scenarios part.
    start : str
        First month, YYYY-MM.
    miners : int, people
        People who mine at the start, about.
    overrides : dict, optional
        Parameters by dotted name.
    shocks : sequence of Shock, text or path, or a path, optional
        Dated changes, in every scenario, or files of them (TOML or CSV).
    programmes : sequence of name, path or Programme, optional
        Programmes added to every scenario; a name may say a dose, as in ``solidaridad=0.5``.
    library : Library or folders, optional
        Folders of records that add to the packaged ones.
    progress : callable, optional
        Called with runs done, runs in all, seconds left or None, and a message key.

    Returns
    -------
    Comparison

    Raises
    ------
    AsmsimError
        For input that cannot be used, before anything is run.
    KeyboardInterrupt
        When interrupted; with `out`, what was finished is kept and the same call goes on from it.
    """
    folders = library.folders if isinstance(library, Library) else several(library)
    study = Study(
        scenarios=several(scenarios),
        contexts=several(context),
        reference=reference,
        replicates=replicates,
        seed=seed,
        months=months,
        start=start,
        policy_month=policy_month,
        miners=miners,
        overrides=dict(overrides or {}),
        shocks=several(shocks),
        programmes=several(programmes),
        library=folders,
    )
    found = library if isinstance(library, Library) else None
    return run_study(
        study, library=found, workers=workers, executor=executor, out=out, progress=progress
    )


def run_study(
    study: Study,
    *,
    library: Library | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    results: str | Path | None = None,
    progress: Progress | None = None,
    work: Work = replicate,
) -> Comparison:
    """Run a study and return what it found.

    Parameters
    ----------
    study : Study
        A plan is taken as it is.
    library : Library, optional
        Where names are looked up; the packaged one with the study's folders unless told.
    workers, executor, out, progress
        As for `compare`.
    results : path, optional
        With no `out`: the folder in which the next free `NAME-001` is made.
    work : callable, optional
        What runs a replicate; the model unless told.
    """
    if workers is not None and workers < 1:
        raise BadValue(
            f"{workers!r} cannot be used", field="workers", value=workers, allowed="at least 1"
        )
    ready = study if isinstance(study, Plan) else plan(study, library)
    if not ready.compared:
        raise BadValue(
            "there is nothing to compare with the reference",
            field="scenarios",
            value=ready.reference,
        )
    how = _How(workers, executor, progress, work)
    if out is not None:
        return _stored(store.opened(ready, out), how)
    if results is not None:
        return _stored(store.numbered(ready, results), how)
    return _in_memory(ready, how)


class _How(NamedTuple):
    """How chunks are run; none of it changes a number."""

    workers: int | None
    executor: Executor | None
    progress: Progress | None
    work: Work

    def run(
        self, ready: Plan, keep: Callable[[pa.Table], None], done: Collection[tuple[str, int]] = ()
    ) -> dict[str, Any]:
        """Run what is not done; return what a manifest says of how it was run."""
        began = time.monotonic()
        execute(
            ready,
            keep,
            workers=self.workers,
            executor=self.executor,
            done=done,
            progress=self.progress,
            work=self.work,
        )
        return {
            "seconds": round(time.monotonic() - began, 3),
            "workers": self.workers or cores(),
            "executor": None if self.executor is None else type(self.executor).__name__,
        }


def _stored(folder: store.Folder, how: _How) -> Comparison:
    """Run what a folder lacks, store it chunk by chunk, and finish the folder."""
    done = folder.done()
    if folder.complete and len(done) == folder.chunks:
        return store.load(folder.path)
    logger.info("results go to %s", folder.path)
    try:
        timing = how.run(folder.plan, folder.keep, done)
    except KeyboardInterrupt:
        logger.warning(
            "interrupted: finished chunks are kept in %s; the same study with this folder as its "
            "output goes on from there",
            folder.path,
        )
        raise
    return folder.finish(timing)


def _in_memory(ready: Plan, how: _How) -> Comparison:
    """Run a study and keep its results in memory."""
    manifest = manifests.begun(ready)
    chunks: list[pa.Table] = []
    timing = how.run(ready, chunks.append)
    return joined(ready, chunks, manifest, timing)


def joined(
    ready: Plan,
    chunks: Sequence[pa.Table],
    manifest: dict[str, Any] | None = None,
    timing: dict[str, Any] | None = None,
) -> Comparison:
    """Return what the chunks of a study say together.

    Parameters
    ----------
    ready : Plan
    chunks : sequence of Table
        One for each context and replicate, in any order.
    manifest : dict, optional
        As it was when the study began; made now unless given.
    timing : dict, optional
        How the chunks were run.
    """
    manifest = manifest or manifests.begun(ready)
    found = tables.join(ready, chunks)
    runs = tables.frame(found.outcomes)
    return Comparison(
        runs=runs,
        contrasts=contrasts(ready, runs),
        series=tables.frame(found.series),
        manifest=manifests.ended(manifest, found.failed, timing or {}),
        details={name: tables.frame(table) for name, table in found.details.items()},
    )
