"""Shared work: what several visitors ask for is run once, and kept for who asks later."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
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
        self._under_way: dict[str, Future[T | None]] = {}
        self._lock = threading.Lock()

    def ask(self, key: str, put: Callable[[], Future[T | None]]) -> Future[T | None]:
        """Return a call that has ended, or is under way, for the same; else put one in line.

        Nothing comes of a call that its own asker gave up: then ask again.

        Parameters
        ----------
        key : str
            What is asked for.
        put : callable
            Puts a call in line; nothing is to come of one that was given up.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                known: Future[T | None] = Future()
                known.set_result(self._kept[key])
                return known
            other = self._under_way.get(key)
            # One that only waits may do so for long; one that has ended is about to be kept.
            if other is not None and not other.cancelled() and (other.running() or other.done()):
                return other
        call = put()
        with self._lock:
            self._under_way[key] = call
        call.add_done_callback(lambda ended: self._keep(key, ended))
        return call

    def _keep(self, key: str, call: Future[T | None]) -> None:
        """Keep what came of a call."""
        with self._lock:
            if self._under_way.get(key) is call:
                del self._under_way[key]
            if call.cancelled() or call.exception() is not None:
                return
            result = call.result()
            if result is None:
                return
            self._kept[key] = result
            while sum(map(self._size, self._kept.values())) > self._most:
                self._kept.popitem(last=False)
