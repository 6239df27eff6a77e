"""Who runs chunks: this thread, threads, processes, or an executor the user brings."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Literal, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Kind = Literal["serial", "threads", "processes"]

AHEAD = 2
"""Chunks handed out for each worker, so that none waits for the next."""


def cores() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Serial(Executor):
    """Runs each call at once, in the caller's thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a call and return its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future holds whatever its call raises
            future.set_exception(error)
        return future


class Pool:
    """An executor with what a study needs of it: renewal after a crash and a quick, clean stop.

    Parameters
    ----------
    workers : int
        How many calls run at once.
    executor : Executor, optional
        A user's own: all calls are handed to it and it is left open.
    kind : {"serial", "threads", "processes"}, optional
        What runs the calls when no executor is given.
    """

    def __init__(
        self, workers: int, executor: Executor | None = None, kind: Kind | None = None
    ) -> None:
        self.workers = workers
        self.kind: Kind | None = None if executor else kind or kind_for(workers)
        self.stop = threading.Event()
        self._executor = executor or self._new()

    @property
    def room(self) -> int | None:
        """How many calls are handed out at a time; None for all."""
        if self.kind is None:
            return None
        return 1 if self.kind == "serial" else AHEAD * self.workers

    def submit(self, fn: Callable[..., T], /, *args: Any) -> Future[T]:
        """Hand out a call; threads also get a way to ask whether they should stop."""
        if self.kind == "threads":
            return self._executor.submit(fn, *args, self.stop.is_set)
        return self._executor.submit(fn, *args)

    def renew(self) -> bool:
        """Replace a broken executor of our own by a new one; tell whether that was possible."""
        if self.kind is None:
            return False
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new()
        return True

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the workers: at leisure when all is done, at once after an error or an interrupt."""
        if self.kind is None:
            return
        if kind is None:
            self._executor.shutdown()
            return
        self.stop.set()
        # Taken before the shutdown, which forgets them; a worker left alone would finish its chunk.
        processes = dict(getattr(self._executor, "_processes", None) or {})
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes.values():
            process.terminate()

    def _new(self) -> Executor:
        if self.kind == "serial":
            return Serial()
        if self.kind == "threads":
            return ThreadPoolExecutor(self.workers, thread_name_prefix="asmsim")
        # Started afresh: a copy of a process with threads or compiled code in use may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=context, initializer=_deaf)


def kind_for(workers: int) -> Kind:
    """Return who runs the chunks when the user does not say."""
    return "serial" if workers == 1 else "processes"


def _deaf() -> None:
    """Let only the parent answer Ctrl-C; it ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
