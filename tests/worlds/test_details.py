"""What a study keeps of a run adds up: to the stocks held, to the outcomes, to the people there."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from asmsim.ledger import LINES, PARTIES
from asmsim.model import CohabitationModel
from asmsim.outcomes.displacement import PLACES
from asmsim.state.people import STATUSES
from asmsim.state.sites import TENURES
from asmsim.studies.paired import against
from asmsim.studies.run import Run
from tests.worlds.bits import world

MONTHS, POLICY = 40, 12


@cache
def worlds(policy_month: int = POLICY) -> tuple[CohabitationModel, dict[str, float], Run, Run]:
    """A world under force, what its parties held before, its run and that of the reference."""
    history = world("hands_off", miners=1500, months=MONTHS, policy_month=policy_month, seed=1)
    history.run_to(policy_month)
    held = history.district.stocks()
    alone, forced = history.branch("hands_off"), history.branch("confrontation")
    for model in (alone, forced):
        model.run_to(MONTHS)
    reference = Run.of(alone)
    return forced, held, against(reference, reference), against(reference, Run.of(forced))


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("policy_month", [0, POLICY])
def test_accounts_add_up_to_what_parties_hold(party: str, policy_month: int) -> None:
    model, before, _, run = worlds(policy_month)
    lines = run.accounts
    assert list(lines["line"]) == list(LINES)
    received = lines.loc[lines["payee"] == party, "usd"].sum()
    paid = lines.loc[lines["payer"] == party, "usd"].sum()
    change = model.district.stocks()[party] - before[party]
    assert received + paid > 0 or party == "armed"  # there are no armed men in the default place
    assert np.isclose(received - paid, change, rtol=0, atol=1e-9 * (received + paid))


def test_accounts_are_those_of_the_outcomes() -> None:
    _, _, _, run = worlds()
    usd = run.accounts.set_index("line")["usd"]
    since = run.series.loc[POLICY:]
    assert np.isclose(usd["bribe"], since["bribes"].sum())
    assert np.isclose(usd["damage"], since["damage_cost"].sum())
    assert np.isclose(usd["guards"] + usd["troops"], since["security_cost"].sum())
    assert since["bribes"].sum() < run.series["bribes"].sum()


def test_groups_are_those_who_mined_before_the_policy() -> None:
    history = world("hands_off", miners=1500, months=MONTHS, policy_month=POLICY, seed=1)
    history.run_to(POLICY - 1)
    before = history.recorder.series[-1]
    history.step()
    then = history.district.people
    mined = then.at_site_at_policy == 1
    _, _, reference, run = worlds()
    for each in (reference, run):
        people = each.gains.groupby("grouping", sort=False)["people"].sum()
        assert list(people.index) == [
            "all",
            "status",
            "origin",
            "gender",
            "role",
            "age",
            "past",
        ]
        assert set(people) == {int(mined.sum())}
        status = each.gains[each.gains["grouping"] == "status"].set_index("group")["people"]
        counts = np.bincount(then.status[mined], minlength=len(STATUSES))
        assert list(status) == counts[: len(STATUSES)].tolist()
    assert before["active_miners"] != history.latest("active_miners")


def test_groups_without_a_month_before_the_policy() -> None:
    _, _, reference, run = worlds(0)
    people = run.gains.groupby("grouping")["people"].sum()
    assert set(people) == {len(run.persons)}
    status = run.gains[run.gains["grouping"] == "status"].set_index("group")["people"]
    assert status["illegal"] > 0
    assert status["informal"] > 0
    assert list(reference.persons["status"]) == list(run.persons["status"])


def test_winners_and_losers_of_groups_are_those_of_the_outcomes() -> None:
    _, _, reference, run = worlds()
    for _, group in run.gains.groupby("grouping"):
        people = group["people"].sum()
        assert np.isclose(group["winners"].sum() / people, run.summary["winners"])
        assert np.isclose(group["losers"].sum() / people, run.summary["losers"])
        gain = (group["gain_usd"].fillna(0.0) * group["people"]).sum() / people
        assert np.isclose(gain, run.persons["income"].mean() - reference.persons["income"].mean())
    assert run.summary["losers"] > 0
    assert (run.gains["gain_usd"].isna() == (run.gains["people"] == 0)).all()
    own = reference.gains[["winners", "losers", "gain_usd"]]
    assert (own.fillna(0.0) == 0.0).to_numpy().all()
    assert (run.gains["winners"] + run.gains["losers"] <= run.gains["people"]).all()


@pytest.mark.row("R7")
def test_the_displaced_tie_to_the_outcomes() -> None:
    model, _, _, run = worlds()
    kept = run.details["displaced"]
    assert len(kept) < len(run.displaced), "somebody was evicted before the policy"
    assert (kept["cohort_month"] >= POLICY).all()
    assert set(kept["months_later"]) == {12, 24}
    cohorts = kept.groupby(["cohort_month", "months_later"])["people"].sum()
    for (month, later), people in cohorts.items():
        assert people == run.series.loc[month, "evicted"], (month, later)
    assert set(kept["place"]) == set(PLACES)
    since = {month: each for month, each in model.district.evictions.items() if month >= POLICY}
    persons = set(np.concatenate([each.people for each in since.values()]).tolist())
    assert run.summary["displaced_persons"] == len(persons)
    first = kept[kept["months_later"] == 12].groupby("cohort_month")["people"].sum()
    late = sum(len(each.people) for month, each in since.items() if month + 12 >= MONTHS)
    twice = sum(len(each.people) for each in since.values()) - len(persons)
    assert first.sum() + late - twice == run.summary["displaced_persons"]


def test_places_are_where_they_are_and_hold_who_is_there() -> None:
    model, _, _, run = worlds()
    d, places = model.district, run.places
    site = places[places["kind"] == "site"].reset_index(drop=True)
    assert list(site["x"]) == list(d.sites.x)
    assert list(site["tenure_after"]) == [TENURES[code] for code in d.sites.tenure]
    assert site["evicted"].sum() == run.series.loc[POLICY:, "evicted"].sum() > 0
    assert tuple(site.index[site["evicted"] > 0]) == run.cleared
    assert 0 < site["known"].sum() < len(site)
    for column, first in (("people_before", 0), ("people_after", MONTHS - 12)):
        months = run.sites["month"].between(first, first + 11)
        total = run.sites[months].groupby("month")["workers"].sum()
        assert np.isclose(site[column].sum(), total.mean())
    village = places[places["kind"] == "village"]
    last = run.villages[run.villages["month"] >= MONTHS - 12]
    total = last.groupby("month")["residents"].sum()
    assert np.isclose(village["people_after"].sum(), total.mean())
    assert village["people_after"].sum() != village["people_before"].sum()
    assert len(village) == len(d.villages.id)
    one = places.set_index("kind")
    assert one.loc["district", "half_km"] * 2 == d.ground.side
    assert one.loc["concession", "core_km"] == d.ground.concessions[0].core_half
    assert (one.loc["town", "x"], one.loc["town", "y"]) == (d.ground.town_x, d.ground.town_y)
    assert (one.loc[["village", "town", "concession", "district"], "evicted"] == 0).all()


@pytest.mark.parametrize("policy_month", [0, 3])
def test_places_with_less_than_a_year_before_the_policy(policy_month: int) -> None:
    model = world("confrontation", miners=300, months=6, policy_month=policy_month)
    model.run_to(6)
    run = Run.of(model)
    site = run.places[run.places["kind"] == "site"].reset_index(drop=True)
    before = run.sites[run.sites["month"] < policy_month]
    if policy_month:
        assert np.isclose(
            site["people_before"].sum(), before.groupby("month")["workers"].sum().mean()
        )
    else:
        assert site["people_before"].isna().all()
    assert set(site["tenure_before"]) <= set(TENURES)
    assert np.isclose(
        site["people_after"].sum(), run.sites.groupby("month")["workers"].sum().mean()
    )


def test_a_world_not_yet_lived_has_its_places() -> None:
    model = world("hands_off", miners=300, months=6, policy_month=3)
    run = Run.of(model)
    assert len(run.places) == len(model.district.sites.id) + len(model.district.villages.id) + 3
    assert (run.accounts["usd"] == 0.0).all()
    assert isinstance(run.details["groups"], pd.DataFrame)


def test_those_at_sites_are_counted_by_village_too() -> None:
    run = worlds()[3]
    people = run.groups[run.groups["grouping"] == "origin"].groupby("month")["people"].sum()
    assert run.villages.groupby("month")["at_sites"].sum().tolist() == people.tolist()
    some = run.villages[run.villages["at_sites"] > 0]
    assert len(some)
    assert some["formal_share"].between(0.0, 1.0).all()
    assert (some["income"] > 0.0).all()
