"""Every language says what English says: the same keys, with the same fields, and every record."""

from __future__ import annotations

import re
import string

import pytest

from asmsim.records import default_library
from tests.contracts.languages import (
    FOLDER,
    OTHERS,
    STATED,
    catalogue,
    changed,
    may_be_english,
    wanted,
)

HOW = (
    "A new text goes into messages/en.toml and, in the same change, under the same key and with "
    "the same {fields}, into every other language; texts of records into the other ones alone."
)


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


@pytest.mark.parametrize("lang", ["en", *OTHERS])
def test_percentages_are_written_in_one_way(lang: str) -> None:
    gap = catalogue(lang)["meta.percent"].removeprefix("{n}").removesuffix("%")
    other = re.compile(rf"[\d}}](?!{gap}%)\s?%")
    said = {**wanted(), **catalogue(lang)} if lang == "en" else catalogue(lang)
    plain = {key: re.sub(r"\{\w+:[^}]*\}", "{}", text) for key, text in said.items()}
    found = [key for key, text in plain.items() if other.search(text)]
    assert not found, f"{lang} writes {gap!r} before %, but not in {', '.join(found)}"


TOLD_TO_ALL = ("parameter.", "lever.", "programme.", "scenario.", "context.", "outcome.", "group.")
CODE = re.compile(r"\b[a-z]+_[a-z]|\b[a-z]{3,}\.[a-z]|\bdose 1\b|\bdosis 1\b")


@pytest.mark.parametrize("lang", ["en", *OTHERS])
def test_what_records_say_holds_no_codes(lang: str) -> None:
    """Names of levers and parameters stand behind what they are called, never in its place."""
    said = wanted() if lang == "en" else catalogue(lang)
    told = {key: text for key, text in said.items() if key.startswith(TOLD_TO_ALL)}
    found = {key: text for key, text in told.items() if CODE.search(text)}
    assert len(told) > 500
    assert not found


def test_every_text_stands_in_a_language_that_is_offered() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert folders <= set(default_library().languages)


def test_translations_are_of_what_the_english_says_now() -> None:
    stale = changed(STATED.read_text(encoding="utf-8"))
    assert not stale, (
        f"the English of {', '.join(stale)} changed: let the other languages say the same, then "
        "state it with `python -m tests.contracts.languages`"
    )


def test_a_changed_text_is_found() -> None:
    stated = STATED.read_text(encoding="utf-8").replace("verdict.better ", "verdict.better 0")
    assert changed(stated) == ["verdict.better"]
