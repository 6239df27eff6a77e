"""Mesa's side of the page: what is used of its visualisation, and our parts as it takes them.

A month that was lived is told through Mesa's own counter, so every part that shows a model is
drawn anew as in any Mesa application, and the same parts can be given to Mesa's `SolaraViz` in a
notebook::

    from mesa.visualization import SolaraViz
    from asmsim.app.explore.mesa import components

    SolaraViz(model, components=components())

Its controller and its renderers are not used: the one runs every visitor's model at once and shows
errors as they are raised, the others draw agent by agent. Its command console runs what is typed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import solara

from asmsim.app.explore.charts import charts, horizon
from asmsim.app.explore.happenings import happenings, start_of
from asmsim.app.explore.parts import Happened, Lines, Map
from asmsim.app.explore.scene import scene
from asmsim.records import default_library

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of packages whose newer releases Mesa does not use yet
    from mesa.visualization.utils import force_update, update_counter

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

__all__ = ["components", "seen", "update_counter"]


def seen() -> None:
    """Tell every part of the visitor's page that there is something new to see."""
    force_update()  # type: ignore[no-untyped-call]  # Mesa's


def components(language: str = "en") -> list[tuple[Callable[[Any], Any], int]]:
    """Return the map, the charts and what happened, as `SolaraViz` takes its components.

    Parameters
    ----------
    language : str
        Of the words in them.
    """
    words = default_library().messages(language)

    @solara.component
    def district(model: CohabitationModel) -> None:
        """Show the map."""
        update_counter.get()
        Map(scene=scene(model, "tenure", "", words), event_pick=None)

    @solara.component
    def outcomes(model: CohabitationModel) -> None:
        """Show the charts."""
        update_counter.get()
        Lines(axis=charts(model, horizon(model), "", words))

    @solara.component
    def events(model: CohabitationModel) -> None:
        """Show what happened in the month last lived."""
        update_counter.get()
        log = happenings(model) if model.month else []
        Happened(log, start_of(model), words)

    return [(part, 0) for part in (district, outcomes, events)]
