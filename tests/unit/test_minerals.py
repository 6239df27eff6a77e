"""Two minerals in a district: who has which values, and what places may name them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.errors import AsmsimError
from asmsim.levers import combine, registry
from asmsim.levers.plan import plan
from asmsim.records import Shock, default_library
from asmsim.records.lever import Effect
from asmsim.records.scenario import Dose, Scenario
from asmsim.state import minerals
from asmsim.state.parameters import parameters
from asmsim.state.sites import HARD_ROCK
from tests.defaults import district, values
from tests.oracles.tables import sites

BOTH = {"second.share": 0.4}


def planned(*doses: Dose, shocks: tuple[Shock, ...] = (), **changes: Any) -> Any:
    """Plan a scenario of these doses in a district of two minerals."""
    library = default_library()
    scenario = Scenario(name="tried", title="tried", source="a test", levers=doses)
    given = values({**BOTH, **changes})
    return plan(scenario, library.history, shocks, 24, registry(), given, library.parameters)


def test_each_value_of_the_second_stands_in_for_one_of_the_first() -> None:
    given = values(BOTH)
    first, second = minerals.bases(given)
    assert first == given
    for key, target in minerals.STANDS_FOR.items():
        assert second[target] == given[f"second.{key}"], target
        record, own = (default_library().parameter(name) for name in (target, f"second.{key}"))
        assert record.unit == own.unit
    moved = {name for name in given if second[name] != given[name]}
    assert moved <= set(minerals.STANDS_FOR.values())
    assert set(minerals.STANDS_FOR) == {
        name.removeprefix("second.") for name in given if name.startswith("second.")
    } - {"share"}


def test_a_district_of_one_mineral_knows_one_name() -> None:
    assert minerals.names(values()) == ("gold",)
    assert minerals.names(values(BOTH)) == ("gold", "3t")
    assert len(minerals.bases(values())) == 1
    assert not district(miners=400).sites.mineral.any()


def test_a_deposit_keeps_its_mineral_as_the_share_rises() -> None:
    few, many = (district({"second.share": share}).sites.mineral for share in (0.2, 0.5))
    assert np.all(many >= few)
    assert 0.1 < few.mean() < 0.3
    assert 0.4 < many.mean() < 0.6


def test_sites_hold_what_their_mineral_and_ore_make_of_them() -> None:
    there = sites(4, mineral=[0, 0, 1, 1], ore=[0, HARD_ROCK, 0, HARD_ROCK])
    terms = [parameters(base) for base in minerals.bases(values(BOTH))]
    minerals.fill(there, terms)
    (work, pit), own = (terms[0].work, terms[0].pit), terms[0].second
    assert there.recovery.tolist() == [
        work.recovery_alluvial,
        work.recovery_hard,
        own.recovery_alluvial,
        own.recovery_hard,
    ]
    assert there.tailings_value.tolist() == [0.0, pit.tailings_value, 0.0, own.tailings_value]
    assert there.improved_recovery[2] == own.recovery_improved


def test_what_is_changed_in_a_mineral_s_own_table_holds_for_the_sites() -> None:
    there = sites(4, mineral=[0, 1, 0, 1], grade=[1.0, 2.0, 3.0, 4.0])
    for rows, own in minerals.apart(there, 2):
        assert np.all(own.mineral == own.mineral[0])
        assert own.grade.tolist() == there.grade[rows].tolist()
        own.grade[:] *= 10.0 if own.mineral[0] else 1.0
    assert there.grade.tolist() == [1.0, 20.0, 3.0, 40.0]
    ((rows, own),) = minerals.apart(there, 1)
    assert own is there
    assert rows.tolist() == [0, 1, 2, 3]


def test_a_lever_adds_to_both_and_a_place_holds_for_one() -> None:
    given = values(BOTH)
    more = Effect("markets.smuggler_cost", "increment", 0.01)
    there = Effect("markets.due_diligence", "increment", 0.02, ("3t",))
    first, second = (
        combine.values(base, [more, there], {}, alarm=False) for base in minerals.bases(given)
    )
    assert first["markets.smuggler_cost"] == given["markets.smuggler_cost"] + 0.01
    assert second["markets.smuggler_cost"] == given["second.smuggler_cost"] + 0.01
    assert first["markets.due_diligence"] == given["markets.due_diligence"]
    assert second["markets.due_diligence"] == given["markets.due_diligence"] + 0.02


def test_a_mineral_is_a_place_for_what_holds_site_by_site() -> None:
    given = values(BOTH)
    there = sites(4, mineral=[0, 1, 0, 1])
    posts = Effect("security.posts", "floor", 5.0, ("3t",))
    found = combine.policy(given, [posts], {}, there, np.ones(4, bool))
    assert found.posts.tolist() == [0.0, 5.0, 0.0, 5.0]
    with pytest.raises(AsmsimError, match="no tenure, mineral or site"):
        combine.place(there, ("3t",), there.tenure, ("gold",))


def test_doses_and_shocks_may_name_a_mineral_the_district_has() -> None:
    exit_of_one = Dose(lever="buyer_exit", where=("3t",))
    crash = Shock("markets.price_factor", 0.5, 30, 40, "3t")
    effects = planned(exit_of_one, shocks=(crash,)).effects(30)
    assert {effect.target for effect in effects} == {"markets.exit", "markets.price_factor"}
    assert {effect.where for effect in effects} == {("3t",)}
    for bad in ("diamonds", "concession_cor"):
        with pytest.raises(AsmsimError, match="tenure or mineral"):
            planned(Dose(lever="security", where=(bad,)))
    with pytest.raises(AsmsimError, match="tenure or mineral"):
        planned(exit_of_one, **{"second.share": 0.0})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Dose(lever="due_diligence", where=("concession_core",)), "cannot be placed"),
        (Dose(lever="due_diligence", where=("3t", "ceded")), "cannot be placed"),
        (Shock("markets.due_diligence", 0.05, 30, None, "concession_core"), "cannot be placed"),
        (Shock("work.crowding", 0.4, 30, None, "3t"), "cannot be placed"),
        (Shock("second.smuggler_cost", 0.1, 30), "fixed when the district is founded"),
    ],
)
def test_what_cannot_be_placed_there_is_refused(given: Dose | Shock, message: str) -> None:
    doses, shocks = ((), (given,)) if isinstance(given, Shock) else ((given,), ())
    with pytest.raises(AsmsimError, match=message):
        planned(*doses, shocks=shocks)


def test_prices_have_luck_and_series_of_their_own() -> None:
    world = district(BOTH)
    gold, tin = world.prices
    assert gold.tolist() == district().price.tolist()
    assert tin[0] == values()["second.central_usd_g"]
    assert np.corrcoef(np.diff(np.log(gold)), np.diff(np.log(tin)))[0, 1] < 0.9
    dated = district({**BOTH, "price.path": "series"})
    tonnes = default_library().annual_prices["tin"]
    assert tonnes[2015] == pytest.approx(16067.0 * 31.1034768e-6, rel=0.05)
    assert dated.prices[1][6] == pytest.approx(tonnes[2015] / 31.1034768, rel=0.05)
