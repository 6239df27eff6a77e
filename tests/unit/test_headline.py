"""How the months of a run become one figure an outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from asmsim import simulate
from asmsim.errors import BadValue, UnknownName
from asmsim.records import Library
from asmsim.records.outcome import Outcome
from asmsim.studies.run import headline

NAN = float("nan")
RECORD: dict[str, Any] = {
    "title": "T",
    "unit": "1",
    "direction": "neither",
    "smallest": 0.1,
    "headline": "mean",
    "formula": "f",
    "meaning": "m",
    "source": "tests",
}
WORDS = "\n".join(
    f"{key} = {value!r}" for key, value in RECORD.items() if key not in {"headline", "unit"}
)


def library(folder: Path, **outcomes: str) -> Library:
    (folder / "outcomes").mkdir(parents=True)
    text = "".join(f"[{name}]\nunit = '1'\n{WORDS}\n{more}\n\n" for name, more in outcomes.items())
    (folder / "outcomes" / "test.toml").write_text(text, encoding="utf-8")
    return Library(root=folder)


def test_each_kind_of_headline(tmp_path: Path) -> None:
    kinds = {kind: f"headline = '{kind}'" for kind in ("mean", "sum", "last", "since_policy")}
    months = np.arange(20.0)
    months[15] = NAN
    series = pd.DataFrame({"mean": months, **dict.fromkeys(list(kinds)[1:], np.arange(20.0))})
    found = headline(series, library(tmp_path, **kinds), policy_month=17)
    of_year = [*range(8, 15), *range(16, 20)]
    assert found["mean"] == pytest.approx(np.mean(of_year))
    assert found["sum"] == sum(range(8, 20))
    assert found["last"] == 19.0
    assert found["since_policy"] == 17.0 + 18.0 + 19.0


@pytest.mark.parametrize("lag", [0, 3])
def test_a_weighted_mean_is_the_share_of_all(tmp_path: Path, lag: int) -> None:
    records = library(
        tmp_path,
        people="headline = 'sum'",
        share=f"headline = 'mean'\nweight = 'people'\nlag = {lag}",
    )
    rng = np.random.default_rng(0)
    people = rng.integers(0, 4, 30).astype(float) ** 3
    cohort = np.concatenate([np.zeros(lag), people[: len(people) - lag]])
    back = np.floor(cohort * rng.uniform(size=30))
    share = np.divide(back, cohort, out=np.full(30, NAN), where=cohort > 0.0)
    found = headline(pd.DataFrame({"people": people, "share": share}), records, 0)
    assert found["share"] == pytest.approx(back[-12:].sum() / cohort[-12:].sum())
    assert found["share"] != pytest.approx(np.nanmean(share[-12:]), rel=0.01)


def test_a_share_of_nobody_is_not_defined(tmp_path: Path) -> None:
    records = library(
        tmp_path, people="headline = 'sum'", share="headline = 'mean'\nweight = 'people'\nlag = 2"
    )
    series = pd.DataFrame({"people": [0.0, 5.0], "share": [NAN, NAN]})
    assert np.isnan(headline(series, records, 0)["share"])


def test_only_a_mean_is_weighted() -> None:
    with pytest.raises(BadValue, match="weight: a headline of 'sum' takes no weight"):
        Outcome(name="a", family="f", **(RECORD | {"headline": "sum"}), weight="b")


def test_a_weight_is_an_outcome(tmp_path: Path) -> None:
    records = library(
        tmp_path, people="headline = 'sum'", share="headline = 'mean'\nweight = 'peple'"
    )
    with pytest.raises(UnknownName, match="'people'"):
        _ = records.outcomes


def test_who_is_back_is_counted_over_the_cohorts_of_a_year() -> None:
    run = simulate("confrontation", miners=2500, months=48, policy_month=12, seed=1)
    for later in (12, 24):
        cohorts = run.displaced[run.displaced["months_later"] == later]
        cohorts = cohorts[cohorts["cohort_month"] + later >= 48 - 12]
        back = cohorts.loc[cohorts["place"] == "returned", "people"].sum()
        assert len(cohorts) > 12
        expected = back / cohorts["people"].sum()
        assert run.summary[f"returned_{later}"] == pytest.approx(expected, rel=1e-12)
        assert expected != pytest.approx(run.series[f"returned_{later}"].tail(12).mean(), rel=1e-3)
