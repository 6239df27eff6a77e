"""The null world: without deterrence and with attitudes at 0, stances differ by their costs only.

Guards who reach nobody, forces who deter nobody and catch nobody, protest and clash that do not
happen, and no belief that passes from force or from the firm's books to people: what is left of a
stance is what it costs, and what the law calls the same work. If anything else differs, an answer
is built in somewhere. Every mechanism is switched off by the ``off`` value of its record.
"""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock, default_library
from tests.worlds.bits import STANCES, lived, records_differ, series_differ, state_differs

# Each with what it would let through.
NO_DETERRENCE = {
    "security.reach": "guards keep nobody off",
    "force.forces_deter": "troops that hold the ground keep nobody off",
    "eviction.sweep": "orders catch nobody",
    "move.tenure_risk": "nobody minds ground one may be driven from",
}
NO_ATTITUDES = {
    "belief.guard_fear": "danger where guards stand",
    "belief.violence_fear": "danger where violence was",
    "belief.eviction_grievance": "grievance of the evicted",
    "belief.force_trust": "trust lost to force",
    "belief.trust_legitimacy": "grievance that trust softens",
    "belief.kin": "what the evicted's kin feel",
    "conflict.clash": "grievance that is acted on at the fence",
    "conflict.protest": "what villages think of the firm's profit",
    "engagement.trust_top": "trust won by talking",
    "engagement.respect_speed": "chiefs won by talking",
    "state.cue": "officials who hear what the firm wants",
    "act.cue": "ministers who do",
}
# Equal prices: the legal route costs no more than the smuggler's, traders come whoever buys.
EQUAL_PRICES = {
    "markets.due_diligence": "with it gone the two routes cost the same",
    "markets.formal_traders": "traders who leave with formal buyers",
}
NO_GAIN = {
    "offer.package_usd": "money for those who leave",
    "community.earns": "what investment brings to those who farm",
    "community.through_chief": "what chiefs pass on of it",
    "titles.follow": "titles that an act keeps off",
    "state.inspection": "bribes and orders by the state, which papers and acts keep off",
}
# Nobody organises, so there is nobody to train, license, sign with or buy ore of.
NO_COOPERATIVES: dict[str, Any] = {
    "organise.form": 0.0,
    "organise.founding_share": 0.0,
    "organise.founding_lapsed": 0.0,
}
ALL_KNOWN: dict[str, Any] = {"district.known": 120}  # drilling for a zone reveals nothing


def off(names: dict[str, str]) -> dict[str, Any]:
    """Return the values at which mechanisms are gone."""
    records = default_library().parameters
    found = {name: records[name].off for name in names}
    assert None not in found.values()
    return found


NULL = off(NO_DETERRENCE) | off(NO_ATTITUDES)
BARE = NULL | off(EQUAL_PRICES) | off(NO_GAIN) | NO_COOPERATIVES | ALL_KNOWN

# What a stance costs, and how often its people met others: a count that leads to nothing here.
COSTS = {"security_cost", "spending_firm", "guards", "net_position", "meetings"}
COSTS |= {"programme_cost", "spending_state", "engagement_rung", "firm_knowledge"}
# The same work under another name in law, and in the firm's books.
LAW = {"illegal_share", "informal_share", "intruder_days", "intruder_days_core"}
LAW |= {
    "theft_days",
    "licensable_ground",
    "worked_area_illegal",
    "theft",
    "ceded_value",
    "damage_cost",
}
# What is bought and sold at the same price, by whichever route.
ROUTES = {"formal_buyers", "metal_sold_legally", "legal_exports", "smuggled_exports", "revenue"}
FRAMES = {"recorder.sites.guards", "recorder.sites.tenure", "recorder.groups"}
RECEIVED = {"recorder.villages.received"}
SEEDS = (0, 1, 2)
UNTIL = 48


def both(
    seed: int, overrides: dict[str, Any], stance: str = "confrontation", **more: Any
) -> tuple[CohabitationModel, CohabitationModel]:
    """Return the same district under two stances."""
    settings: dict[str, Any] = {"seed": seed, "until": UNTIL, "overrides": overrides, **more}
    return lived("hands_off", **settings), lived(stance, **settings)


def lives_differ(one: CohabitationModel, other: CohabitationModel) -> set[str]:
    """Name what differs in people's lives, but for what the law calls them."""
    found = state_differs(one.district, other.district)
    return {name for name in found if name.startswith("people.")} - {"people.status"}


@pytest.mark.parametrize("seed", SEEDS)
def test_guards_and_force_differ_by_their_costs_only(seed: int) -> None:
    one, other = both(seed, NULL)
    assert records_differ(one, other) <= COSTS | {"recorder.sites.guards"}
    assert not lives_differ(one, other), "somebody's life differs"
    assert one.district.people.status.tolist() == other.district.people.status.tolist()


SHARING = [name for name in STANCES if name not in {"hands_off", "disengagement"}]


@pytest.mark.parametrize("stance", SHARING)
def test_stances_differ_by_their_costs_and_by_the_word_of_the_law_only(stance: str) -> None:
    one, other = both(3, BARE, stance, miners=1500)
    assert records_differ(one, other) <= COSTS | LAW | FRAMES | RECEIVED
    assert not lives_differ(one, other), "somebody's life differs"
    assert records_differ(one, other), "the stance is not lived at all"


def test_formal_buyers_who_leave_change_the_route_of_metal_only() -> None:
    # A mean of two equal prices is not the price to the last bit.
    one, other = both(3, BARE, "disengagement", miners=1500)
    for old, new in zip(one.recorder.series, other.recorder.series, strict=True):
        for name in old.keys() - ROUTES:
            assert new[name] == pytest.approx(old[name], rel=1e-9, abs=1e-12, nan_ok=True), name
    assert one.district.people.site.tolist() == other.district.people.site.tolist()
    assert series_differ(one, other) >= {"formal_buyers", "metal_sold_legally"}


@pytest.mark.parametrize("seed", SEEDS)
def test_guards_who_reach_nobody_cost_money_and_change_nothing_else(seed: int) -> None:
    settings: dict[str, Any] = {"seed": seed, "until": UNTIL, "overrides": NULL}
    one = lived("hands_off", **settings)
    other = lived("hands_off", shocks=(Shock("security.posts", 20.0, 12),), **settings)
    assert {"security_cost", "spending_firm", "guards", "net_position"} <= series_differ(one, other)
    assert records_differ(one, other) <= COSTS | {"recorder.sites.guards"}


@pytest.mark.parametrize("kept", ["security.reach", "eviction.sweep"])
def test_each_way_of_deterring_makes_the_stances_differ(kept: str) -> None:
    # The control: with one of the switches left on, the world is no longer null.
    without = {name: value for name, value in NULL.items() if name != kept}
    found: set[str] = set()
    for seed in SEEDS:
        found |= series_differ(*both(seed, without))
    assert {"active_miners", "income_median"} <= found


@pytest.mark.parametrize(
    ("stance", "kept"),
    [
        ("coexistence", "offer.package_usd"),
        ("coexistence", "engagement.trust_top"),
        ("coexistence", "community.earns"),
        ("cohabitation_ceded", "move.tenure_risk"),
        ("cohabitation_zone", "offer.package_usd"),
        ("collaboration_tribute", "move.tenure_risk"),
        ("collaboration_offtake", "organise.form"),
        ("disengagement", "markets.due_diligence"),
    ],
)
@pytest.mark.row("S2", "S3a", "S3b", "S4", "S5")
def test_each_way_of_sharing_makes_a_stance_differ(stance: str, kept: str) -> None:
    without = {name: value for name, value in BARE.items() if name != kept}
    assert lives_differ(*both(3, without, stance, miners=1500))
