"""The line: work of all visitors, taken in turns, so that nobody waits for another's long job."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


HEAD_START = 10.0
"""Seconds of work by which what somebody waits for goes before what is only refined."""


class Job(NamedTuple):
    """A call that waits, and the future that will hold what comes out."""

    future: Future[Any]
    call: Callable[..., Any]
    given: tuple[Any, ...]
    urgent: bool


class Line:
    """Hands calls to an executor, next the call of the visitor who has had least of it.

    Parameters
    ----------
    executor : Executor
        Runs the calls.
    room : int
        How many it is handed at a time; what waits here can still be overtaken and taken back.
    renew : callable, optional
        Makes another executor when one breaks; its calls are then lost, the next ones are not.
    """

    def __init__(
        self, executor: Executor, room: int, renew: Callable[[], Executor] | None = None
    ) -> None:
        self._executor = executor
        self._room = room
        self._renew = renew
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._had: dict[Hashable, float] = defaultdict(float)
        self._busy: dict[Hashable, int] = defaultdict(int)
        self._open = False

    def open(self) -> None:
        """Begin to hand out what has been put in line."""
        with self._lock:
            self._open = True
        self._serve()

    def put(
        self, visitor: Hashable, call: Callable[..., T], *given: Any, urgent: bool = False
    ) -> Future[T]:
        """Put a call in line; cancel its future to take it back.

        Parameters
        ----------
        visitor : hashable
            Whose call it is.
        call : callable
            What is called, with `given`.
        urgent : bool
            Whether somebody waits for it: it goes before the visitor's other calls, and in turn as
            if he had had less than he had, by a head start.
        """
        future: Future[T] = Future()
        with self._lock:
            if not self._here(visitor):
                # Who comes anew neither owes for earlier visits nor is owed for the time before.
                self._had[visitor] = min((self._had[each] for each in self._present()), default=0.0)
            jobs = self._waiting.setdefault(visitor, deque())
            place = sum(job.urgent for job in jobs) if urgent else len(jobs)
            jobs.insert(place, Job(future, call, given, urgent))
        self._serve()
        return future

    def waiting(self) -> int:
        """How many calls wait."""
        with self._lock:
            return sum(len(jobs) for jobs in self._waiting.values())

    def _here(self, visitor: Hashable) -> bool:
        return bool(self._waiting.get(visitor) or self._busy.get(visitor))

    def _present(self) -> set[Hashable]:
        return {*self._waiting, *(each for each, count in self._busy.items() if count)}

    def _turn(self, visitor: Hashable) -> float:
        """Return what decides who is next: the time he has had, less his head start."""
        return self._had[visitor] - (HEAD_START if self._waiting[visitor][0].urgent else 0.0)

    def _next(self) -> tuple[Hashable, Job] | None:
        """Take the next call out of the line, or nothing when there is no room or no call."""
        with self._lock:
            while self._open and self._waiting and sum(self._busy.values()) < self._room:
                visitor = min(self._waiting, key=self._turn)
                jobs = self._waiting[visitor]
                job = jobs.popleft()
                if not jobs:
                    del self._waiting[visitor]
                if job.future.set_running_or_notify_cancel():
                    self._busy[visitor] += 1
                    return visitor, job
        return None

    def _serve(self) -> None:
        while (found := self._next()) is not None:
            visitor, job = found
            began, executor = time.monotonic(), self._executor
            try:
                inner = executor.submit(job.call, *job.given)
            except (BrokenExecutor, RuntimeError) as error:
                inner = Future()
                inner.set_exception(error)

            def ended(
                inner: Future[Any],
                visitor: Hashable = visitor,
                job: Job = job,
                began: float = began,
                executor: Executor = executor,
            ) -> None:
                error = _error(inner)
                if isinstance(error, BrokenExecutor):
                    self._replace(executor)
                self._ended(visitor, time.monotonic() - began)
                if error is None:
                    job.future.set_result(inner.result())
                else:
                    job.future.set_exception(error)
                self._serve()

            inner.add_done_callback(ended)

    def _ended(self, visitor: Hashable, seconds: float) -> None:
        """Count the time that a visitor has had."""
        with self._lock:
            self._busy[visitor] -= 1
            self._had[visitor] += seconds
            if not self._here(visitor):
                self._busy.pop(visitor, None)
                if not self._present():
                    self._had.clear()

    def _replace(self, broken: Executor) -> None:
        """Get another executor, once for all the calls that broke with the last one."""
        with self._lock:
            if self._renew is not None and self._executor is broken:
                self._executor = self._renew()


def _error(future: Future[Any]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as cancelled:
        return cancelled
