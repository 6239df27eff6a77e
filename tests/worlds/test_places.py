"""Levers placed at named sites work there, nowhere else, and until they are lifted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock
from asmsim.state.cooperatives import NONE
from asmsim.state.sites import (
    ASM_ZONE,
    CEDED,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    LEASED,
    OPEN,
)
from tests.worlds.bits import BUSY

START, END, LAST = 4, 20, 24
SETTINGS: dict[str, Any] = {"miners": 4000, "seed": 3, "months": LAST, "policy_month": 12}
OVERRIDES = {
    **BUSY["overrides"],
    "act.months": 3.0,
    "act.spread": 0.0,
    "firm.alarm_loss": 0.2,
    "state.practice": 1.0,
    "state.force_priority": 0.0,
    "zoning.standard": 0.0,
    "zone.near_km": 60.0,
}


def busiest(model: CohabitationModel, title: int, n: int) -> list[int]:
    """Return known sites of a title, those with most diggers first."""
    sites = model.district.sites
    known = np.flatnonzero((sites.title == title) & (sites.discovery_month >= 0))
    return known[np.argsort(-sites.diggers[known], kind="stable")][:n].tolist()


@pytest.fixture(scope="module")
def worlds() -> dict[str, Any]:
    """A world with levers at places, one without, and where what is."""
    plain = CohabitationModel(overrides=OVERRIDES, **SETTINGS)
    plain.run_to(START)
    ceded, leased, tolerated = busiest(plain, CONCESSION_MARGIN, 3)
    helped, bought, zone = busiest(plain, OPEN, 3)
    (cleared,) = busiest(plain, CONCESSION_CORE, 1)
    at = {
        "cession": ceded,
        "lease": leased,
        "zoning.tolerance": tolerated,
        "training": helped,
        "fee_support": helped,
        "offtake": bought,
        "asm_zone": zone,
        "state.force_priority": cleared,
        "security_training": cleared,
    }
    shocks = tuple(Shock(name, 1.0, START, END, site) for name, site in at.items())
    placed = CohabitationModel(overrides=OVERRIDES, shocks=shocks, **SETTINGS)
    kinds = ("acts", "tolerated", "ore", "orders", "support")
    seen: dict[str, list[Any]] = {kind: [] for kind in kinds}
    while placed.month < LAST:
        placed.step()
        sites = placed.district.sites
        seen["acts"].append(sites.act.tolist())
        seen["tolerated"].append(np.flatnonzero(sites.tolerated).tolist())
        seen["ore"].append(np.flatnonzero(sites.ore_price > 0.0).tolist())
        seen["orders"].append(np.flatnonzero(sites.order_month == placed.month - 1).tolist())
        seen["support"].append(placed.district.ledger.amount("fee_support"))
    return {"placed": placed, "at": at, **seen}


def test_ground_is_ceded_leased_and_set_aside_where_it_is_named(worlds: dict[str, Any]) -> None:
    acts = np.array(worlds["acts"])
    for name, code in (("cession", CEDED), ("lease", LEASED), ("asm_zone", ASM_ZONE)):
        assert np.flatnonzero((acts == code).any(axis=0)).tolist() == [worlds["at"][name]], name


def test_miners_are_tolerated_there_until_it_is_lifted(worlds: dict[str, Any]) -> None:
    months = worlds["tolerated"]
    assert {site for month in months for site in month} == {worlds["at"]["zoning.tolerance"]}
    assert months[END:] == [[]] * (LAST - END)


def test_ore_is_bought_there_until_it_is_lifted(worlds: dict[str, Any]) -> None:
    months = worlds["ore"]
    assert {site for month in months for site in month} == {worlds["at"]["offtake"]}
    assert months[END:] == [[]] * (LAST - END)


def test_officials_order_people_out_there_alone(worlds: dict[str, Any]) -> None:
    ordered = {site for month in worlds["orders"][START:END] for site in month}
    assert ordered == {worlds["at"]["state.force_priority"]}


def test_who_is_helped_organises_and_others_pay_the_fee(worlds: dict[str, Any]) -> None:
    d, support = worlds["placed"].district, worlds["support"]
    assert max(support[:START] + support[END:]) == 0.0
    assert max(support) > 0.0
    alive = slice(0, d.n_cooperatives)
    lodged = d.cooperatives.lodged_month[alive]
    there = d.cooperatives.site[alive] == worlds["at"]["fee_support"]
    papers = (d.cooperatives.papers[alive] != NONE) & (lodged >= START) & (lodged < END)
    assert (papers & there).any()
    fee = d.now.licence.fee_usd
    share = d.values["licence.support_share"]
    assert sum(support) == pytest.approx(np.count_nonzero(papers & there) * fee * share)
