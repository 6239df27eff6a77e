"""Small pieces of HTML that pages share; what comes from users is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def heading(text: str, name: str) -> str:
    """Return a heading one can link to."""
    return f'<h2 id="{escape(name, quote=True)}">{escape(text)}</h2>'


def progress_line(text: str, done: int, of: int, *, over: bool) -> str:
    """Return how far something is, in words that are read out, and as a bar."""
    share = 100 * done // max(1, of)
    hidden = ' class="over"' if over else ""
    return (
        f'<div id="progress"{hidden}><p role="status" data-name="progress">{escape(text)}</p>'
        f'<div class="bar" aria-hidden="true"><span style="width: {share}%"></span></div></div>'
    )


def listed(lines: Iterable[str]) -> str:
    """Return lines as a list; of none, nothing."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul class='lines'>{items}</ul>" if items else ""
