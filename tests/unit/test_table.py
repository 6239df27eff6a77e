"""The table of paired differences says in plain words and within 100 columns what was found."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pytest
from rich.console import Console

from asmsim.records import Library, Messages, default_library
from asmsim.report.table import render
from asmsim.studies.compare import run_study
from asmsim.studies.comparison import Comparison
from asmsim.studies.verdict import Verdict
from tests.unit.fake_engine import failing, study_of, work, write_library


@pytest.fixture(scope="module")
def words() -> Messages:
    return default_library().messages()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def found(library: Library) -> Comparison:
    study = study_of(replicates=20, contexts=("here",), months=24, policy_month=6)
    return run_study(study, library=library, work=work, workers=1)


def shown(found: Comparison, words: Messages, *, every: bool = False, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=100, color_system="standard" if colour else None)
    console.print(*render(found, words, every=every), sep="\n")
    return out.getvalue()


def row(text: str, title: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(title))


def test_rows_carry_means_difference_interval_and_verdict(
    found: Comparison, words: Messages
) -> None:
    lines = shown(found, words)
    income = found.contrasts.query("outcome == 'income' and scenario == 'force'").iloc[0]
    assert income["verdict"] == "worse"
    assert income["difference"] == pytest.approx(-2.0)
    cells = row(lines, "Income, USD").split()
    assert cells[-1] == "worse"
    assert cells[2:] == ["10.0", "8.0", "-2.0", "-2.0", "to", "-2.0", "worse"]


def test_it_says_against_what_where_when_and_how_sure(found: Comparison, words: Messages) -> None:
    lines = shown(found, words)
    assert "force, against alone, in here" in lines
    assert "20 pairs of runs with the same luck" in lines
    assert "policies from Jul 2015" in lines
    assert "Jan 2016 to Dec 2016" in " ".join(lines.split())
    assert "luck only: parameters at their central values" in lines


def test_what_does_not_differ_stands_below(found: Comparison, words: Messages) -> None:
    lines = shown(found, words)
    assert "No difference that matters: Output." in lines or "Deaths; Output." in lines
    assert "Not defined in enough pairs: Missing." in lines
    every = shown(found, words, every=True)
    assert "not defined" in row(every, "Missing")
    assert "no difference" in row(every, "Output, kg")


def test_it_fits_a_hundred_columns(found: Comparison, words: Messages) -> None:
    for every in (False, True):
        assert max(len(line) for line in shown(found, words, every=every).splitlines()) <= 100


def test_colour_only_repeats_the_words(found: Comparison, words: Messages) -> None:
    plain, coloured = shown(found, words), shown(found, words, colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured


def test_one_pair_says_that_there_is_no_verdict(library: Library, words: Messages) -> None:
    found = run_study(study_of(replicates=1), library=library, work=work, workers=1)
    lines = shown(found, words)
    assert "two are needed for an interval" in lines
    assert set(found.contrasts["verdict"]) == {"not defined"}


def test_every_context_and_scenario_has_its_table(library: Library, words: Messages) -> None:
    found = run_study(study_of(), library=library, work=failing, workers=1)
    lines = shown(found, words)
    for context in ("here", "there"):
        for scenario in ("force", "help"):
            assert f"{scenario}, against alone, in {context}" in lines


def test_every_verdict_has_its_word(words: Messages) -> None:
    said = {verdict: words.text(f"verdict.{verdict.name.lower()}") for verdict in Verdict}
    assert said == {verdict: str(verdict) for verdict in Verdict}


@pytest.mark.parametrize(
    ("size", "shown_as"),
    [
        (1.0, "10.0"),
        (1e3, "thousand USD"),
        (1e6, "million USD"),
        (1e9, "billion USD"),
        (1e-3, "0.010"),
    ],
)
def test_large_numbers_are_written_in_larger_units(
    found: Comparison, words: Messages, size: float, shown_as: str
) -> None:
    contrasts = found.contrasts.copy()
    numbers = ["reference_mean", "scenario_mean", "difference", "low", "high"]
    contrasts[numbers] = contrasts[numbers] * size
    changed = Comparison(found.runs, contrasts, found.series, found.manifest)
    assert shown_as in " ".join(shown(changed, words).split())


def test_json_holds_the_contrasts_and_knows_no_nan(found: Comparison) -> None:
    content = json.loads(found.to_json(), parse_constant=pytest.fail)
    assert len(content["contrasts"]) == len(found.contrasts)
    assert "luck only" in content["note"]
    missing = next(each for each in content["contrasts"] if each["outcome"] == "missing")
    assert missing["difference"] is None
    assert missing["pairs"] == 0
    first, same = content["contrasts"][0], found.contrasts.iloc[0]
    assert first["low"] == same["low"]
    assert math.isfinite(first["p_holm"])


def test_a_stored_comparison_shows_the_same(
    library: Library, words: Messages, tmp_path: Path
) -> None:
    stored = run_study(study_of(), library=library, work=work, workers=1, out=tmp_path / "out")
    memory = run_study(study_of(), library=library, work=work, workers=1)
    assert shown(stored, words) == shown(memory, words)
