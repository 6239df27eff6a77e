"""The reference pages say what the records say, name every one of them, and lead to their rows."""

import re

import pytest

from asmsim.levers import registry
from asmsim.records.library import default_library
from tests.contracts import reference, rows
from tests.contracts.modules import ROOT

LIBRARY = default_library()
NAMED = {
    "levers": registry(),
    "programmes": LIBRARY.programmes,
    "contexts": LIBRARY.contexts,
    "parameters": LIBRARY.parameters,
    "outcomes": LIBRARY.outcomes,
    "standards": [
        f"{name}.{each.id}"
        for name, standard in LIBRARY.standards.items()
        for each in standard.requirements
    ],
}


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_is_what_the_records_say(name: str) -> None:
    stated = (reference.FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert stated == reference.PAGES[name](), "if meant: python -m tests.contracts.update"


def test_there_is_a_page_of_each_and_no_other() -> None:
    files = {path.stem for path in reference.FOLDER.iterdir()}
    assert files == set(reference.PAGES) == set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_every_record_has_its_place(name: str) -> None:
    text = reference.PAGES[name]()
    assert [each for each in NAMED[name] if f"`{each}`" not in text] == []


def test_rows_named_in_records_exist() -> None:
    known = {*rows.listed(), "S3"}  # both ways of cohabitation
    for name, made in reference.PAGES.items():
        linked = re.findall(r"\[(\w+)\]\(\.\./rows\.md#\w+\)", made())
        assert set(linked) <= known, name


def test_every_lever_and_programme_names_its_row() -> None:
    sources = {name: lever.source for name, lever in registry().items()}
    sources |= {name: each.row or each.source for name, each in LIBRARY.programmes.items()}
    assert [name for name, source in sources.items() if not reference.named_rows(source)] == []


def test_links_lead_somewhere() -> None:
    anchors = set(re.findall(r'<a id="([^"]+)">', rows.page()))
    for name, made in reference.PAGES.items():
        for target in re.findall(r"\]\(([^)]+)\)", made()):
            path, _, anchor = target.partition("#")
            assert (reference.FOLDER / path).resolve().is_relative_to(ROOT), name
            assert (reference.FOLDER / path).exists(), (name, target)
            assert not anchor or anchor in anchors, (name, target)


def test_ids_in_a_text_become_links() -> None:
    assert reference.linked("series (R3, S3a)") == (
        "series ([R3](../rows.md#r3), [S3a](../rows.md#s3a))"
    )
    assert reference.linked("IRMA R0 P100 3T RX1 CASE3") == "IRMA R0 P100 3T RX1 CASE3"
