"""Runs a study's chunks on any executor, tells how far it is, and stops cleanly.

No number depends on who runs a chunk or when: luck is keyed, and rows are put in order afterwards.
"""

from __future__ import annotations

import logging
import math
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Any, NamedTuple, TypeAlias

from asmsim.compiled import fingerprint
from asmsim.records import Context
from asmsim.studies import chunk
from asmsim.studies.design import YEAR
from asmsim.studies.plan import Plan
from asmsim.studies.pools import Pool, cores

logger = logging.getLogger("asmsim")

Progress: TypeAlias = Callable[[int, int, float | None, str], None]
"""Called with runs done, runs in all, seconds left (None while unknown) and a message key."""

Task: TypeAlias = tuple[Context, int]

MOST_TRIES = 2
"""A chunk whose worker process died is tried once more: another chunk may have been the cause."""


def replicate(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, chunk.Result]]:
    """Run one replicate in one context: a common history, then every scenario from there.

    Yields
    ------
    (str, Run or Exception)
        Each scenario's name with its run, or with what stopped it.
    """
    # Mesa, Numba and the rules take seconds to load: only who runs something waits for them.
    from asmsim.studies.paired import against
    from asmsim.studies.run import Run, world

    history = world(plan, context, plan.scenarios[0], plan.seed_of(number))
    history.run_to(plan.policy_month)
    reference: Run | None = None
    for scenario in plan.allowed(context):
        try:
            model = history.branch(scenario)
            model.run_to(plan.months)
            run = Run.of(model)
            reference = run if scenario.name == plan.reference else reference
            yield scenario.name, against(reference, run)
        except Exception as error:  # noqa: BLE001 - a failed run is recorded, the others go on
            yield scenario.name, error


def execute(
    plan: Plan,
    keep: Callable[[Any], None],
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    done: Collection[tuple[str, int]] = (),
    progress: Progress | None = None,
    work: chunk.Work = replicate,
) -> None:
    """Run all chunks of a plan that are not done yet and hand each to `keep` as it ends.

    Parameters
    ----------
    plan : Plan
    keep : callable
        Takes each finished chunk's table, in this thread.
    workers : int, optional
        How many chunks run at once; all cores unless told, 1 runs them one by one in this process.
    executor : concurrent.futures.Executor, optional
        Runs the chunks instead of workers of our own; left open.
    done : collection of (context name, replicate)
        Chunks that need not be run again.
    progress : callable, optional
    work : callable, optional
        What runs a replicate.

    Raises
    ------
    KeyboardInterrupt
        When interrupted; chunks already kept are whole.
    """
    tasks = [
        (context, number)
        for number in range(plan.replicates)
        for context in plan.contexts
        if (context.name, number) not in done
    ]
    told = _Told(plan, tasks, progress)
    if not tasks:
        return
    if work is replicate:
        told("compiling")
        warm(plan)
    told.start()
    person_months = sum(len(plan.allowed(place)) for place, _ in tasks) * plan.months * plan.miners
    with Pool(min(workers or cores(), len(tasks)), executor, person_months) as pool:
        for table in _finished(pool, plan, tasks, work):
            keep(table)
            told.more(table.num_rows)


def _finished(pool: Pool, plan: Plan, tasks: list[Task], work: chunk.Work) -> Iterator[Any]:
    """Yield the table of each chunk as it ends; a chunk that cannot be run leaves its errors."""
    code = fingerprint()
    waiting = deque(tasks)
    running: dict[Future[Any], Task] = {}
    tries: Counter[tuple[str, int]] = Counter()
    try:
        while waiting or running:
            while waiting and _room(pool, waiting[0], running, tries):
                task = waiting.popleft()
                tries[_key(task)] += 1
                running[_handed(pool, chunk.make, plan, *task, work, code)] = task
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = any(isinstance(each.exception(), BrokenExecutor) for each in finished)
            if broken:  # then every chunk it holds is lost
                finished, _ = wait(running)
            for future in finished:
                task = running.pop(future)
                error = future.exception()
                if error is None:
                    yield future.result()
                elif isinstance(error, BrokenExecutor) and tries[_key(task)] < MOST_TRIES:
                    waiting.appendleft(task)
                else:
                    yield _lost(plan, task, error, code)
            if broken and pool.renew():
                logger.warning("a worker process died; its chunks are tried once more")
    finally:
        for future in running:
            future.cancel()


def _key(task: Task) -> tuple[str, int]:
    return task[0].name, task[1]


def _room(
    pool: Pool, task: Task, running: dict[Future[Any], Task], tries: Counter[tuple[str, int]]
) -> bool:
    """Tell whether a chunk may be handed out now; one that is tried again runs alone."""
    if tries[_key(task)] or any(tries[_key(each)] > 1 for each in running.values()):
        return not running
    return pool.room is None or len(running) < pool.room


def _handed(pool: Pool, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
    """Hand out a call; a broken executor answers with a broken future."""
    try:
        return pool.submit(fn, *args)
    except BrokenExecutor as error:
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def _lost(plan: Plan, task: Task, error: BaseException, code: str) -> Any:
    """Return the chunk of runs that nobody could run."""
    context, number = task
    failed = error if isinstance(error, Exception) else RuntimeError(repr(error))
    found: dict[str, chunk.Result] = {scenario.name: failed for scenario in plan.allowed(context)}
    return chunk.table(plan, context, number, found, code)


def warm(plan: Plan) -> None:
    """Run a few months of a small district, so that rules are compiled once and then found.

    What goes wrong here goes wrong again in the study, where it is recorded; but phases of other
    packages that cannot be used are answered at once.
    """
    from asmsim.month import month

    month()
    small = plan.model_copy(
        update={"months": 3, "policy_month": 1, "miners": min(plan.miners, 100), "shocks": ()}
    )
    try:
        for _ in replicate(small, plan.contexts[0], 0):
            pass
    except Exception as error:  # noqa: BLE001 - see above
        logger.debug("warming up failed: %s", chunk.said(error))


class Estimate(NamedTuple):
    """What a study will take."""

    runs: int
    seconds: float


def estimate(plan: Plan, workers: int | None = None) -> Estimate:
    """Say how many runs a study has and how long they will take, from the first year of one run.

    Parameters
    ----------
    plan : Plan
    workers : int, optional
        How many chunks run at once; all cores unless told.
    """
    warm(plan)
    probe = min(YEAR, plan.months)
    a_month = _timed(plan, probe) / probe  # founding the district included
    each = plan.months - plan.policy_month
    chunks = len(plan.contexts) * plan.replicates
    a_chunk = a_month * (plan.policy_month + each * plan.runs / chunks)
    rounds = math.ceil(chunks / (workers or cores()))
    return Estimate(plan.runs, rounds * a_chunk)


def _timed(plan: Plan, months: int) -> float:
    """Return the seconds one run of so many months takes."""
    short = plan.model_copy(
        update={
            "months": months,
            "policy_month": 0,
            "shocks": (),
            "scenarios": plan.scenarios[:1],
        }
    )
    began = time.perf_counter()
    for _ in replicate(short, plan.contexts[0], 0):
        pass
    return time.perf_counter() - began


class _Told:
    """Counts finished runs and tells how long the rest will take."""

    def __init__(self, plan: Plan, tasks: list[Task], progress: Progress | None) -> None:
        self._total = plan.runs
        self._before = plan.runs - sum(len(plan.allowed(context)) for context, _ in tasks)
        self._done = self._before
        self._began = time.monotonic()
        self._progress = progress

    def __call__(self, message: str) -> None:
        if self._progress:
            self._progress(self._done, self._total, self._left(), message)

    def start(self) -> None:
        """Count time from here: compiling is not running."""
        self._began = time.monotonic()
        self("running")

    def more(self, runs: int) -> None:
        """Count the runs of one more chunk."""
        self._done += runs
        self("running")

    def _left(self) -> float | None:
        made = self._done - self._before
        if made == 0:
            return None
        return (time.monotonic() - self._began) / made * (self._total - self._done)
