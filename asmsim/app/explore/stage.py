"""The stage: one visitor's district, founded as the view asks, played, paused and changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from asmsim.app.desk import Desk
from asmsim.app.explore.playing import USUAL, Playing
from asmsim.app.explore.world import Place, World
from asmsim.app.single import lived
from asmsim.app.view import OWN, View
from asmsim.app.visitor import Visitor

Seen = Callable[[], None]
Tell = Callable[[BaseException], None]


class Stage:
    """One visitor's district.

    Parameters
    ----------
    desk : Desk
    visitor : Visitor
        Whose turn it takes.
    seen : callable
        Told when there is something new to see.

    Attributes
    ----------
    world : World or None
        None while it is being founded.
    failed : bool
        Whether it could not be founded: then there is none until something else is asked for.
    playing : Playing or None
    speed : float
        Months a second.
    """

    def __init__(self, desk: Desk, visitor: Visitor, seen: Seen) -> None:
        self.desk = desk
        self.visitor = visitor
        self.seen = seen
        self.world: World | None = None
        self.failed = False
        self.playing: Playing | None = None
        self.speed = USUAL
        self._asked = 0

    def fits(self, view: View) -> bool:
        """Whether the district there is lives what the view asks for."""
        world = self.world
        return (
            world is not None
            and world.place == Place.of(view)
            and world.scenario == lived(view, self.desk.library)
            and (self.playing is not None or view.month in {0, world.month})
        )

    def follow(self, view: View, tell: Tell) -> None:
        """Found the district that a view asks for, if it is another; the old one ends."""
        if self.fits(view):
            return
        self.pause()
        self._asked += 1
        asked = self._asked

        def work() -> None:
            try:
                call = self.desk.steps.put(self.visitor.name, World, view, self.desk.library)
                made = call.result()
            except Exception as error:  # noqa: BLE001 - said on the page, and the page goes on
                if asked == self._asked:
                    self.failed = True
                    tell(error)
                return
            if asked == self._asked:
                self.world = made
                self.seen()

        self.world, self.failed = None, False
        threading.Thread(target=work, daemon=True).start()

    def play(self, ended: Callable[[], None], tell: Tell) -> None:
        """Live month after month until told to stop."""
        if self.world is None or self.playing is not None:
            return
        mine = self.playing = Playing(self.desk, self.visitor, self.world, self.seen)
        mine.speed = self.speed

        def run() -> None:
            try:
                mine.run()
            except Exception as error:  # noqa: BLE001 - said on the page, and the page goes on
                mine.stop()
                self.playing = None
                tell(error)
                return
            if not mine.stopped:
                self.playing = None
                ended()

        threading.Thread(target=run, daemon=True).start()

    def pause(self) -> None:
        """Stop after the month that is being lived."""
        if self.playing is not None:
            self.playing.stop()
            self.playing = None

    def pace(self, speed: float) -> None:
        """Play so many months a second."""
        self.speed = speed
        if self.playing is not None:
            self.playing.speed = speed

    def step(self) -> None:
        """Live one month."""
        if self.world is not None and self.playing is None:
            self.desk.steps.put(self.visitor.name, self.world.step).result()

    def steer(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a changed stance of the visitor's hold from the next month on.

        Parameters
        ----------
        fields : dict
            What a control changes in the view.

        Returns
        -------
        dict
            The same, with the month that is reached, so that nothing is lived again.
        """
        own = fields.get("own")
        if self.world is None or own is None or fields.get("stance") != OWN:
            return fields
        self.world.follow(own)
        return {**fields, "month": self.world.month}

    def leave(self) -> None:
        """End it: the visitor has gone, or went to another page."""
        self._asked += 1
        self.pause()
        self.world = None
