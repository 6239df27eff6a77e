"""Texts in another language: of messages, of records, and what happens where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from asmsim.errors import UnknownName
from asmsim.levers import registry
from asmsim.records import Library, Messages, Scenario, default_library
from asmsim.report.appendix import CHOICES, chosen

LIBRARY = default_library()
FRENCH = LIBRARY.messages("fr")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A user's own folder: a stance under a name of the library's, and words in two languages."""
    (tmp_path / "messages").mkdir()
    (tmp_path / "scenarios").mkdir()
    scenario = 'title = "Mine"\nstance = "a"\nsource = "a test"\n'
    (tmp_path / "scenarios" / "coexistence.toml").write_text(scenario, encoding="utf-8")
    (tmp_path / "scenarios" / "ours.toml").write_text(scenario, encoding="utf-8")
    french = '[scenario]\nours.title = "La nôtre"\n'
    (tmp_path / "messages" / "fr.toml").write_text(french, encoding="utf-8")
    swahili = '[verdict]\nbetter = "bora"\n[scenario]\nours.title = "Yetu"\n'
    (tmp_path / "messages" / "sw.toml").write_text(swahili, encoding="utf-8")
    return tmp_path


def test_a_record_speaks_the_language_and_keeps_its_numbers() -> None:
    outcome = LIBRARY.outcome("formal_share")
    told = FRENCH.translated(outcome)

    assert told.title == "Mineurs formels"
    same = {"title", "meaning"}
    assert told.model_dump(exclude=same) == outcome.model_dump(exclude=same)
    assert LIBRARY.messages().translated(outcome) is outcome
    lever = FRENCH.translated(registry()["training"])
    assert lever.title != registry()["training"].title
    assert lever.effects is registry()["training"].effects


def test_a_standard_is_translated_with_what_it_asks() -> None:
    told = FRENCH.translated(LIBRARY.standards["icmm"])

    assert told.requirements[0].title == "Avec l’État, de meilleures pratiques"
    assert told.requirements[0].levers == LIBRARY.standards["icmm"].requirements[0].levers


def test_a_scenario_with_programmes_is_named_by_all_of_them() -> None:
    told = FRENCH.translated(LIBRARY.scenario("hands_off+solidaridad+egc"))

    assert told.title == "Laisser-faire + Solidaridad + Entreprise Générale du Cobalt"
    assert told == LIBRARY.told(FRENCH).scenario("hands_off+solidaridad+egc")


def test_who_goes_by_a_name_of_the_librarys_speaks_for_himself(mine: Path) -> None:
    library = Library([mine])
    words = library.messages("fr")

    assert words.translated(library.scenario("coexistence")).title == "Mine"
    assert words.translated(library.scenario("ours")).title == "La nôtre"
    assert words.translated(library.scenario("hands_off")).title == "Laisser-faire"
    made = Scenario(name="hands_off", title="Made here", source="a test")
    assert FRENCH.translated(made).title == "Made here"


def test_any_language_may_be_added_and_falls_back_to_english(mine: Path) -> None:
    library = Library([mine])
    words = library.messages("sw")

    assert library.languages == ("en", "es", "fr", "sw")
    assert words.text("verdict.better") == "bora"
    assert words.text("verdict.worse") == "worse"
    assert (words.locale, words.text("meta.language")) == ("sw", "sw")
    assert words.translated(library.scenario("ours")).title == "Yetu"
    assert words.translated(library.scenario("hands_off")).title == "Hands-off"
    with pytest.raises(UnknownName, match="unknown language 'de'"):
        library.messages("de")


def test_a_told_library_holds_the_same_numbers() -> None:
    told = LIBRARY.told(FRENCH)

    assert told.digest() == LIBRARY.digest()
    assert told.resolve("gold_generic") == LIBRARY.resolve("gold_generic")
    assert told.contexts["ghana_gold"].title == "L’or au Ghana"


def test_numbers_are_written_as_the_language_does() -> None:
    spanish = LIBRARY.messages("es")

    assert FRENCH.percent(0.125, 1) == "12,5\u202f%"
    assert FRENCH.number(1234.5, 1) == "1\u202f234,5"
    assert FRENCH.listing(["a", "b", "c"]) == "a, b et c"
    assert spanish.percent(0.5) == "50\xa0%"
    assert spanish.amount("50", "%") == spanish.percent(0.5)
    assert FRENCH.amount("8,9", "%") == "8,9\u202f%"
    assert FRENCH.amount("8,9", "km") == "8,9 km"
    assert spanish.listing(["a", "b", "c"]) == "a, b y c"
    assert [words.unit("USD/year") for words in (FRENCH, spanish)] == ["USD/an", "USD/año"]


@pytest.mark.parametrize(
    ("lang", "meta", "written"),
    [
        ("tr", {}, "%12,5"),
        ("eu", {}, "%\xa012,5"),
        ("en", {"percent": "%{n}"}, "%12.5"),
        ("en", {"percent": "{n} per cent"}, "12.5 per cent"),
    ],
)
def test_the_sign_of_percent_stands_where_the_language_has_it(
    lang: str, meta: dict[str, str], written: str
) -> None:
    words = Messages(lang, [{"meta": meta}])
    assert words.percent(0.125, 1) == written
    assert words.amount(words.number(12.5), "%") == written


def test_a_text_says_how_its_numbers_are_written() -> None:
    words = Messages("fr", [{"a": "{n:.0} gardes, {p:.1%}, {q:%}, {r}"}])

    text = words.said("a", n=3.7, p=0.251, q=0.5, r=1234)
    assert text == "4 gardes, 25,1\xa0%, 50\xa0%, 1\u202f234"


@pytest.mark.parametrize("lang", [each for each in LIBRARY.languages if each != "en"])
def test_what_a_parameter_may_choose_has_words(lang: str) -> None:
    words = LIBRARY.messages(lang)
    choices = {str(c) for each in LIBRARY.parameters.values() for c in each.choices or ()}
    assert choices
    found = {each: [f"{table}.{each}" in words for table in CHOICES] for each in choices}
    assert [each for each, tables in found.items() if not any(tables)] == []
    assert chosen("a_new_one", words) == "a new one"


def test_a_source_that_many_numbers_have_is_told_in_the_language() -> None:
    assert FRENCH.source("assumption") == "hypothèse"
    assert FRENCH.source("RMI list (P4)") == "RMI list (P4)"
    sources = [each.source for each in LIBRARY.parameters.values()]
    told = [each for each in sources if FRENCH.source(each) != each]
    assert len(told) > len(sources) / 2
