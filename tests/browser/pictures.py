"""``python -m tests.browser.pictures [FOLDER]``: photographs the pages.

Without a folder it renews docs/browser.png, which the README shows. With one it puts every page
there, in both themes, at the width of a desk and of a phone, and in each language.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from asmsim.app.view import View, link
from tests.browser.serving import ROOT, chromium, serving

README = ROOT / "docs" / "browser.png"
WIDTHS = {"desk": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}
THEMES = ("light", "dark")
LONG = 300_000

VIEWS = {
    "compare": View(replicates=20),
    "explore": View(
        page="explore", miners=3000, months=144, month=60, stance="confrontation", colour="status"
    ),
    "evidence": View(page="evidence"),
}
READY = {
    "compare": f"#all-outcomes[data-pairs='{VIEWS['compare'].replicates}']",
    "explore": "figure.line",
    "evidence": "details[data-group]",
}


class Picture(NamedTuple):
    """What is photographed."""

    page: str
    width: str
    theme: str
    language: str

    @property
    def name(self) -> str:
        """Of its file."""
        return "-".join(self)


def pictures(languages: list[str]) -> Iterator[Picture]:
    """Yield every picture there is to take."""
    for page in VIEWS:
        for language in languages:
            for width in WIDTHS:
                for theme in THEMES:
                    yield Picture(page, width, theme, language)


def taken(browser: Any, server: str, picture: Picture, *, whole: bool = True) -> bytes:
    """Photograph a page."""
    view = VIEWS[picture.page].with_(theme=picture.theme, language=picture.language)
    context = browser.new_context(viewport=WIDTHS[picture.width])
    context.set_default_timeout(LONG)
    page = context.new_page()
    page.goto(f"{server}/{view.page}?view={link(view)}")
    page.wait_for_selector(READY[view.page], state="attached")
    page.wait_for_load_state("networkidle")
    found: bytes = page.screenshot(full_page=whole)
    context.close()
    return found


def main() -> None:
    """Photograph."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where every page goes")
    parser.add_argument("--languages", nargs="*", default=["en"])
    asked = parser.parse_args()
    with serving(workers=2) as server, chromium() as browser:
        if asked.folder is None:
            whole = taken(
                browser, server.address, Picture("explore", "desk", "light", "en"), whole=False
            )
            seen = Image.open(io.BytesIO(whole)).convert("RGB")
            few = seen.quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(README, optimize=True)
            return
        asked.folder.mkdir(parents=True, exist_ok=True)
        for each in pictures(asked.languages):
            file = asked.folder / f"{each.name}.png"
            file.write_bytes(taken(browser, server.address, each))


if __name__ == "__main__":
    main()
