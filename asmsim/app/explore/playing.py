"""Playing: months lived one after another in turn with other visitors, until somebody says stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from asmsim.app.desk import Desk
from asmsim.app.explore.world import World
from asmsim.app.visitor import Visitor

USUAL = 4.0
"""Months a second."""

SPEEDS = (1.0, 2.0, 4.0, 8.0)


class Playing:
    """A district that plays.

    Parameters
    ----------
    desk : Desk
    visitor : Visitor
        Whose turn it takes.
    world : World
    seen : callable
        Told after every month.

    Attributes
    ----------
    speed : float
        Months a second, when nobody else wants the machine.
    """

    def __init__(
        self, desk: Desk, visitor: Visitor, world: World, seen: Callable[[], None]
    ) -> None:
        self.desk = desk
        self.visitor = visitor
        self.world = world
        self.speed = USUAL
        self._seen = seen
        self._stop = threading.Event()

    def stop(self) -> None:
        """Stop after the month that is being lived."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def run(self) -> None:
        """Live month after month while the visitor looks on; a busy machine slows it down."""
        while not self.world.over and self.visitor.back(self._stop):
            began = time.monotonic()
            self.desk.steps.put(self.visitor.name, self.world.step).result()
            with self.desk.drawing:
                if not self.stopped:
                    self._seen()
            self._stop.wait(max(0.0, 1.0 / self.speed - (time.monotonic() - began)))
