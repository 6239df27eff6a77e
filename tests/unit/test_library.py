"""The library reads folders, lets later ones replace, and names the file of every mistake."""

import datetime as dt
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

from asmsim.errors import AsmsimError, BadFile, BadValue, UnknownName
from asmsim.records import Context, Library, Messages, Scenario, Shock, default_library
from asmsim.records.library import PACKAGED


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


WORK = """
[crowding]
value = 0.2
unit = "1"
range = [0.1, 0.5]
grade = "C"
source = "reasoned"
meaning = "how a crowd slows each other"
off = 0.0

[days]
value = 17
unit = "days/month"
range = [10, 25]
grade = "B"
source = "survey"
meaning = "days mined in a month"
"""
PLACE = """
title = "A place"
source = "here"
[[parameters]]
name = "work.crowding"
value = 0.3
grade = "C"
source = "there"
reason = "narrow pits"
"""
STANCE = """
title = "Guards"
stance = "S1"
source = "here"
[[levers]]
lever = "security"
dose = 0.5
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "library"
    write(root, "parameters/work.toml", WORK)
    write(root, "contexts/place.toml", PLACE)
    write(root, "scenarios/guards.toml", STANCE)
    write(root, "messages/en.toml", '[run]\ndone = "{n} runs done"\n')
    return root


def test_parameters_are_named_by_file_and_table(folder: Path) -> None:
    library = Library(root=folder)

    assert list(library.parameters) == ["work.crowding", "work.days"]
    assert library.parameters["work.days"].value == 17


def test_values_come_from_library_then_context_then_overrides(folder: Path) -> None:
    library = Library(root=folder)

    assert library.resolve("place") == {"work.crowding": 0.3, "work.days": 17}
    assert library.resolve("place", {"work.days": 20.0}) == {"work.crowding": 0.3, "work.days": 20}


def test_a_users_folder_adds_and_replaces(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    write(mine, "scenarios/guards.toml", STANCE.replace("Guards", "My guards"))
    write(mine, "scenarios/talks.toml", STANCE.replace("security", "engagement"))
    write(mine, "parameters/work.toml", WORK.replace("value = 17", "value = 12"))

    library = Library([mine], root=folder)

    assert library.scenarios["guards"].title == "My guards"
    assert list(library.scenarios) == ["guards", "talks"]
    assert library.resolve("place") == {"work.crowding": 0.3, "work.days": 12}
    assert library.digest() != Library(root=folder).digest()


def test_names_paths_and_objects_are_all_taken(folder: Path) -> None:
    library = Library(root=folder)
    path = folder / "scenarios" / "guards.toml"

    by_name = library.scenario("guards")

    assert library.scenario(path) == library.scenario(str(path)) == by_name
    assert library.scenario(by_name) is by_name
    assert library.context(folder / "contexts" / "place.toml") == library.context("place")


def test_unknown_names_are_refused_with_the_nearest(folder: Path) -> None:
    library = Library(root=folder)

    with pytest.raises(UnknownName, match=r"unknown scenario 'gaurds'; did you mean 'guards'?"):
        library.scenario("gaurds")
    with pytest.raises(UnknownName, match=r"unknown context 'plaice'; did you mean 'place'?"):
        library.context("plaice")
    with pytest.raises(UnknownName, match=r"unknown parameter 'crowding'; .*'work.crowding'?"):
        library.resolve("place", {"crowding": 0.2})
    with pytest.raises(UnknownName, match=r"unknown language 'eng'; did you mean 'en'?"):
        library.messages("eng")
    with pytest.raises(BadFile, match=r"nowhere\.toml: there is no such file"):
        library.scenario("nowhere.toml")


def test_a_scenarios_levers_are_checked_against_those_there_are(folder: Path) -> None:
    library = Library(root=folder)

    with pytest.raises(UnknownName) as caught:
        library.scenario("guards", levers=["securities", "zoning"])

    assert str(caught.value) == (
        f"{folder / 'scenarios' / 'guards.toml'}: levers: unknown lever 'security'; "
        "did you mean 'securities'?\nAllowed: securities, zoning"
    )


def test_overrides_are_checked(folder: Path) -> None:
    with pytest.raises(BadValue) as caught:
        Library(root=folder).resolve("place", {"work.days": 40})

    assert str(caught.value) == (
        "work.days: 40 cannot be used\nAllowed: a whole number from 10 to 25 days/month"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("parameters/work.toml", "[crowding", "{file}: is not valid TOML: "),
        ("parameters/work.toml", "crowding = 3", "{file}: crowding: is not a table"),
        (
            "parameters/work.toml",
            WORK.replace("unit", "unti", 1),
            "{file}: crowding.unti: unknown key; did you mean 'unit'?\nAllowed: value, unit, ",
        ),
        (
            "parameters/work.toml",
            WORK.replace('grade = "C"\n', ""),
            "{file}: crowding.grade: is missing",
        ),
        (
            "parameters/work.toml",
            WORK.replace("value = 17", "value = 99"),
            "{file}: days.value: 99 cannot be used\nAllowed: a whole number from 10 to 25",
        ),
        (
            "parameters/work.toml",
            WORK.replace("[days]", '[days]\nname = "x.y"'),
            "{file}: days.name: may not be given: the file's place gives it (work.days)",
        ),
        (
            "contexts/place.toml",
            PLACE.replace("work.crowding", "work.crowd"),
            "{file}: parameters: unknown parameter 'work.crowd'; did you mean 'work.crowding'?",
        ),
        (
            "contexts/place.toml",
            PLACE.replace("0.3", "7"),
            "{file}: parameters.work.crowding: 7 cannot be used\nAllowed: a number from 0 to 0.5",
        ),
        (
            "scenarios/guards.toml",
            STANCE.replace("dose =", "dosis ="),
            "{file}: levers[1].dosis: unknown key; did you mean 'dose'?\nAllowed: lever, dose, ",
        ),
        (
            "scenarios/guards.toml",
            STANCE.replace("0.5", "5"),
            "{file}: levers[1].dose: 5 cannot be used\nAllowed: at most 1",
        ),
        (
            "scenarios/guards.toml",
            STANCE.replace("0.5", '"half"'),
            "{file}: levers[1].dose: 'half' cannot be used\nAllowed: a number",
        ),
        ("scenarios/guards.toml", "title = 3", "{file}: "),
    ],
)
def test_a_mistake_in_a_file_names_file_and_key(
    folder: Path, name: str, text: str, message: str
) -> None:
    file = write(folder, name, text)
    library = Library(root=folder)

    with pytest.raises(AsmsimError) as caught:
        _ = library.parameters, library.contexts, library.scenarios

    assert str(caught.value).startswith(message.format(file=file))


def test_a_file_that_is_not_text_is_refused(folder: Path) -> None:
    file = folder / "scenarios" / "bad.toml"
    file.write_bytes(b"title = '\xff\xfe'")

    with pytest.raises(BadFile, match=r"is not UTF-8 text"):
        Library(root=folder).scenario("bad")


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(BadFile, match=r"missing: is not a folder"):
        Library([folder / "missing"])


def test_shocks_know_parameters_and_levers(folder: Path) -> None:
    library = Library(root=folder)

    assert library.shock("work.days=20.0@3").value == 20
    assert library.shock("security=1@3:6", ["security"]) == Shock("security", 1, 3, 6)
    with pytest.raises(BadValue, match=r"work.days: 99 cannot be used\nAllowed: a whole number"):
        library.shock("work.days=99@3")
    with pytest.raises(BadValue, match=r"security: 2 cannot be used\nAllowed: a dose from 0 to 1"):
        library.shock("security=2@3", ["security"])
    with pytest.raises(UnknownName, match=r"unknown parameter or lever 'securty'; .*'security'"):
        library.shock("securty=1@3", ["security"])


def test_a_library_pickles_by_its_folders(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    write(mine, "parameters/extra.toml", WORK)
    library = Library([mine], root=folder)

    copy = pickled(library)

    assert copy.parameters == library.parameters
    assert copy.digest() == library.digest()


def test_words_and_numbers_do_not_enter_the_digest_alike(folder: Path) -> None:
    before = Library(root=folder).digest()
    write(folder, "messages/en.toml", '[run]\ndone = "all done"\n')
    assert Library(root=folder).digest() == before

    write(folder, "parameters/work.toml", WORK.replace("0.2", "0.25"))
    assert Library(root=folder).digest() != before


def test_annual_prices_are_read_or_refused_with_what_is_needed(folder: Path) -> None:
    assert Library(root=folder).annual_price == {}

    file = write(folder, "series/prices_annual.csv", "year,gold_usd_oz\n2015,1160.1\n")
    assert Library(root=folder).annual_price == {2015: 1160.1}

    for text in ("year,gold\n2015,1\n", "year,gold_usd_oz\n2015\n", "year,gold_usd_oz\n2015,x\n"):
        write(folder, "series/prices_annual.csv", text)
        with pytest.raises(BadFile) as caught:
            _ = Library(root=folder).annual_price
        assert str(caught.value) == (
            f"{file}: cannot be read\nAllowed: columns year and gold_usd_oz, a number in each"
        )


def test_objects_given_directly_are_checked_too(folder: Path) -> None:
    value = {"name": "work.days", "value": 99, "grade": "C", "source": "s", "reason": "r"}
    context = Context(name="mine", title="Mine", source="me", parameters=[value])

    with pytest.raises(BadValue, match=r"work.days: 99 cannot be used"):
        Library(root=folder).resolve(context)


def test_the_packaged_library_is_read_once() -> None:
    assert default_library() is default_library()


def test_messages_fill_their_fields(folder: Path) -> None:
    words = Library(root=folder).messages()

    assert words.text("run.done", n=3) == "3 runs done"
    assert "run.done" in words
    with pytest.raises(UnknownName, match=r"unknown message 'run.don'; did you mean 'run.done'?"):
        words.text("run.don")
    with pytest.raises(AsmsimError, match=r"message run.done: the text asks for 'n'"):
        words.text("run.done")


def test_numbers_and_dates_follow_the_language() -> None:

    english = default_library().messages()
    german = Messages("de", [])
    day = dt.date(2015, 1, 1)

    assert english.number(-12345.678, 1) == "-12,345.7"
    assert german.number(12345.678, 1) == "12.345,7"
    assert english.number(0.5) == "0.5"
    assert english.number(float("nan")) == english.text("number.missing")
    assert english.percent(0.125, 1) == "12.5%"
    assert english.month(day) == "Jan 2015"
    assert english.date(day) == "1 January 2015"
    assert german.month(day) == "Jan. 2015"
    assert english.duration(200) == "3 minutes"
    assert english.duration(0) == "1 second"
    assert english.listing(["a", "b", "c"]) == "a, b and c"


def test_every_packaged_scenario_is_a_scenario() -> None:
    assert all(isinstance(item, Scenario) for item in default_library().scenarios.values())


def test_every_word_the_code_asks_for_is_there() -> None:
    words = default_library().messages()
    asked = {
        key
        for path in PACKAGED.parent.rglob("*.py")
        for key in re.findall(
            r"\bspoken\(\)\.text\(\s*\"([a-z_.]+)\"", path.read_text(encoding="utf-8")
        )
    }

    assert len(asked) >= 20
    assert sorted(key for key in asked if key not in words) == []
