"""A picture: what it shows in words, how it is drawn, and how it is kept in a file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from matplotlib.figure import Figure

from asmsim.errors import unknown
from asmsim.report.figures.style import DPI, settled

FORMATS = ("png", "svg")

FASTER = {"compress_level": 3}
"""A tenth larger than the usual level, and written in half the time."""


class Picture(NamedTuple):
    """A picture that can be drawn.

    Attributes
    ----------
    name : str
        Name of its file, without the ending.
    title : str
        What it shows.
    alt : str
        What is to be seen in it, for those who do not see it, with the table's verdicts and
        numbers.
    draw : callable
        Makes the figure; nothing of it is kept, and matplotlib is left as it was.
    """

    name: str
    title: str
    alt: str
    draw: Callable[[], Figure]


def save(picture: Picture, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write a picture to files; the same picture gives the same bytes.

    Parameters
    ----------
    picture : Picture
    folder : Path
        Made if it is not there.
    formats : sequence of {"png", "svg"}

    Returns
    -------
    list of Path
        The files, in the order of the formats.

    Raises
    ------
    UnknownName
        For a format that is neither.
    """
    for each in formats:
        if each not in FORMATS:
            raise unknown("format", each, FORMATS)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{picture.name}.{each}" for each in formats]
    for path, each in zip(paths, formats, strict=True):
        path.write_bytes(_file(picture, each))
    return paths


def svg(picture: Picture) -> str:
    """Return a picture as an SVG element for a page: as wide as there is room.

    It carries its title and text alternative; its ids begin with the picture's name, so that many
    stand in one page.
    """
    text = _file(picture, "svg").decode()
    text = text[text.index("<svg") :]
    text = re.sub(r'\b(id="|xlink:href="#|url\(#)', rf"\g<1>{picture.name}-", text)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    ids = [f"{picture.name}-{part}" for part in ("title", "alt")]
    opening = (
        f'<svg role="img" aria-labelledby="{ids[0]}" aria-describedby="{ids[1]}"'
        + text[len("<svg") : text.index(">") + 1]
        + f'<title id="{ids[0]}">{escape(picture.title)}</title>'
        + f'<desc id="{ids[1]}">{escape(picture.alt)}</desc>'
    )
    return opening + text[text.index(">") + 1 :]


FONTS = b"'DejaVu Sans', Verdana, Arial, sans-serif"
"""Where the first is not at hand the others stand in: none of them is wider."""

TAG = re.compile(rb"<[^>]+>")
NUMBER = re.compile(rb"-?\d+\.\d{3,}")
EVERY_FONT = re.compile(rb" ?font-family: [^;\"]*;?")
NO_TURN = re.compile(rb' transform="rotate\(-?0 [^"]*"')


def _short(number: re.Match[bytes]) -> bytes:
    return b"%.2f" % float(number[0])


def _lean(drawn: bytes) -> bytes:
    """Leave out of an SVG what nobody sees: fonts named at every text, parts of dots.

    Only places are shortened; the words between tags, numbers among them, stay as they are.
    """
    drawn = NO_TURN.sub(b"", EVERY_FONT.sub(b"", drawn))
    drawn = TAG.sub(lambda tag: NUMBER.sub(_short, tag[0]), drawn)
    return drawn.replace(b"<svg ", b'<svg font-family="%s" ' % FONTS, 1)


@lru_cache(maxsize=64)
def _file(picture: Picture, kind: str) -> bytes:
    """Return a picture as a file; what was drawn for a folder is not drawn again for a page."""
    stream = io.BytesIO()
    with settled(picture.name):
        figure = _figure(picture)
        if kind == "svg":
            nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            figure.savefig(stream, format="svg", metadata=nothing)
            return _lean(stream.getvalue())
        figure.savefig(
            stream, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs=FASTER
        )
        return stream.getvalue()


@lru_cache(maxsize=1)
def _figure(picture: Picture) -> Figure:
    """Draw a picture, once for all formats asked for in a row."""
    return picture.draw()
