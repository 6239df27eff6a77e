"""Runs of one replicate share their luck, and nothing about how they are run changes a byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from asmsim import compare, load, simulate
from asmsim.records.library import PACKAGED, default_library
from asmsim.studies.design import Study
from asmsim.studies.execute import estimate
from asmsim.studies.plan import plan
from asmsim.studies.pools import Kind

SMALL = {"replicates": 2, "months": 10, "policy_month": 4, "miners": 300, "seed": 7}

STANCE = """
title = "{title}"
source = "tests"
[[levers]]
lever = "security"
dose = {dose}
where = ["concession_core", "concession_margin"]
[[levers]]
lever = "eviction"
dose = {dose}
where = ["concession_core", "concession_margin"]
"""


def own_library(folder: Path, doses: dict[str, float]) -> Path:
    (folder / "scenarios").mkdir(parents=True)
    for name, dose in doses.items():
        text = STANCE.format(title=f"Dose {dose}", dose=dose)
        (folder / "scenarios" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small comparison run one chunk after another."""
    out = tmp_path_factory.mktemp("stored") / "one"
    assert compare(workers=1, out=out, **SMALL).failed == ()
    return out


@pytest.mark.parametrize("kind", ["threads", pytest.param("processes", marks=pytest.mark.slow)])
def test_two_workers_write_the_same_bytes(
    stored: Path, tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asmsim.studies.pools.kind_for", lambda *_: kind)
    found = compare(workers=2, out=tmp_path / "two", **SMALL)
    assert found.failed == ()
    assert contents(tmp_path / "two") == contents(stored)


def test_a_lost_chunk_is_made_again_to_the_byte(stored: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    compare(workers=1, out=out, **SMALL)
    lost = min((out / "runs").iterdir())
    lost.write_bytes(lost.read_bytes()[:-100])  # as if killed while writing it in place
    compare(workers=1, out=out, **SMALL)
    assert contents(out) == contents(stored)


def test_months_before_the_policy_are_shared_exactly(stored: Path) -> None:
    series = load(stored).series
    keys = ["context", "replicate", "month"]
    before = series[series["month"] < SMALL["policy_month"]]
    parts = [rows.set_index(keys) for _, rows in before.groupby("scenario")]
    for part in parts[1:]:
        pd.testing.assert_frame_equal(
            part.drop(columns="scenario"), parts[0].drop(columns="scenario"), check_exact=True
        )
    after = series[series["month"] >= SMALL["policy_month"]]
    parts = [rows.set_index(keys).drop(columns="scenario") for _, rows in after.groupby("scenario")]
    assert not parts[0].equals(parts[1])


def test_replicates_differ(stored: Path) -> None:
    runs = load(stored).runs
    active = runs[runs["scenario"] == "hands_off"]["active_miners"]
    assert active.nunique() == SMALL["replicates"]


def test_a_run_of_a_comparison_can_be_run_alone(stored: Path) -> None:
    runs = load(stored).runs
    row = runs[(runs["scenario"] == "confrontation") & (runs["replicate"] == 1)].iloc[0]
    rest = {key: SMALL[key] for key in ("months", "policy_month", "miners")}
    alone = simulate("confrontation", seed=int(row["seed"]), **rest)
    np.testing.assert_array_equal(row[alone.summary.index].astype(float), alone.summary)


def test_renaming_two_scenario_files_swaps_their_results(tmp_path: Path) -> None:
    def run(name: str, doses: dict[str, float]) -> pd.DataFrame:
        library = own_library(tmp_path / name, doses)
        return compare(["mild", "harsh"], library=library, workers=1, **SMALL).runs

    one = run("one", {"mild": 0.2, "harsh": 1.0})
    two = run("two", {"mild": 1.0, "harsh": 0.2})
    names = {"mild": "harsh", "harsh": "mild"}
    keys = ["context", "scenario", "replicate"]
    two = two.assign(scenario=two["scenario"].replace(names))
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True),
        two.sort_values(keys, ignore_index=True),
        check_exact=True,
    )
    values = [rows.drop(columns=keys).reset_index(drop=True) for _, rows in one.groupby("scenario")]
    assert not values[1].equals(values[2])


def test_a_lever_at_dose_0_changes_nothing(tmp_path: Path) -> None:
    library = own_library(tmp_path / "own", {"none": 0.0})
    (library / "scenarios" / "empty.toml").write_text(
        'title = "Empty"\nsource = "tests"\n', encoding="utf-8"
    )
    found = compare(["none"], reference="empty", library=library, workers=1, **SMALL)
    assert set(found.contrasts["difference"].dropna()) == {0.0}
    assert set(found.contrasts["verdict"]) <= {"no difference that matters", "not defined"}


def test_another_reference_changes_no_month(stored: Path) -> None:
    found = compare(reference="confrontation", workers=1, **SMALL)
    keys = ["context", "scenario", "replicate", "month"]
    pd.testing.assert_frame_equal(
        found.series.sort_values(keys, ignore_index=True),
        load(stored).series.sort_values(keys, ignore_index=True),
        check_exact=True,
    )


def test_more_replicates_keep_the_first_ones(stored: Path) -> None:
    found = compare(workers=1, **(SMALL | {"replicates": 3})).runs
    first = found[found["replicate"] < SMALL["replicates"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, load(stored).runs, check_exact=True)


def test_an_estimate_runs_little_and_counts_all() -> None:
    found = estimate(plan(Study(**SMALL)), workers=1)
    assert found.runs == len(default_library().scenarios) * SMALL["replicates"]
    assert 0 < found.seconds < 60


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hands_off", "confrontation"),
        ("coexistence", "cohabitation_ceded"),
        ("collaboration_offtake", "cohabitation_zone"),
        ("collaboration_tribute", "disengagement"),
    ],
)
def test_swapping_two_stances_by_name_swaps_every_month(
    first: str, second: str, tmp_path: Path
) -> None:
    """Even the reference: what a scenario file says is what is lived, whatever it is called."""
    other = tmp_path / "swapped"
    (other / "scenarios").mkdir(parents=True)
    for name, becomes in ((first, second), (second, first)):
        text = (PACKAGED / "scenarios" / f"{name}.toml").read_text(encoding="utf-8")
        (other / "scenarios" / f"{becomes}.toml").write_text(text, encoding="utf-8")
    stances = [name for name in (first, second) if name != "hands_off"]
    one = compare(stances, workers=1, **SMALL).series
    two = compare(stances, workers=1, library=other, **SMALL).series
    two = two.assign(scenario=two["scenario"].replace({first: second, second: first}))
    keys = ["context", "scenario", "replicate", "month"]
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True),
        two.sort_values(keys, ignore_index=True),
        check_exact=True,
    )
