"""Outcomes against naive sums."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.outcomes import measure
from asmsim.outcomes.census import BONDAGE_MONTHS, GROUPINGS, Census, census
from asmsim.outcomes.livelihood import gini, quantile
from asmsim.state.cooperatives import CONDUCT
from asmsim.state.district import District
from asmsim.state.people import FORMAL, MINED, STATUSES
from asmsim.state.sites import licensable
from asmsim.state.units import DAYS_MONTH
from asmsim.studies.frames import groups
from tests.worlds.bits import lived

incomes = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=60)


def naive_gini(values: list[float]) -> float:
    """Half the mean absolute difference over all pairs, relative to the mean."""
    n = len(values)
    apart = sum(abs(a - b) for a in values for b in values)
    return apart / (2.0 * n * sum(values))


@given(incomes)
def test_gini_agrees_with_all_pairs(values: list[float]) -> None:
    found = gini(np.sort(values))
    if sum(values) <= 0.0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(naive_gini(values), abs=1e-9)
        assert -1e-12 <= found < 1.0


@given(incomes, st.floats(0.01, 100.0))
def test_gini_knows_no_currency(values: list[float], rate: float) -> None:
    if sum(values) > 1.0:
        assert gini(np.sort(values) * rate) == pytest.approx(gini(np.sort(values)), abs=1e-9)


def test_gini_of_equals_and_of_one_who_has_all() -> None:
    assert gini(np.full(7, 3.0)) == pytest.approx(0.0, abs=1e-15)
    assert gini(np.array([0.0] * 9 + [5.0])) == pytest.approx(0.9)
    assert math.isnan(gini(np.empty(0)))


@given(incomes, st.floats(0.0, 1.0))
def test_quantiles_agree_with_numpy(values: list[float], share: float) -> None:
    expected = float(np.quantile(values, share))
    assert quantile(np.sort(values), share) == pytest.approx(expected, rel=1e-12, abs=1e-9)
    assert quantile(np.sort(values), 0.5) == pytest.approx(float(np.median(values)), rel=1e-15)


# --- the census, against masks over whole columns -------------------------------------------------


@pytest.fixture(scope="module")
def place() -> District:
    """A district in which there are members, debtors and every kind of people."""
    d = lived("confrontation", until=20).district
    some = np.arange(len(d.people.id))
    d.people.status[some % 6 == 0] = FORMAL
    d.people.debt[some % 9 == 0] = 1e4
    d.people.cooperative[(d.people.worked == MINED) & (some % 4 == 0)] = 0
    d.cooperatives.safety[0], d.cooperatives.children[0] = 0.9, 0.7
    return d


@pytest.fixture(scope="module")
def counted(place: District) -> Census:
    return census(place)


def test_the_census_counts_everybody_who_worked(place: District, counted: Census) -> None:
    people, works = place.people, place.people.worked > 0
    assert counted.incomes.tolist() == people.income[works].tolist()
    owes = (people.debt > 0.0) & (people.debt > BONDAGE_MONTHS * people.expected)
    assert 0 < counted.bound == np.count_nonzero(works & owes) < len(counted.incomes)
    dug = people.worked == MINED
    assert counted.mined.tolist() == np.bincount(people.status[dug], minlength=7).tolist()
    members = people.cooperative[dug & (people.cooperative >= 0)]
    size = len(place.cooperatives.id)
    assert counted.members.tolist() == np.bincount(members, minlength=size).tolist()
    assert counted.members.sum() > 0


def test_the_census_of_nobody_is_empty(place: District) -> None:
    alone = place.copy()
    alone.people.worked[:] = 0
    found = census(alone)
    assert len(found.incomes) == found.bound == found.mined.sum() == found.members.sum() == 0
    assert not found.groups.any()
    of_month = measure(alone, found)
    assert of_month["active_miners"] == 0.0
    assert math.isnan(of_month["income_median"])
    assert math.isnan(of_month["formal_share"])
    assert math.isnan(of_month["conduct"])


def test_outcomes_about_people_are_what_masks_give(place: District, counted: Census) -> None:
    found = measure(place, counted)
    people, p = place.people, place.now
    works, dug = people.worked > 0, people.worked == MINED
    earned, n = people.income[works], int(np.count_nonzero(dug))
    line = p.people.poverty_line_usd_day * DAYS_MONTH * (1.0 + p.people.dependants)
    start = p.organise.conduct_start
    member = people.cooperative[dug]
    conduct = {
        part: np.where(member >= 0, getattr(place.cooperatives, part)[member], start).mean()
        for part in CONDUCT
    }
    worked = place.sites.tenure[place.sites.diggers > 0].tolist()
    expected = {
        "active_miners": n,
        "income_median": np.median(earned),
        "income_p10": np.quantile(earned, 0.1),
        "poverty": np.mean(earned < line),
        "income_gini": gini(np.sort(earned)),
        "conduct": np.mean(list(conduct.values())),
        "licensable_ground": np.mean([licensable(tenure) for tenure in worked]),
        **{f"{name}_share": np.mean(people.status[dug] == k) for k, name in enumerate(STATUSES)},
        **{f"conduct_{part}": value for part, value in conduct.items()},
    }
    for name, value in expected.items():
        assert found[name] == pytest.approx(float(value), rel=1e-12), name


def test_the_frame_of_groups_is_the_census_of_each_month() -> None:
    model = lived("confrontation", until=3)
    frame, d = groups(model), model.district
    assert len(frame) == 3 * sum(len(names) for _, names in GROUPINGS)
    of_month = frame[frame["month"] == 2].set_index(["grouping", "group"])
    # Papers are looked at before anybody moves, so the month's work and status still stand.
    works = d.people.worked > 0
    codes = {"status": d.people.status, "origin": d.people.local}
    codes |= {"gender": d.people.woman, "role": d.people.role}
    codes |= {"age": d.people.young, "past": d.people.fought}
    for grouping, names in GROUPINGS:
        for code, name in enumerate(names):
            them = works & (codes[grouping] == code)
            row = of_month.loc[(grouping, name)]
            assert row["people"] == np.count_nonzero(them)
            if them.any():
                assert row["income"] == pytest.approx(d.people.income[them].mean(), rel=1e-12)
                for status, of_class in enumerate(STATUSES):
                    part = float((d.people.status[them] == status).mean())
                    assert row[f"{of_class}_share"] == pytest.approx(part, rel=1e-12)
            else:
                assert np.isnan(row["income"])
                assert np.isnan(row["formal_share"])
