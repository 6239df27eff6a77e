"""The model's own description, as a piece of a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

PACKAGE = Path(__file__).resolve().parents[2]

PLACES = (PACKAGE / "docs" / "ODD.md", PACKAGE.parent / "docs" / "ODD.md")
"""Where the description lies: in the installed package, or beside it in a checkout."""

DEEPER = 2
"""By how many levels its headings stand below the page's."""


@cache
def description() -> str:
    """Return the description as HTML; nothing where it does not lie at hand."""
    for path in PLACES:
        if path.is_file():
            return rendered(path.read_text(encoding="utf-8"))
    return ""


def rendered(text: str) -> str:
    """Turn Markdown into HTML; HTML in it stays text, what is wide scrolls in its place."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = made.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + DEEPER)}"
    for token in (each for parent in tokens for each in parent.children or ()):
        if token.type == "link_open" and not str(token.attrGet("href")).startswith("http"):
            token.attrs.pop("href")  # what lies beside the document does not lie beside the page
    html: str = made.renderer.render(tokens, made.options, {})
    html = html.replace("<pre>", '<pre tabindex="0">')
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    return html.replace("</table>", "</table></div>")
