"""SOURCES.md names what every record cites, and no grade claims more than its source."""

import re
from typing import Any

from asmsim.levers import registry
from asmsim.records.library import default_library
from tests.contracts.modules import PACKAGE

SOURCES = (PACKAGE / "library" / "SOURCES.md").read_text(encoding="utf-8")
UNCHECKED = ("general knowledge", "assumption", "by definition")


def cited() -> list[str]:
    """Return how records cite the sources listed: the first cells of the tables."""
    cells = re.findall(r"^\| ([^|`]+?) \|", SOURCES, re.MULTILINE)
    return [key for cell in cells for key in cell.split("; ") if key.strip("- ")]


def unlisted(source: str) -> bool:
    """Tell whether a record's source is not listed."""
    return not any(key in source for key in cited())


def test_what_records_cite_is_listed() -> None:
    library = default_library()
    records: list[Any] = [
        *library.parameters.values(),
        *library.contexts.values(),
        *library.scenarios.values(),
        *library.programmes.values(),
        *library.standards.values(),
        *registry().values(),
    ]
    assert {record.name: record.source for record in records if unlisted(record.source)} == {}
    said = [(each.name, value) for each in library.contexts.values() for value in each.parameters]
    assert {
        f"{place}: {value.name}": value.source for place, value in said if unlisted(value.source)
    } == {}


def test_a_source_that_is_not_listed_is_found() -> None:
    assert unlisted("a blog post of 2019")
    assert not unlisted("computed from IPIS mine-site visits")


def test_what_was_not_checked_has_the_lowest_grade() -> None:
    records = default_library().parameters.values()
    unchecked = [record for record in records if record.source.startswith(UNCHECKED)]
    assert unchecked
    assert [record.name for record in unchecked if record.grade != "D"] == []
    contexts = default_library().contexts.values()
    values = [value for context in contexts for value in context.parameters]
    unchecked = [value for value in values if value.source.startswith(UNCHECKED)]
    assert unchecked
    assert [value.name for value in unchecked if value.grade != "D"] == []
