"""Who runs chunks: this thread, threads, processes, or an executor the user brings."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType, TracebackType
from typing import Any, Literal, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Kind = Literal["serial", "threads", "processes"]

AHEAD = 2
"""Chunks handed out for each worker, so that none waits for the next."""

WORTH_PROCESSES = 6_000_000
"""Person-months from which processes are worth their start of a few seconds.

Measured with two workers on 5,000 miners over 120 months: a chunk took 1.4 s in processes and 2.1 s
in threads, which share the interpreter between compiled rules; processes took 3 s longer to start.
"""


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
    months : int, person-months
        The size of all calls together, which decides who runs them.
    """

    def __init__(self, workers: int, executor: Executor | None = None, months: int = 0) -> None:
        self.workers = workers
        self.kind: Kind | None = None if executor else kind_for(workers, months)
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
        return processes(self.workers)


def processes(
    workers: int, initializer: Callable[..., object] | None = None, given: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Return a pool of fresh processes that leave Ctrl-C to their parent and end with it.

    Parameters
    ----------
    workers : int
        How many.
    initializer : callable, optional
        Called with `given` in each process before its first call.
    """
    return ProcessPoolExecutor(
        workers, mp_context=_Context(), initializer=_begin, initargs=(initializer, given)
    )


def shared_flags(count: int) -> Any:
    """Return an array of zeros that a pool's processes see too, when it is given to them."""
    return _Context().Array("b", count, lock=False)


def kind_for(workers: int, months: int) -> Kind:
    """Return who runs calls of so many person-months in all, when the user does not say."""
    if workers == 1:
        return "serial"
    return "processes" if months >= WORTH_PROCESSES else "threads"


def _begin(initializer: Callable[..., object] | None, given: tuple[Any, ...]) -> None:
    """Make a fresh process a worker: deaf to Ctrl-C, which its parent answers, and no orphan."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if initializer is not None:
        initializer(*given)


def _end_with_parent() -> None:
    """Wait until the parent is gone, however it went, and go too."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class _Process(SpawnProcess):
    """A fresh process that does not run the user's script again.

    Starting afresh, Python imports the script of the parent first, so a script without a
    `__main__` guard would start its study once more in every worker. Chunks need only the package.
    """

    @staticmethod
    def _Popen(process: Any) -> Any:  # noqa: N802 - the name the standard library calls
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return super(_Process, _Process)._Popen(process)
        finally:
            sys.modules["__main__"] = script


class _Context(SpawnContext):
    """Starts processes afresh: a copy of one with threads or compiled code in use may hang."""

    Process = _Process
