"""What a gain costs: ratios of means over pairs, and in words."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from asmsim.records import Context, Messages, Scenario, default_library
from asmsim.report.costs import bill
from asmsim.studies import manifest
from asmsim.studies.comparison import Comparison
from asmsim.studies.costs import COLUMNS, SPENDING, costs, ratio_of_means
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan, plan

MONTHS, POLICY, PAIRS = 36, 12, 5


@pytest.fixture(scope="module")
def made() -> Plan:
    study = Study(
        scenarios=("confrontation", "coexistence"),
        replicates=PAIRS,
        months=MONTHS,
        policy_month=POLICY,
    )
    return plan(study)


def series(per_month: dict[str, tuple[float, float, float]]) -> pd.DataFrame:
    """Months of every run: by scenario, what donors spend, formal share of 1,000, and events.

    Before the policy all is a hundredfold, which must not be looked at.
    """
    rows = []
    for name, (donors, formal, events) in per_month.items():
        for replicate in range(PAIRS):
            for month in range(MONTHS):
                past = 100.0 if month < POLICY else 1.0
                known = dict.fromkeys(SPENDING, 10.0)
                known["spending_donors"] = donors * past
                rows.append(
                    {
                        "context": "gold_generic",
                        "scenario": name,
                        "replicate": replicate,
                        "month": month,
                        **known,
                        "formal_share": formal,
                        "active_miners": 1000.0,
                        "events_expected": events * past,
                    }
                )
    return pd.DataFrame(rows)


LEVELS = {
    "hands_off": (0.0, 0.10, 2.0),
    "confrontation": (500.0, 0.05, 1.0),
    "coexistence": (1000.0, 0.15, 2.0),
}


def test_costs_are_more_spending_over_what_is_gained(made: Plan) -> None:
    found = costs(made, series(LEVELS)).set_index(["scenario", "gain"])
    assert set(found.columns) == set(COLUMNS) - {"scenario", "gain"}
    lose, avoid = found.loc["confrontation", "formal_miner"], found.loc["confrontation", "event"]
    win, same = found.loc["coexistence", "formal_miner"], found.loc["coexistence", "event"]
    assert win["spending"] == pytest.approx(12 * 1000.0)
    assert win["donors"] == pytest.approx(12 * 1000.0)
    assert win["firm"] == win["state"] == win["buyers"] == 0.0
    assert win["gained"] == pytest.approx(50.0)
    assert win["cost"] == pytest.approx(12_000.0 / 50.0)
    assert lose["gained"] == pytest.approx(-50.0)
    assert math.isnan(lose["cost"])
    assert avoid["cost"] == pytest.approx(6000.0 / 12.0)
    assert same["gained"] == 0.0
    assert math.isnan(same["cost"])


def test_nobody_active_is_nobody_formal_and_a_missing_run_is_no_pair(made: Plan) -> None:
    months = series(LEVELS)
    nobody = months["scenario"] == "hands_off"
    months.loc[nobody, "formal_share"] = np.nan
    months.loc[nobody, "active_miners"] = 0.0
    months = months[~((months["scenario"] == "coexistence") & (months["replicate"] == 2))]
    found = costs(made, months).set_index(["scenario", "gain"])
    assert found.loc["coexistence", "formal_miner"]["gained"] == pytest.approx(150.0)
    assert found.loc["coexistence", "formal_miner"]["pairs"] == PAIRS - 1
    assert found.loc["confrontation", "event"]["pairs"] == PAIRS


def test_results_without_spending_have_no_costs(made: Plan) -> None:
    assert costs(made, series(LEVELS).drop(columns="spending_donors")).empty


@given(
    st.lists(
        st.tuples(st.floats(-1e3, 1e3), st.floats(0.5, 1e2)), min_size=3, max_size=12, unique=True
    )
)
def test_the_interval_holds_the_ratios_that_a_test_of_the_pairs_does_not_refuse(
    pairs: list[tuple[float, float]],
) -> None:
    """Fieller: r is within it when the mean of spending - r * gain may be 0 (t test)."""
    top, bottom = (np.array(side) for side in zip(*pairs, strict=True))
    ratio, low, high = ratio_of_means(top, bottom)
    assert ratio == pytest.approx(top.mean() / bottom.mean(), rel=1e-6, abs=1e-6)
    if not math.isfinite(low):
        return
    assert low <= ratio + 1e-6 * (1 + abs(ratio))
    assert high >= ratio - 1e-6 * (1 + abs(ratio))
    for end in (low, high):
        left = top - end * bottom
        if left.std() > 1e-6 * (1.0 + abs(left).max()):
            assert ttest_1samp(left, 0.0).pvalue == pytest.approx(0.05, abs=1e-3)


# --- in words -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def words() -> Messages:
    return default_library().messages()


def told(made: Plan, months: pd.DataFrame, words: Messages) -> dict[str, list[tuple[str, str]]]:
    empty = pd.DataFrame(columns=["context"])
    found = Comparison(empty, empty, months, {**manifest.begun(made), "failed": []})
    context: Context = made.contexts[0]
    others: tuple[Scenario, ...] = made.scenarios[1:]
    said = bill(found, context, others, words)
    assert said is not None
    return {each.scenario.name: each.gains for each in said.costs}


def test_what_is_not_gained_and_what_is_free_is_said_in_words(made: Plan, words: Messages) -> None:
    levels = LEVELS | {"confrontation": (0.0, 0.05, 1.0)}
    said = told(made, series(levels), words)
    assert said["confrontation"] == [("none gained", ""), ("gained at no cost", "")]
    assert said["coexistence"] == [("240", "240 to 240"), ("none gained", "")]


def test_a_gain_that_luck_could_have_made_is_marked(made: Plan, words: Messages) -> None:
    months = series(LEVELS)
    other = months["scenario"] == "coexistence"
    months.loc[other, "formal_share"] += 0.2 * (months.loc[other, "replicate"] - 2.0)
    text, between = told(made, months, words)["coexistence"][0]
    assert (text, between) == ("240", "gain not sure")
