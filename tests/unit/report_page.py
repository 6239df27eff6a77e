"""Reads a report's page as a program does: its texts, its tables and the order of its headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "br", "link", "input", "hr"}


@dataclass
class Element:
    """An element of the page with what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """All text within, on one line."""
        parts = [each if isinstance(each, str) else each.text() for each in self.children]
        return " ".join("".join(parts).split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element within that has this tag and these attributes, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
                if tag in ("", child.tag) and wanted.items() <= child.attributes.items():
                    found.append(child)
                found += child.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(text: str) -> Element:
    """Read a page; an element that is not closed, or closes another, is an error."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, reader.open[-1].tag
    return reader.root
