"""Every language says what English says: the same keys, with the same fields, and every record."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache

import pytest

from asmsim.levers import registry
from asmsim.records import default_library, toml
from asmsim.records.library import PACKAGED
from asmsim.records.messages import flat
from asmsim.records.translation import texts
from asmsim.report.appendix import COUPLING
from asmsim.report.law import LAWS
from asmsim.studies.plan import CARATS

FOLDER = PACKAGED / "messages"
OTHERS = tuple(each for each in default_library().languages if each != "en")

HOW = (
    "A new text goes into messages/en.toml and, in the same change, under the same key and with "
    "the same {fields}, into every other language; texts of records into the other ones alone."
)


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the texts of one language alone."""
    files = (FOLDER / f"{lang}.toml", *sorted((FOLDER / lang).glob("*.toml")))
    return flat([toml.read(path) for path in files])


@cache
def wanted() -> Mapping[str, str]:
    """Return all that a language has to say, in English: messages, and the texts of records."""
    library = default_library()
    records = [*library.parameters.values(), *library.outcomes.values()]
    units = {
        part for unit in [CARATS, *(each.unit for each in records)] for part in unit.split("/")
    }
    minerals = library.parameters["mineral.name"].choices or ()
    groups = {name.partition(".")[0] for name in library.parameters}
    levers = dict(text for lever in registry().values() for text in texts(lever))
    return {
        **catalogue("en"),
        **library.texts,
        **levers,
        **{f"unit.{unit}": unit for unit in units if not unit.isdigit() and unit},
        **{f"group.{group}": group for group in groups},
        **{f"mineral.{name}": str(name) for name in minerals},
    }


def may_be_english() -> set[str]:
    """Return the keys of what only specialists look up: parameters that no page asks about."""
    records = default_library().parameters.values()
    asked = {each.name for each in records if COUPLING in each.source or each.name.startswith(LAWS)}
    return {key for each in records if each.name not in asked for key, _ in texts(each)}


def fields(text: str) -> list[str]:
    """Return the fields that a text is filled with, and how."""
    return sorted(f"{name}:{how}" for _, name, how, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_says_everything(lang: str) -> None:
    missing = sorted(wanted().keys() - may_be_english() - catalogue(lang).keys())
    assert not missing, f"{lang} lacks {', '.join(missing)}. {HOW}"


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_says_nothing_that_is_gone(lang: str) -> None:
    surplus = sorted(catalogue(lang).keys() - wanted().keys())
    assert not surplus, f"{lang} has, and English has not: {', '.join(surplus)}. {HOW}"


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_has_the_same_fields(lang: str) -> None:
    own, english = catalogue(lang), catalogue("en")
    other = [key for key in english.keys() & own if fields(own[key]) != fields(english[key])]
    assert not other, f"{lang} differs in the fields of {', '.join(sorted(other))}. {HOW}"


@pytest.mark.parametrize("lang", OTHERS)
def test_no_text_was_left_in_english(lang: str) -> None:
    own, words = catalogue(lang), re.compile(r"\b[a-z]{2,}\b(?!\})")
    same = [
        key
        for key, text in wanted().items()
        if own.get(key) == text and len(words.findall(text)) > 3
    ]
    assert not same, f"{lang} says the same as English under {', '.join(sorted(same))}"


@pytest.mark.skipif("fr" not in OTHERS, reason="there is no French yet")
def test_french_marks_stand_after_a_narrow_space() -> None:
    """A no-break space keeps a mark on the line of its word, as French typesetters have it."""
    loose = re.compile(r"[^\s\u202f{}][:;?!»](?=\s|$)|[ \u00a0][:;?!»%](?=\s|$|[).,])|«[^\u202f]")
    found = [key for key, text in catalogue("fr").items() if loose.search(text)]
    assert not found, f"write U+202F before : ; ? ! » % and after « in {', '.join(found)}"


def test_every_text_stands_in_a_language_that_is_offered() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert folders <= set(default_library().languages)
