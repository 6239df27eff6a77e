"""The null world: without deterrence and with attitudes at 0, stances differ by their costs only.

Guards who reach nobody, forces who deter nobody and catch nobody, protest and clash that do not
happen, and no belief that passes from force or from the firm's books to people: what is left of a
stance is what it costs. If anything else differs, an answer is built in somewhere.
"""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock
from tests.worlds.bits import lived, records_differ, series_differ, state_differs

# Each with what it would let through.
NO_DETERRENCE: dict[str, Any] = {
    "security.reach": 0.0,  # guards keep nobody off
    "force.forces_deter": 0.0,  # troops that hold the ground keep nobody off
    "eviction.sweep": 0.0,  # orders catch nobody
}
NO_ATTITUDES: dict[str, Any] = {
    "belief.guard_fear": 0.0,
    "belief.violence_fear": 0.0,
    "belief.eviction_grievance": 0.0,
    "belief.force_trust": 0.0,
    "belief.trust_legitimacy": 0.0,
    "belief.kin": 0.0,
    "conflict.clash": 0.0,  # grievance that is acted on at the fence
    "conflict.protest": 0.0,  # what villages think of the firm's profit
}
NULL = NO_DETERRENCE | NO_ATTITUDES

# What a stance costs, and how often its people met others: a count that leads to nothing here.
COSTS = {"security_cost", "spending_firm", "guards", "net_position", "meetings"}
SEEDS = (0, 1, 2)
UNTIL = 48


def both(seed: int, overrides: dict[str, Any]) -> tuple[CohabitationModel, CohabitationModel]:
    """Return the same district under both stances."""
    settings: dict[str, Any] = {"seed": seed, "until": UNTIL, "overrides": overrides}
    return lived("hands_off", **settings), lived("confrontation", **settings)


@pytest.mark.parametrize("seed", SEEDS)
def test_stances_differ_by_their_costs_only(seed: int) -> None:
    one, other = both(seed, NULL)
    assert series_differ(one, other) <= COSTS
    assert records_differ(one, other) <= COSTS | {"recorder.sites.guards"}
    people = {name for name in state_differs(one.district, other.district) if "people" in name}
    assert not people, "somebody's life differs"


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
