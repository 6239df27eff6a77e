"""The program of the pages, as Solara opens it.

Every address shows the same program, which keeps its state while a visitor goes from page to page;
so it stands in the layout, around what Solara would put at each address.
"""

from __future__ import annotations

from typing import Any

import solara

from asmsim.app.pages.program import Program

__all__ = ["Layout", "Page", "routes"]


@solara.component
def Page() -> None:
    """Show nothing: all is in the layout."""


@solara.component
def Layout(children: list[Any]) -> None:  # noqa: ARG001 - Solara gives it
    """Show the program."""
    Program()


routes = [
    solara.Route(path=path, component=Page, layout=Layout if path == "/" else None)
    for path in ("/", "compare", "explore", "evidence")
]
