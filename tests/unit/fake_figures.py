"""A stand-in for the figures: one picture that is no more than its title."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from asmsim.records import Messages
from asmsim.studies.comparison import Comparison

ASKED: list[dict[str, object]] = []
"""What was asked for, each time."""


class Picture(NamedTuple):
    """What a picture has, but for how it is drawn."""

    name: str
    title: str
    alt: str


def pictures(found: Comparison, words: Messages, **asked: object) -> list[Picture]:
    """Return one picture of a context."""
    ASKED.append(asked)
    verdict = found.contrasts["verdict"].iloc[0]
    return [Picture(f"{asked['context']}-one", words.text("report.figures"), f"alt: {verdict} <b>")]


def save(picture: Picture, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{picture.name}.{each}" for each in formats]
    for path in paths:
        path.write_text(svg(picture), encoding="utf-8")
    return paths


def svg(picture: Picture) -> str:
    """Return the picture."""
    return f'<svg xmlns="http://www.w3.org/2000/svg"><text>{escape(picture.title)}</text></svg>'
