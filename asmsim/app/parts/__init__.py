"""The parts that pages are made of: each a Vue file, and here what it is given and what it tells.

A part is one element of the page with all that is in it. What it shows is plain data; what a reader
does comes back as an event. So a page of hundreds of controls is a handful of messages.

Large data is handed over as one text. Of lists and tables the framework looks through every item,
each time a page is drawn, for parts of pages among them: that took longer than to live a month.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import solara

Told: TypeAlias = Callable[[Any], None]
"""What an event calls, with the event's data."""


@solara.component_vue("frame.vue", vuetify=False)
def Frame(
    words: dict[str, str],
    pages: list[dict[str, str]],
    languages: list[dict[str, str]],
    state: dict[str, str],
    event_go: Told,
    event_choose: Told,
) -> None:
    """Show the head of every page: where one is, language, theme, and the share link."""


def as_text(data: Any) -> str:
    """Return data as the text from which a part reads it."""
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def Fields(
    label: str,
    groups: list[dict[str, Any]],
    event_change: Told,
    *,
    refused: int = 0,
    fold: bool = False,
) -> Any:
    """Show controls in groups, each with its name, value, unit, range and help.

    When one more value is refused they show again what holds. Where there is little room those that
    fold are shown when one asks for them.
    """
    return _Fields(
        label=label, packed=as_text(groups), event_change=event_change, refused=refused, fold=fold
    )


@solara.component_vue("fields.vue", vuetify=False)
def _Fields(label: str, packed: str, event_change: Told, *, refused: int, fold: bool) -> None:
    """Show controls, from their text."""


@solara.component_vue("content.vue", vuetify=False)
def Content(html: str, event_ask: Told | None = None) -> None:
    """Show a piece of a page; what changes in it is changed in place."""


@solara.component_vue("downloads.vue", vuetify=False)
def Downloads(
    label: str, items: list[dict[str, str]], file: dict[str, Any] | None, event_ask: Told
) -> None:
    """Show what can be downloaded; a file that is asked for is made then."""
