"""What holds in every world and month: books close, nobody vanishes, shares are shares."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from asmsim.ledger import PARTIES
from asmsim.model import CohabitationModel
from asmsim.records import Shock
from asmsim.state.armed import ARMED_KINDS
from asmsim.state.cooperatives import DISSOLVED, LICENSED, LODGED
from asmsim.state.district import District
from asmsim.state.people import (
    CRIMINAL,
    DEAD,
    FORMAL,
    ILLEGAL,
    INFORMAL,
    LEGITIMATE,
    MINED,
    MINING,
    NETWORK,
    NO_STATUS,
    NOWHERE,
    OCCUPATIONS,
    PROCESSING,
    STATUSES,
)
from asmsim.state.sites import TENURES, UNKNOWN
from tests.worlds.bits import BUSY, STANCES, world

MONTHS = 24

# One of each kind: at the size of these worlds each has men for a post or two.
ARMED = {f"{kind}.men": 200.0 for kind in ARMED_KINDS} | {"armed.detection": 0.02}

WORLDS: dict[str, dict[str, Any]] = {
    "the default": {},
    "no firm": {"overrides": {"district.firms": 0}},
    "no sites": {"overrides": {"district.deposits": 0}},
    "no known site": {"overrides": {"district.known": 0}},
    "no miners": {"miners": 0},
    "nobody at all": {"overrides": {"people.pool": 0}},
    "one miner": {"miners": 1},
    "no guards that reach": {"overrides": {"security.reach": 0.0}},
    "no cooperatives": {"overrides": {"organise.form": 0.0, "organise.founding_share": 0.0}},
    "poor ground": {"overrides": {"deposit.reserve_years": 5.0, "deposit.grade_g_day": 0.3}},
    "paid evictions": {"overrides": {"eviction.compensation_usd": 500.0}},
    "much violence": {
        "overrides": {
            "conflict.clash": 0.01,
            "conflict.protest": 0.5,
            "conflict.death_per_participant": 0.02,
            "conflict.injury_per_participant": 0.2,
            "people.threshold": 0.1,
            "belief.hardship": 2.0,
        }
    },
    "much laundering": {
        "overrides": {
            "organise.access_premium": 0.1,
            "organise.founding_share": 0.6,
            "markets.launder_most": 3.0,
            "markets.launder_detection": 0.0,
        }
    },
    "stern buyers": {"overrides": {"markets.zero_tolerance": 1.0, "markets.inconsistency": 0.3}},
    "dangerous work": {"overrides": {"work.fatal_per_1000_years": 1.8}},
    "policy from the start": {"policy_month": 0},
    "exploration": {"overrides": {"firm.exploration_months": 20}},
    "armed actors": {"overrides": ARMED},
    "armed actors without sites": {"overrides": {**ARMED, "district.deposits": 0}},
    "armed actors without people": {"overrides": {**ARMED, "people.pool": 0}},
    "two firms": {"overrides": {"district.firms": 2}},
    "a law that forbids all": {
        "overrides": {"law.cession": False, "law.lease": False, "law.offtake": False}
    },
    "a busy district": dict(BUSY),
    "a busy district with two firms": {
        **BUSY,
        "overrides": {**BUSY["overrides"], "district.firms": 2, "district.concession_km2": 200.0},
    },
    "a law that changes": {
        **BUSY,
        "shocks": (Shock("law.lease", False, 30), Shock("law.offtake", False, 32)),
    },
}
LONGER = 40  # for those in which agreements are made and ended

SHARES = (
    *(f"{name}_share" for name in STATUSES),
    "conduct",
    "conduct_safety",
    "metal_sold_legally",
    "formal_buyers",
    "registered_active_share",
    "licensable_ground",
    "poverty",
    "income_gini",
    "debt_bondage",
    "pit_price_share",
    "output_lost",
    "social_licence",
    "returned_12",
    "worked_area_illegal",
)
MAY_BE_NEGATIVE = ("net_position", "agreement_income")


@pytest.mark.parametrize("scenario", STANCES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_month_of_every_world_is_sound(name: str, scenario: str) -> None:
    # Warnings are errors in these tests: no division by zero, no mean of nothing.
    model = world(scenario, **WORLDS[name])
    n = len(model.district.people.id)
    died = int(np.count_nonzero(model.district.people.occupation == DEAD))
    for _ in range(LONGER if "miners" in WORLDS[name] else MONTHS):
        model.step()  # closes the ledger, or raises
        d = model.district
        check_people(d, n, died)
        died = int(np.count_nonzero(d.people.occupation == DEAD))
        check_sites(d)
        check_money(d)
        check_outcomes(model)
        check_status(d)


def check_people(d: District, n: int, died_before: int) -> None:
    """Nobody vanishes, nobody is in two places, the dead stay dead."""
    people = d.people
    assert people.id.tolist() == list(range(n))
    counts = np.bincount(people.occupation, minlength=len(OCCUPATIONS))
    assert counts.sum() == n
    assert counts[DEAD] == died_before + d.fatal_accidents + d.violent_deaths
    works = people.site != NOWHERE
    assert np.array_equal(works, np.isin(people.occupation, (MINING, PROCESSING)))
    assert np.all(d.sites.discovery_month[people.site[works]] != UNKNOWN)
    for column in (people.savings, people.debt, people.income, people.expected, people.gold_g):
        assert np.all(np.isfinite(column))
        assert np.all(column >= 0.0)
    for column in (people.trust_firm, people.trust_state, people.grievance):
        assert np.all((column >= 0.0) & (column <= 1.0))


def check_sites(d: District) -> None:
    """Mass closes site by site; nothing is below zero."""
    s = d.sites
    assert np.all(s.reserve_g >= 0.0)
    assert np.all(s.recovered_g + s.ore_g <= s.contained_g * (1.0 + 1e-12))
    shares = (s.danger, s.violence, s.interdiction, s.price_share, s.industrial, s.believed)
    for column in (*shares, s.served, s.legal_share, s.legal_trend, s.channel):
        assert np.all((column >= 0.0) & (column <= 1.0))
    for name in s._fields:
        column = getattr(s, name)
        assert np.all(np.isfinite(column)), name
    people = d.people
    works = np.bincount(people.site[people.site != NOWHERE], minlength=len(s.id))
    assert np.array_equal(s.workers, works)
    assert np.array_equal(s.workers, s.diggers + s.processors)
    for part in (s.licensed_g, s.tied_g):
        assert np.all((part >= 0.0) & (part <= s.recovered_g * (1.0 + 1e-9) + 1e-9))
    sold = (d.market.legal_kg + d.market.smuggled_kg) * 1000.0
    assert math.isclose(sold, float(s.recovered_g.sum()), rel_tol=1e-9, abs_tol=1e-9)
    assert 0.0 <= d.market.laundered_kg <= d.market.legal_kg + 1e-12
    dug = float(s.initial_g.sum() - s.reserve_g.sum())
    assert dug >= float(s.tailings_g.sum()) - 1e-6
    mass = d.ledger.mass
    assert math.isclose(mass.reserve_lost, float(s.contained_g.sum()), rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(
        mass.reserve_lost, mass.recovered + mass.tailings, rel_tol=1e-9, abs_tol=1e-9
    )


def check_money(d: District) -> None:
    """The books close, and only the owners of the firm and the state may be in debt."""
    stocks = d.stocks()
    turnover = float(d.ledger.month.sum()) + sum(abs(value) for value in stocks.values()) + 1.0
    for party, gap in d.ledger.gaps(stocks).items():
        assert abs(gap) <= 1e-9 * turnover, party
    assert set(stocks) == set(PARTIES)
    assert stocks["people"] >= 0.0
    assert np.all(d.villages.fund >= 0.0)
    assert np.all(d.cooperatives.treasury >= 0.0)


def check_outcomes(model: CohabitationModel) -> None:
    """Shares lie in [0, 1], counts and amounts are not negative."""
    month = model.recorder.series[-1]
    for name, value in month.items():
        if math.isnan(value):
            continue
        assert math.isfinite(value), name
        if name in SHARES:
            assert -1e-12 <= value <= 1.0 + 1e-12, (name, value)
        elif name not in MAY_BE_NEGATIVE:
            assert value >= 0.0, (name, value)
    if month["active_miners"] > 0:
        total = sum(month[f"{name}_share"] for name in STATUSES)
        assert math.isclose(total, 1.0, rel_tol=1e-12), "every active miner has one status"
    assert set(month) == set(model.library.monthly)


def check_status(d: District) -> None:
    """Nobody has a status without having worked; the classes cover all who did."""
    people = d.people
    assert set(people.status.tolist()) <= {*range(len(STATUSES)), NO_STATUS}
    assert np.all(people.status[people.worked > 0] != NO_STATUS)
    assert np.all(people.days[people.worked == MINED] >= 1.0)


# --- status ---------------------------------------------------------------------------------------

PERMITTED = ("open", "asm_zone", "ceded", "leased")
FORBIDDEN = ("concession_core", "concession_margin", "no_go", "protected")


def naive_status(d: District, i: int) -> int:
    """Derive one person's class from tenure and papers, as model section 2 has it."""
    site = int(d.people.site[i])
    if site == NOWHERE:
        return NO_STATUS
    tenure = TENURES[d.sites.tenure[site]]
    financed = d.people.lender[i] == NETWORK and d.people.debt[i] > 0.0
    if financed or tenure in FORBIDDEN:
        return CRIMINAL if financed else ILLEGAL
    c = int(d.people.cooperative[i])
    papers = DISSOLVED if c == NOWHERE else int(d.cooperatives.papers[c])
    if papers == LICENSED and tenure in PERMITTED:
        return FORMAL
    if c != NOWHERE and d.cooperatives.agreement[c] and tenure == "leased":
        return FORMAL
    waited = d.month - int(d.cooperatives.lodged_month[c]) if papers == LODGED else 0
    worst = min(d.cooperatives.safety[c], d.cooperatives.children[c])
    in_progress = papers == LODGED and waited <= 24 and worst >= d.now.organise.gravest
    if in_progress and tenure != "other_title":
        return LEGITIMATE
    return INFORMAL


@pytest.mark.parametrize("scenario", ["hands_off", "coexistence", "collaboration_tribute"])
@pytest.mark.row("R1")
def test_status_follows_from_tenure_and_papers(
    scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from asmsim.rules import organise

    rule = organise.derive_status
    seen: set[int] = set()

    def checked(*arguments: Any) -> None:
        rule(*arguments)
        d = model.district
        for i in range(len(d.people.id)):
            expected = naive_status(d, i)
            assert d.people.status[i] == expected, (d.month, i)
            seen.add(expected)

    monkeypatch.setattr(organise, "derive_status", checked)
    model = world(scenario, **BUSY)
    model.run_to(LONGER)
    assert seen == {FORMAL, LEGITIMATE, INFORMAL, ILLEGAL, NO_STATUS}


def test_members_belong_to_a_cooperative_of_their_site() -> None:
    model = world("collaboration_tribute", **BUSY)
    for _ in range(LONGER):
        model.step()
        d = model.district
        member = d.people.cooperative != NOWHERE
        coops = d.people.cooperative[member]
        assert np.array_equal(d.cooperatives.site[coops], d.people.site[member])
        assert not np.any(d.cooperatives.papers[coops] == DISSOLVED)
        alive = d.n_cooperatives
        sizes = np.bincount(coops, minlength=alive)
        standing = d.cooperatives.papers[:alive] != DISSOLVED
        assert np.array_equal(sizes[standing], d.cooperatives.members[:alive][standing])
        ids = d.cooperatives.id[:alive]
        assert len(set(ids.tolist())) == alive
    assert member.any()


def test_a_hole_in_the_books_stops_the_run() -> None:
    model = world("hands_off")
    model.step()

    def leak(model: CohabitationModel) -> None:
        model.district.people.savings[0] += 1000.0

    row = model.phases[6]
    assert row.name == "sale"

    def leaking(model: CohabitationModel) -> None:
        row.does(model)
        leak(model)

    model.phases = (*model.phases[:6], row._replace(does=leaking), *model.phases[7:])
    with pytest.raises(AssertionError, match=r"ledger: people is off by (1000\.0|999\.99)"):
        model.step()
