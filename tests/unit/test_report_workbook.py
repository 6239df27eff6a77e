"""The workbook holds the same numbers, runs nothing, and is the same bytes for the same results."""

from __future__ import annotations

import io
import re
import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from asmsim.records import Library, default_library
from asmsim.report.choice import choose
from asmsim.report.workbook import Sheet, _fill, timeless, workbook
from asmsim.report.yearly import yearly
from asmsim.studies.compare import run_study
from asmsim.studies.comparison import Comparison
from tests.unit.fake_engine import FakeRun, study_of, work, write_library

LINES = pd.DataFrame(
    {"line": ["bribe"], "payer": ["people"], "payee": ["officials"], "usd": [300.0]}
)
COHORT = pd.DataFrame(
    {"cohort_month": [2, 3], "months_later": [12, 12], "place": ["away"] * 2, "people": [4, 6]}
)
GROUP = {"grouping": ["all"], "group": ["all"], "people": [10], "winners": [2], "losers": [1]}


def with_details(plan, context, number):
    """Add details: of the second of two replicates half the people, and nobody evicted."""
    for name, run in work(plan, context, number):
        group = pd.DataFrame(GROUP | {"gain_usd": [30.0]})
        if number:
            group[["people", "winners", "gain_usd"]] = [5, 1, 0.0]
        details = {"accounts": LINES, "groups": group}
        details |= {} if number else {"displaced": COHORT}
        yield name, FakeRun(run.summary, run.series, details)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def found(library: Library) -> Comparison:
    study = study_of(replicates=2, months=24)
    return run_study(study, library=library, work=with_details, workers=1)


def made(found: Comparison, **shown: list[str]) -> bytes:
    words = default_library().messages()
    choice = choose(found, **shown)
    return workbook(found, choice, words, default_library(), yearly(found))


def sheet(file: bytes, name: str) -> pd.DataFrame:
    """Read a sheet back as a table."""
    rows = list(load_workbook(io.BytesIO(file))[name].values)
    return pd.DataFrame(rows[1:], columns=rows[0])


def test_it_has_a_sheet_for_each_kind_of_number(found: Comparison) -> None:
    assert load_workbook(io.BytesIO(made(found))).sheetnames == [
        "About",
        "Contrasts",
        "Outcomes by run",
        "Means by year",
        "Accounts, means",
        "Displaced, means",
        "Groups, means",
        "Parameters",
    ]


def test_its_numbers_are_those_of_the_results(found: Comparison) -> None:
    file = made(found)
    table = sheet(file, "Contrasts")
    for column in ("reference_mean", "difference", "low", "p_holm"):
        numbers = pd.to_numeric(table[column]).to_numpy()
        pd.testing.assert_series_equal(
            pd.Series(numbers), pd.Series(found.contrasts[column].to_numpy(float))
        )
    assert table["verdict"].tolist() == found.contrasts["verdict"].tolist()
    runs = sheet(file, "Outcomes by run")
    wanted = found.runs["income"].tolist()
    assert runs["income"].tolist() == pytest.approx(wanted, rel=1e-15)
    assert runs["seed"].tolist() == [str(seed) for seed in found.runs["seed"]]
    assert runs["missing"].isna().all()


def test_details_are_means_over_runs(found: Comparison) -> None:
    file = made(found, contexts=["here"], scenarios=["force"])
    assert sheet(file, "Accounts, means")["usd"].tolist() == [300.0, 300.0]
    displaced = sheet(file, "Displaced, means")
    assert displaced[["months_later", "people"]].to_numpy().tolist() == [[12, 5.0], [12, 5.0]]
    groups = sheet(file, "Groups, means").iloc[0]
    assert (groups["people"], groups["winners"], groups["losers"]) == (7.5, 1.5, 1.0)
    assert groups["gain_usd"] == pytest.approx(20.0)


def test_it_holds_what_is_shown(found: Comparison) -> None:
    file = made(found, contexts=["here"], scenarios=["help"], outcomes=["income"])
    assert sheet(file, "Contrasts")[["scenario", "outcome"]].to_numpy().tolist() == [
        ["help", "income"]
    ]
    assert set(sheet(file, "Means by year")["scenario"]) == {"alone", "help"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "a\x00b"])
def test_a_text_is_never_a_formula(text: str) -> None:
    book = Workbook(write_only=True)
    _fill(book, Sheet("one", ["name"], [[text], [3.5]]))
    file = io.BytesIO()
    book.save(file)
    cell = load_workbook(file)["one"]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x00", " ")
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@"))
    assert load_workbook(file)["one"]["A3"].value == 3.5


def test_the_same_results_are_the_same_bytes_on_any_day(found: Comparison) -> None:
    file = made(found)
    with zipfile.ZipFile(io.BytesIO(file)) as inside:
        assert {entry.date_time for entry in inside.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = inside.read("docProps/core.xml").decode()
    days = re.findall(r">(\d{4}-\d\d-\d\d)T", core)
    assert days == ["1980-01-01"] * 2
    other = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            later = before.read(name).replace(b"1980-01-01T00:00:00Z", b"2031-05-06T07:08:09Z")
            after.writestr(name, later)
    assert timeless(other.getvalue()) == file
