"""Workers: processes that run visitors' studies, started and warmed before anybody asks."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, wait
from contextlib import contextmanager
from typing import Any

from asmsim.app.compare.told import Shown, tell
from asmsim.app.line import Line
from asmsim.compiled import fingerprint
from asmsim.errors import AsmsimError
from asmsim.records.messages import ENGLISH
from asmsim.studies import chunk
from asmsim.studies.execute import replicate, warm
from asmsim.studies.plan import Plan
from asmsim.studies.pools import processes, shared_flags

logger = logging.getLogger("asmsim")

STUDIES = 256
"""How many studies can be under way at a time, each with a flag by which it is stopped."""

POLITE = 5
"""By how much workers step back behind the server, which answers clicks."""

_stops: Any = None


def _begin(stops: Any) -> None:
    """Make a process a worker."""
    global _stops  # noqa: PLW0603 - what a process is told as it starts has no other place
    _stops = stops
    if hasattr(os, "nice"):
        os.nice(POLITE)


def stopped(flag: int) -> Callable[[], bool]:
    """Return what tells, in a worker, whether a study was given up."""
    return lambda: bool(_stops[flag])


def _warmed(plan: Plan) -> int:
    """Load the rules, and what tells of a comparison: charts, templates, the ways of a language."""
    warm(plan)
    code = fingerprint()
    pairs = [
        chunk.make(plan, plan.contexts[0], number, replicate, code)
        for number in range(plan.replicates)
    ]
    try:
        tell(plan, pairs, Shown(ENGLISH, "", ""))
    except Exception:
        logger.exception("a comparison could not be told")
    return os.getpid()


class Workers:
    """A pool of warm processes behind a fair line.

    Parameters
    ----------
    count : int
        How many processes.

    Attributes
    ----------
    line : Line
        Where calls are put.
    ready : Event
        Set when everything is compiled and loaded.
    closed : bool
        Whether the processes were ended; what they did is then lost, and nobody minds.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._stops = shared_flags(STUDIES)
        self._free = list(range(STUDIES))
        self._lock = threading.Lock()
        self.closed = False
        self._pool = self._started()
        self.line = Line(self._pool, count, self._renewed)
        self.ready = threading.Event()

    def warm(self, plan: Plan) -> None:
        """Compile the rules once, load them in every process and here, and open the line."""
        self._pool.submit(_warmed, plan).result()  # the first fills the cache for the others
        self._warm_all(plan)
        warm(plan)
        self.line.open()
        self.ready.set()

    def _warm_all(self, plan: Plan) -> None:
        """Let every process run something: a pool hands calls to whoever is free."""
        seen: set[int] = set()
        for _ in range(self.count):
            calls = [self._pool.submit(_warmed, plan) for _ in range(self.count)]
            seen |= {each.result() for each in wait(calls).done}
            if len(seen) >= self.count:
                break

    @contextmanager
    def flag(self) -> Iterator[tuple[int, Callable[[], None]]]:
        """Lend a study its flag, with what raises it."""
        with self._lock:
            if not self._free:
                raise AsmsimError("too many studies are under way; try again in a minute")
            number = self._free.pop(0)
        self._stops[number] = 0

        def stop() -> None:
            self._stops[number] = 1

        try:
            yield number, stop
        finally:
            stop()
            with self._lock:
                self._free.append(number)  # the last to be lent again

    def close(self) -> None:
        """End the processes at once."""
        self.closed = True
        for number in range(STUDIES):
            self._stops[number] = 1
        for process in dict(getattr(self._pool, "_processes", None) or {}).values():
            process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> Executor:
        return processes(self.count, _begin, (self._stops,))

    def _renewed(self) -> Executor:
        if self.closed:
            return self._pool
        logger.warning("a worker process died; another takes its place")
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._started()
        return self._pool
