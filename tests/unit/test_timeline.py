"""A timeline is read from TOML or CSV alike; what is wrong in it is named with file and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from asmsim.cli import options
from asmsim.errors import BadFile
from asmsim.records import Library, Shock
from asmsim.records.timeline import timeline
from asmsim.studies.design import Study
from tests.unit.fake_engine import plan_of, write_library

TOML = """
[[shocks]]
name = "security"
value = 0.5
start = 24
end = 36
where = ["concession_core", 12]

[[shocks]]
name = "price.path"
value = "constant"
start = 3

[[shocks]]
name = "law.lease"
value = true
start = 0
where = "open"
"""
CSV = """name,value,start,end,where
security,0.5,24,36,concession_core;12
price.path, constant ,3,,
 law.lease ,true,0,,open
"""
SHOCKS = [
    Shock("security", 0.5, 24, 36, ["concession_core", 12]),
    Shock("price.path", "constant", 3),
    Shock("law.lease", True, 0, where="open"),
]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize(("name", "text"), [("a.toml", TOML), ("a.CSV", CSV), ("a.csv", "﻿" + CSV)])
def test_both_forms_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    found = list(timeline(written(tmp_path, name, text)))
    assert [shock for _, shock in found] == SHOCKS


@pytest.mark.parametrize("text", ["", "name,value,start,end,where\n"])
def test_an_empty_file_has_no_shocks(tmp_path: Path, text: str) -> None:
    assert list(timeline(written(tmp_path, "a.csv", text))) == []
    assert list(timeline(written(tmp_path, "a.toml", ""))) == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.toml", "[[shocks]", "is not valid TOML"),
        ("a.toml", "[[shock]]\nname = 'a'", "shock: unknown key\nAllowed: shocks"),
        ("a.toml", "shocks = 3", "shocks: is not a list"),
        ("a.toml", "shocks = [3]", "shocks[1]: is not a table"),
        ("a.toml", "[[shocks]]\nname = 'a'\nvalue = 1", "shocks[1].start: is missing"),
        (
            "a.toml",
            "[[shocks]]\nname = 'a'\nvalue = 1\nstart = 1\nplace = 'x'",
            "shocks[1].place: unknown key",
        ),
        (
            "a.toml",
            "[[shocks]]\nname = 'a'\nvalue = 1\nstart = 1\nedn = 3",
            "shocks[1].edn: unknown key; did you mean 'end'?",
        ),
        (
            "a.toml",
            "[[shocks]]\nname = 'a'\nvalue = 1\nstart = 3\nend = 2",
            "shocks[1].end: 2 is not after the start, 3\nAllowed: at least 4",
        ),
        ("a.toml", "[[shocks]]\nname = 'a b'\nvalue = 1\nstart = 3", "shocks[1].name: "),
        ("a.csv", "name,value,start\na,1,soon\n", "line 2.start: 'soon' cannot be used"),
        ("a.csv", "name,value,start\na,1\n", "line 2.start: is missing"),
        ("a.csv", "name,value,start\na,1,2,3,4\n", "line 2.a cell too many: unknown key"),
        ("a.csv", "name,vale,start\na,1,2\n", "line 2.vale: unknown key; did you mean 'value'?"),
        ("a.csv", 'name,value,start\n"a,1,2\n', "is not valid CSV"),
        ("a.csv", "name,value,start,where\na,1,2,open ground\n", "line 2.where: "),
        ("a.txt", "", "is no timeline of shocks\nAllowed: a file .toml or .csv"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(BadFile) as caught:
        list(timeline(path))
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path) -> None:
    for name in ("gone.csv", "gone.toml"):
        with pytest.raises(BadFile, match="there is no such file"):
            list(timeline(tmp_path / name))
    (tmp_path / "bytes.csv").write_bytes(b"name\xff,")
    with pytest.raises(BadFile, match="is not UTF-8 text"):
        list(timeline(tmp_path / "bytes.csv"))


# --- in a study -----------------------------------------------------------------------------------

FAKE = "name,value,start,end\nfake.size,2,3,5\nfake.size,4,5,\n"


def test_a_plan_holds_what_its_files_say_among_the_others(library: Library, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", FAKE)
    found = plan_of(library, shocks=["fake.size=1@0:2", path, str(path)[:-3] + "csv"])
    read = [Shock("fake.size", 2.0, 3, 5), Shock("fake.size", 4.0, 5)]
    assert found.shocks == (Shock("fake.size", 1.0, 0, 2), *read, *read)


def test_a_study_file_names_a_timeline_from_its_own_folder(tmp_path: Path) -> None:
    path = written(tmp_path, "elections.csv", FAKE)
    written(tmp_path, "study.toml", 'shocks = ["elections.csv", "fake.size=1@2"]')
    assert Study.read(tmp_path).shocks == (path.resolve(), Shock("fake.size", 1, 2))
    written(tmp_path, "study.toml", 'shocks = "elections.csv"')
    assert Study.read(tmp_path).shocks == (path.resolve(),)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "fake.sise,2,3",
            "line 2: unknown parameter or lever 'fake.sise'; did you mean 'fake.size'?",
        ),
        ("fake.size,20,3", "line 2: 20 cannot be used\nAllowed: a number from 0 to 10"),
        ("security,2,3", "line 2: 2 cannot be used\nAllowed: a dose from 0 to 1"),
        ("fake.size,2,300", "line 2: fake.size=2@300 starts after the end of 6 months"),
    ],
)
def test_what_a_file_names_is_looked_up(
    library: Library, tmp_path: Path, row: str, message: str
) -> None:
    path = written(tmp_path, "a.csv", f"name,value,start\n{row}\n")
    with pytest.raises(Exception, match="line 2") as caught:
        plan_of(library, shocks=[path])
    assert str(caught.value).startswith(f"{path}: {message}")
    named = options.named(caught.value, ("shocks",))
    assert str(named) == str(caught.value), "the option does not hide the file"


def test_places_of_an_option_may_be_told_apart_by_commas() -> None:
    texts = ["a.b=1@2 in open, 12,security=1@3,c.d=x@4 in gold", "e=1@2"]
    assert options.shocks(texts, ["one.csv"]) == [
        "a.b=1@2 in open,12",
        "security=1@3",
        "c.d=x@4 in gold",
        "e=1@2",
        Path("one.csv"),
    ]
    assert options.shocks(["a.b=1@2,open"], None) == ["a.b=1@2", "open"]
