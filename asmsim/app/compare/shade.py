"""Shade: a picture's colours as the page's theme wants them, light or dark.

Pictures are drawn on white paper, as they are downloaded and printed. On a page each of their
colours becomes a name, and the page's style says what it is: as drawn in light colours, its
counterpart in dark ones. A browser too old to tell the two apart shows what was drawn.
"""

from __future__ import annotations

import re

from asmsim.report.figures.style import (
    BLUE,
    INK,
    LOOKS,
    PALE,
    PAPER,
    REFERENCE,
    RULE,
    SIGNS,
    SOFT,
    VERMILION,
)
from asmsim.studies.verdict import Verdict

DARK_LOOKS = ("#8f70f2", "#8deaeb", "#d74e93", "#d3cf5c", "#57b968", "#e0a1a5", "#c058bc")
"""Counterparts of the scenarios' colours, in their order."""

DARK = {
    PAPER: "#15191c",
    INK: "#e9e7e2",
    SOFT: "#b4bbc0",
    RULE: "#4a5258",
    PALE: "#2b3237",
    BLUE: "#56b4e9",
    VERMILION: "#f58a4b",
    SIGNS[Verdict.BETTER].ground: "#12344a",
    SIGNS[Verdict.WORSE].ground: "#4b2611",
    SIGNS[Verdict.HIGHER].ground: "#2f363b",
    REFERENCE.colour: "#c9ced2",
    **{look.colour: dark for look, dark in zip(LOOKS, DARK_LOOKS, strict=True)},
}
"""What each colour of a picture is in dark colours, on the page's own paper."""

TAG = re.compile(r"<[^>]+>")
STYLED = re.compile(r"\b(fill|stroke): (#[0-9a-f]{6})\b")
GIVEN = re.compile(r'\bfill="(#[0-9a-f]{6})"')


def shaded(svg: str) -> str:
    """Return a picture whose colours follow the theme of the page it stands in."""
    named = TAG.sub(_named, svg)
    there = [each for each in DARK if _name(each) in named]
    drawn = "".join(f"{_name(each)}:{each};" for each in there)
    both = "".join(f"{_name(each)}:light-dark({each},{DARK[each]});" for each in there)
    able = "@supports (color: light-dark(red, red))"
    style = f"<style>:root{{{drawn}}}{able}{{:root{{{both}}}}}</style>"
    start = named.index(">") + 1
    return named[:start] + style + named[start:]


def _name(colour: str) -> str:
    return f"--on-paper-{colour[1:]}"


def _named(tag: re.Match[str]) -> str:
    styled = STYLED.sub(lambda found: f"{found[1]}: {_shade(found[2])}", tag[0])
    return GIVEN.sub(lambda found: f'style="fill: {_shade(found[1])}"', styled)


def _shade(colour: str) -> str:
    return f"var({_name(colour)})" if colour in DARK else colour
