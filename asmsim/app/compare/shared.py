"""Shared work: what several visitors ask for is run once, and kept for who asks later."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Results by what was asked for, and calls that are under way to find them.

    Parameters
    ----------
    size : callable
        How large a result is.
    most : int
        What was asked for least lately is dropped when all together are larger.
    """

    def __init__(self, size: Callable[[T], int], most: int) -> None:
        self._size = size
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._under_way: dict[str, list[Future[T | None]]] = {}
        self._lock = threading.RLock()  # a call that is put may end at once, and is then kept

    def ask(self, key: str, put: Callable[[], Future[T | None]]) -> Asked[T]:
        """Ask for something.

        Parameters
        ----------
        key : str
            What is asked for.
        put : callable
            Puts a call in line; nothing is to come of one that was given up.
        """
        return Asked(self, key, put)

    def call(self, key: str, put: Callable[[], Future[T | None]]) -> Future[T | None]:
        """Return a call for the same that has ended or is under way; else put one in line."""
        with self._lock:
            there = self._there(key)
            if there is not None:
                return there
            mine = put()
            self._under_way.setdefault(key, []).append(mine)
            mine.add_done_callback(lambda ended: self._keep(key, ended))
            return mine

    def sooner(self, key: str, mine: Future[T | None]) -> Future[T | None]:
        """Return a call for the same that came before one that still waits, which is taken back."""
        with self._lock:
            there = None if mine.running() or mine.done() else self._there(key)
            return there if there is not None and mine.cancel() else mine

    def _there(self, key: str) -> Future[T | None] | None:
        """Return what is kept, or runs; a call that only waits may do so for long."""
        if key in self._kept:
            self._kept.move_to_end(key)
            known: Future[T | None] = Future()
            known.set_result(self._kept[key])
            return known
        for call in self._under_way.get(key, []):
            if not call.cancelled() and (call.running() or call.done()):
                return call
        return None

    def _keep(self, key: str, call: Future[T | None]) -> None:
        """Keep what came of a call."""
        with self._lock:
            others = [each for each in self._under_way.pop(key, []) if each is not call]
            if others:
                self._under_way[key] = others
            if call.cancelled() or call.exception() is not None:
                return
            result = call.result()
            if result is None:
                return
            self._kept[key] = result
            while sum(map(self._size, self._kept.values())) > self._most:
                self._kept.popitem(last=False)
            for each in others:
                each.cancel()  # who waits for his turn finds it here


class Asked(Generic[T]):
    """What somebody asked for, and the call he waits for: his own or another's for the same."""

    def __init__(self, shared: Shared[T], key: str, put: Callable[[], Future[T | None]]) -> None:
        self._shared = shared
        self._key = key
        self._put = put
        self._call = shared.call(key, put)

    def wait(self, seconds: float) -> T | None:
        """Return what comes of it within some seconds, or nothing yet."""
        wait([self._call], timeout=seconds)
        if not self._call.done():
            self._call = self._shared.sooner(self._key, self._call)
            return None
        found = None if self._call.cancelled() else self._call.result()
        if found is None:  # it is there by now, or was another's who gave it up
            self._call = self._shared.call(self._key, self._put)
        return found

    def cancel(self) -> None:
        """Take it back, if it still waits."""
        self._call.cancel()
