"""An inquiry: one visitor's comparison, run pair by pair and told while it runs."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, NamedTuple

import pyarrow as pa

from asmsim.app import workers
from asmsim.app.ask import study
from asmsim.app.compare.told import Shown, Told, tell
from asmsim.app.desk import Desk
from asmsim.app.view import View
from asmsim.app.visitor import LOOK, Visitor
from asmsim.compiled import fingerprint
from asmsim.studies import chunk
from asmsim.studies.execute import replicate
from asmsim.studies.plan import Plan
from asmsim.studies.verdict import FEWEST_PAIRS


class Progress(NamedTuple):
    """How far an inquiry is.

    Attributes
    ----------
    done, of : int
        Pairs.
    left : float or None
        Seconds left; None while unknown.
    ready : bool
        Whether the workers are warm; before, everybody waits for them.
    told : Told or None
        What was last told.
    over : bool
    old : bool
        Whether what was told is of another study, asked for before this one.
    """

    done: int
    of: int
    left: float | None = None
    ready: bool = True
    told: Told | None = None
    over: bool = False
    old: bool = False

    def after(self, before: Progress) -> Progress:
        """Return it with what was told before, as long as nothing is told of this study."""
        if self.told is not None:
            return self
        return self._replace(told=before.told, old=before.told is not None)


class Kept:
    """Chunks that were run for some visitor, kept for the next who asks the same.

    Parameters
    ----------
    most : int, bytes
        What is used least is dropped beyond this.
    """

    def __init__(self, most: int = 200_000_000) -> None:
        self._most = most
        self._chunks: OrderedDict[str, pa.Table] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> pa.Table | None:
        """Return a chunk, or nothing."""
        with self._lock:
            if key in self._chunks:
                self._chunks.move_to_end(key)
            return self._chunks.get(key)

    def put(self, key: str, table: pa.Table) -> None:
        """Keep a chunk."""
        with self._lock:
            self._chunks[key] = table
            while sum(each.nbytes for each in self._chunks.values()) > self._most:
                self._chunks.popitem(last=False)


KEPT = Kept()


def pair(flag: int, plan: Plan, number: int) -> pa.Table | None:
    """Run one replicate in a worker; nothing comes out of one that was given up."""
    stopped = workers.stopped(flag)
    if stopped():
        return None
    table = chunk.make(plan, plan.contexts[0], number, replicate, fingerprint(), stopped)
    return None if stopped() else table


def rungs(replicates: int) -> list[int]:
    """Return after how many pairs something is told: soon, then at every doubling, and at the end.

    Examples
    --------
    >>> rungs(20)
    [2, 4, 8, 16, 20]
    """
    found, step = [], FEWEST_PAIRS
    while step < replicates:
        found.append(step)
        step *= 2
    return [*found, replicates]


def foresee(desk: Desk) -> None:
    """Run what nearly every visitor asks first, so that the first of them sees it at once.

    It is the usual comparison, as far as its first result.
    """
    view = View(replicates=FEWEST_PAIRS)
    usual = desk.plan(study(view, desk.library, desk.limits))
    shown = Shown(view.language, view.outcome, view.stance)
    Inquiry(desk, Visitor("usual"), usual, shown, lambda _: None, awaited=False).run()


class Inquiry:
    """A comparison for one visitor.

    Parameters
    ----------
    desk : Desk
    visitor : Visitor
        Whose turn it takes; while he is away, nothing new is begun.
    plan : Plan
        Of one context.
    shown : Shown
        What is looked at as it begins.
    hear : callable
        Told how far it is, from a thread of its own.
    awaited : bool
        Whether somebody waits for its first result, who has seen nothing yet.
    """

    def __init__(
        self,
        desk: Desk,
        visitor: Visitor,
        plan: Plan,
        shown: Shown,
        hear: Callable[[Progress], None],
        *,
        awaited: bool = True,
    ) -> None:
        self.desk = desk
        self.visitor = visitor
        self.plan = plan
        self.shown = shown
        self.chunks: list[pa.Table] = []
        self._hear = hear
        self._awaited = awaited
        self._given_up = threading.Event()
        self._away_s = 0.0

    def stop(self) -> None:
        """Give it up: what waits is taken back, what runs ends soon."""
        self._given_up.set()

    def run(self) -> None:
        """Run the pairs, and tell at every rung what they show."""
        told: Told | None = None
        began: float | None = None
        with self.desk.workers.flag() as (flag, raise_flag):
            steps = iter(rungs(self.plan.replicates))
            rung = next(steps)
            for table in self._pairs(flag):
                if table is None or self._given_up.is_set():
                    raise_flag()
                    return
                self.chunks.append(table)
                done = len(self.chunks)
                if done == rung:
                    told = self._told(done)
                    if told is None:
                        return
                    rung = next(steps, rung)
                # Who came first may have waited for the workers: time counts from his first pair.
                left = None
                if began is None:
                    began = time.monotonic()
                else:
                    each = (time.monotonic() - began - self._away_s) / (done - 1)
                    left = each * (self.plan.replicates - done)
                over = done == self.plan.replicates
                self._hear(Progress(done, self.plan.replicates, left, told=told, over=over))

    def again(self, shown: Shown) -> Told | None:
        """Tell the same pairs anew: in another language, of another outcome or stance."""
        self.shown = shown
        if len(self.chunks) < FEWEST_PAIRS:
            return None
        done = max(each for each in rungs(self.plan.replicates) if each <= len(self.chunks))
        return self._told(done)

    def _told(self, pairs: int) -> Told | None:
        """Have a worker tell what the first pairs show."""
        chunks = self.chunks[:pairs]
        call = self.desk.workers.line.put(
            self.visitor.name, tell, self.plan, chunks, self.shown, urgent=self._awaited
        )
        told: Told | None = self._waited(call)
        return told

    def _pairs(self, flag: int) -> Iterator[pa.Table | None]:
        """Yield the chunks in order; a few are under way at a time, so that others have turns."""
        line = self.desk.workers.line
        calls: dict[int, Future[pa.Table | None]] = {}
        next_up = 0
        for number in range(self.plan.replicates):
            left = time.monotonic()
            here = self.visitor.back(self._given_up)
            self._away_s += time.monotonic() - left
            while here and next_up < min(number + self.desk.workers.count, self.plan.replicates):
                calls[next_up] = self._asked(line, flag, next_up)
                next_up += 1
            table = self._waited(calls.pop(number)) if here else None
            if table is None:
                for call in calls.values():
                    call.cancel()
                yield None
                return
            KEPT.put(self._key(number), table)
            yield table

    def _asked(self, line: Any, flag: int, number: int) -> Future[pa.Table | None]:
        kept = KEPT.get(self._key(number))
        if kept is None:
            first = self._awaited and number < FEWEST_PAIRS
            call: Future[pa.Table | None] = line.put(
                self.visitor.name, pair, flag, self.plan, number, urgent=first
            )
            return call
        known: Future[pa.Table | None] = Future()
        known.set_result(kept)
        return known

    def _key(self, number: int) -> str:
        """Return what all that decides a chunk's numbers adds up to."""
        context = self.plan.contexts[0]
        code = fingerprint()
        return "".join(
            self.plan.run_key(context, scenario, number, code)
            for scenario in self.plan.allowed(context)
        )

    def _waited(self, call: Future[Any]) -> Any:
        """Wait for a call; nothing comes of it once the inquiry is given up."""
        while not self._given_up.is_set():
            if not self.desk.workers.ready.is_set():
                self._hear(Progress(0, self.plan.replicates, ready=False))
            wait([call], timeout=LOOK, return_when=FIRST_COMPLETED)
            if call.done():
                return call.result()
        call.cancel()
        return None
