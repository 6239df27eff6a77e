"""The parts of the page: the map, the charts, the player, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import solara

from asmsim.app.explore.happenings import Happening, said
from asmsim.app.parts import Content, Told, as_text
from asmsim.app.pieces import listed
from asmsim.records import Messages


def Map(scene: dict[str, Any], event_pick: Told | None) -> Any:
    """Show the district; sites and villages can be picked."""
    return _Map(packed=as_text(scene), event_pick=event_pick)


@solara.component_vue("map.vue", vuetify=False)
def _Map(packed: str, event_pick: Told | None) -> None:
    """Show the district, from its text."""


def Lines(axis: dict[str, Any]) -> Any:
    """Show outcomes by month."""
    return _Lines(packed=as_text(axis))


@solara.component_vue("lines.vue", vuetify=False)
def _Lines(packed: str) -> None:
    """Show outcomes by month, from their text."""


@solara.component_vue("player.vue", vuetify=False)
def Player(state: dict[str, Any], words: dict[str, str], event_press: Told) -> None:
    """Show step, play, pause and reset, and how far the district is."""


@solara.component
def Happened(log: Sequence[Happening], start: str, words: Messages, most: int = 12) -> None:
    """List what happened, the latest month first."""
    months = dict.fromkeys(each.month for each in reversed(log))
    shown = [each for month in months for each in log if each.month == month][:most]
    found = listed(said(each, start, words) for each in shown)
    Content(html=found or f"<p>{escape(words.text('app.happened.nothing'))}</p>")
