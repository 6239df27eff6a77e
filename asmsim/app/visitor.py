"""A visitor: who takes turns with others, and may be away while his page is kept for him."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from solara.server.kernel_context import PageStatus, get_current_context

LOOK = 0.25
"""Seconds after which a thread looks whether somebody came back, or work was given up."""


@dataclass(frozen=True)
class Visitor:
    """Who has a page open, or had and may come back: a phone that sleeps, a lost connection.

    Attributes
    ----------
    name : str
        By which he is told from others.
    here : callable
        Whether somebody looks at the page now.
    """

    name: str
    here: Callable[[], bool] = field(default=lambda: True, compare=False)

    @classmethod
    def of_page(cls) -> Visitor:
        """Return whose page is being drawn."""
        context = get_current_context()
        return cls(context.id, lambda: PageStatus.CONNECTED in tuple(context.page_status.values()))

    def back(self, over: threading.Event) -> bool:
        """Wait while he is away; false when it is over before he comes back."""
        while not self.here():
            if over.wait(LOOK):
                return False
        return not over.is_set()
