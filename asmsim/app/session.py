"""What a page is given: the server's desk, the visitor's view, and ways to change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from asmsim.app.desk import Desk
from asmsim.app.view import View
from asmsim.app.visitor import Visitor
from asmsim.records import Library, Messages


class Session(NamedTuple):
    """One visitor's page.

    Attributes
    ----------
    desk : Desk
    words : Messages
        Of the view's language.
    visitor : Visitor
        Who takes turns with others.
    view : View
    change : callable
        Changes fields of the view.
    tell : callable
        Shows a message at the head of the page.
    told : int
        Messages so far: at each one, controls go back to what holds.
    """

    desk: Desk
    words: Messages
    visitor: Visitor
    view: View
    change: Callable[..., Any]
    tell: Callable[[str], None]
    told: int

    @property
    def library(self) -> Library:
        """The library as the visitor's language tells it."""
        return self.desk.told(self.words.lang)
