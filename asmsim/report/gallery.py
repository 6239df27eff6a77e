"""The figures of a report: drawn once, kept as files, and carried inside the page."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import NamedTuple

from asmsim.records import Context, Messages
from asmsim.report.choice import Choice
from asmsim.studies.comparison import Comparison

FOLDER = "figures"


class Shown(NamedTuple):
    """A figure as the page carries it.

    Attributes
    ----------
    name, title, alt : str
    source : str
        The picture itself, as a data address.
    """

    name: str
    title: str
    alt: str
    source: str


def gallery(
    found: Comparison,
    choice: Choice,
    context: Context,
    words: Messages,
    folder: Path,
    formats: tuple[str, ...],
) -> list[Shown]:
    """Draw the figures of one context into a folder and return them for the page."""
    from asmsim.report import figures  # loads matplotlib

    made = figures.pictures(
        found,
        words,
        context=context.name,
        scenarios=[each.name for each in choice.scenarios],
        outcomes=[each.name for each in choice.outcomes] if choice.named else (),
    )
    shown = []
    for picture in made:
        saved = {path.suffix: path for path in figures.save(picture, folder, formats)}
        svg = saved.get(".svg")
        text = svg.read_text(encoding="utf-8") if svg else figures.svg(picture)
        shown.append(Shown(picture.name, picture.title, picture.alt, embedded(text)))
    return shown


def embedded(svg: str) -> str:
    """Return a picture as an address that holds it, so that the page needs no other file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
