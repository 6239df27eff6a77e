"""An inquiry: one visitor's comparison, run pair by pair and told while it runs."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

import pyarrow as pa

from asmsim.app import workers
from asmsim.app.ask import study
from asmsim.app.compare.shared import Asked, Shared
from asmsim.app.compare.told import Shown, Told, tell
from asmsim.app.desk import Desk
from asmsim.app.view import View
from asmsim.app.visitor import LOOK, Visitor
from asmsim.compiled import fingerprint
from asmsim.studies import chunk
from asmsim.studies.execute import replicate
from asmsim.studies.plan import Plan
from asmsim.studies.verdict import FEWEST_PAIRS

T = TypeVar("T")


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


# Pairs that were run, and what was told of some, for the next who asks the same.
PAIRS: Shared[pa.Table] = Shared(lambda table: int(table.nbytes), 200_000_000)
TOLD: Shared[Told] = Shared(lambda told: sum(map(len, told.pieces.values())), 20_000_000)


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
    view = View()
    usual = desk.plan(study(view, desk.library, desk.limits))
    shown = Shown(view.language, view.outcome, view.stance)
    Inquiry(desk, Visitor("usual"), usual, shown, lambda _: None, ahead=True).run()


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
    ahead : bool
        Whether nobody waits for it yet: it goes behind what others ask, and no further than its
        first result.
    """

    def __init__(
        self,
        desk: Desk,
        visitor: Visitor,
        plan: Plan,
        shown: Shown,
        hear: Callable[[Progress], None],
        *,
        ahead: bool = False,
    ) -> None:
        self.desk = desk
        self.visitor = visitor
        self.plan = plan
        self.shown = shown
        self.chunks: list[pa.Table] = []
        self._hear = hear
        self._urgent = not ahead
        self._of = FEWEST_PAIRS if ahead else plan.replicates
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
            steps = iter(rungs(self._of))
            rung = next(steps)
            for table in self._run(flag):
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
                    left = each * (self._of - done)
                over = done == self._of
                self._hear(Progress(done, self._of, left, told=told, over=over))

    def again(self, shown: Shown) -> Told | None:
        """Tell the same pairs anew: in another language, of another outcome or stance."""
        self.shown = shown
        if len(self.chunks) < FEWEST_PAIRS:
            return None
        done = max(each for each in rungs(self.plan.replicates) if each <= len(self.chunks))
        return self._told(done)

    def _told(self, pairs: int) -> Told | None:
        """Have a worker tell what the first pairs show."""
        shown, chunks = self.shown, self.chunks[:pairs]

        def put() -> Future[Told | None]:
            line = self.desk.workers.line
            return line.put(self.visitor.name, tell, self.plan, chunks, shown, urgent=self._urgent)

        asked = repr((fingerprint(), self.plan.model_dump_json(), pairs, shown))
        key = hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()
        return self._waited(TOLD.ask(key, put))

    def _run(self, flag: int) -> Iterator[pa.Table | None]:
        """Yield the chunks in order; a few are under way at a time, so that others have turns."""
        calls: dict[int, Asked[pa.Table]] = {}
        next_up = 0
        for number in range(self._of):
            left = time.monotonic()
            here = self.visitor.back(self._given_up)
            self._away_s += time.monotonic() - left
            while here and next_up < min(number + self.desk.workers.count, self._of):
                calls[next_up] = self._asked(flag, next_up)
                next_up += 1
            table = self._waited(calls.pop(number)) if here else None
            if table is None:
                for call in calls.values():
                    call.cancel()
                yield None
                return
            yield table

    def _asked(self, flag: int, number: int) -> Asked[pa.Table]:
        """Ask for a pair."""

        def put() -> Future[pa.Table | None]:
            line, first = self.desk.workers.line, number < FEWEST_PAIRS
            urgent = self._urgent and first
            return line.put(self.visitor.name, pair, flag, self.plan, number, urgent=urgent)

        return PAIRS.ask(self._key(number), put)

    def _key(self, number: int) -> str:
        """Return what all that decides a chunk's numbers adds up to."""
        context = self.plan.contexts[0]
        code = fingerprint()
        return "".join(
            self.plan.run_key(context, scenario, number, code)
            for scenario in self.plan.allowed(context)
        )

    def _waited(self, asked: Asked[T]) -> T | None:
        """Wait for what was asked for; nothing comes of it once the inquiry is given up."""
        while not self._given_up.is_set():
            if not self.desk.workers.ready.is_set():
                self._hear(Progress(0, self._of, ready=False))
            found = asked.wait(LOOK)
            if found is not None:
                return found
        asked.cancel()
        return None
