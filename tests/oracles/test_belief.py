"""What people believe, against the sums it should settle at."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import belief
from asmsim.state.people import AWAY, DEAD, FARMING, NOWHERE, PROCESSING
from asmsim.state.sites import ALLUVIAL, HARD_ROCK, UNKNOWN, Sites
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, sites, villages

P = defaults()
KINDS = differ()
B = P.belief
HYPE, WEIGHT = 1.5, 1.6


def heard(there: Sites, month: int = 5) -> None:
    belief.hear(there, B, P.work, P.pit, (HYPE, WEIGHT), month)


def test_word_of_mouth_closes_in_on_what_an_ordinary_digger_earns() -> None:
    # 20 diggers with weights that sum to 30 share a pool of 6000: 200 USD each of weight 1.
    there = sites(1, diggers=20, recovered_g=40.0, weighted_g=60.0, pool=6000.0, bribe_usd=4.0)
    truth = 6000.0 * 2.0 / 60.0 - 4.0
    there.yield_usd[0] = 20.0
    for month in range(1, 12):
        heard(there)
        gap = (20.0 - truth) * (1.0 - B.yield_speed) ** month
        assert there.yield_usd[0] == pytest.approx(truth + gap)


def test_word_of_mouth_tells_what_the_plant_pays_too() -> None:
    # As above; what half of them would have won is sold as ore: 60 g in it, weights sum to 30.
    there = sites(1, diggers=20, recovered_g=20.0, weighted_g=30.0, pool=3000.0)
    there.ore_g[:], there.ore_price[:], there.ore_weighted_g[:] = 60.0, 55.0, 90.0
    for _ in range(200):
        heard(there)
    at_the_pit = 3000.0 * 1.0 / 30.0
    for_ore = 60.0 * 55.0 * (1.0 - P.pit.land_share) * 3.0 / 90.0
    assert there.yield_usd[0] == pytest.approx(at_the_pit + for_ore)


def test_a_processor_counts_on_one_more_to_share_with() -> None:
    there = sites(1, diggers=5, recovered_g=5.0, weighted_g=5.0, pool=920.0, hands=3.0)
    for _ in range(200):
        heard(there)
    part = 920.0 * P.pit.processing_share / (1.0 - P.pit.processing_share)
    assert there.yield_processor[0] == pytest.approx(part / 4.0)


@pytest.mark.parametrize("ore", [ALLUVIAL, HARD_ROCK])
def test_ground_nobody_works_promises_what_a_lone_digger_would_keep(ore: int) -> None:
    there = sites(1, ore=ore, grade=2.0, price=40.0, reserve_g=25.0, initial_g=100.0)
    there.interdiction[0] = 0.2
    for _ in range(400):
        heard(there)
    p, pit = P.work, P.pit
    share = p.recovery_alluvial
    if ore == HARD_ROCK:
        share = p.recovery_hard + pit.tailings_value * (1.0 - p.recovery_hard)
    gross = 2.0 * 0.25**p.depletion * p.days_year / 12.0 * share * 40.0
    kept = gross * (1.0 - pit.land_share) * (1.0 - pit.processing_share) * 0.8 / WEIGHT
    assert there.yield_usd[0] == pytest.approx(kept)


def test_a_dug_out_site_promises_nothing() -> None:
    there = sites(1, reserve_g=0.0, price=40.0, yield_usd=100.0)
    for _ in range(300):
        heard(there)
    assert there.yield_usd[0] == pytest.approx(0.0, abs=1e-9)


def test_a_find_is_talked_up_in_its_month_and_unknown_ground_is_not_talked_of() -> None:
    there = sites(3, price=40.0, discovery_month=[0, 5, UNKNOWN])
    heard(there, month=5)
    promised = (
        belief.promise(1.0, 1.0, (P.work.recovery_alluvial, 0.0), P.work, P.pit) * 40.0 / WEIGHT
    )
    assert there.yield_usd.tolist() == pytest.approx(
        [B.empty_speed * promised, HYPE * promised, 0.0]
    )


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_danger_settles_at_what_guards_and_violence_make_of_it(
    interdiction: float, violence: float
) -> None:
    there = sites(1, interdiction=interdiction, violence=violence)
    for _ in range(200):
        heard(there)
    fear = B.guard_fear * interdiction + B.violence_fear * violence
    assert there.danger[0] == pytest.approx(min(1.0, fear), abs=1e-9)


@pytest.mark.parametrize("regard", [0.0, 0.8])
@pytest.mark.parametrize("trust", [0.0, 0.3, 1.0])
def test_grievance_settles_at_hardship_that_seems_illegitimate(trust: float, regard: float) -> None:
    need, respect = 150.0, np.array([regard])
    income = np.linspace(0.0, 500.0, 101)
    them = people(len(income), expected=income, trust_firm=trust, trust_state=0.4)
    for _ in range(400):
        belief.feel(them, sites(1), respect, (B, KINDS), need, (trust, 0.4))
    shortfall = np.maximum(0.0, 1.0 - income / need)
    legitimacy = B.legitimacy + B.trust_legitimacy * trust + B.chief_legitimacy * regard
    legitimacy = min(1.0, legitimacy)
    expected = np.minimum(1.0, B.hardship * shortfall) * (1.0 - legitimacy)
    np.testing.assert_allclose(them.grievance, expected, atol=1e-9)
    np.testing.assert_allclose(them.trust_firm, trust)


def test_trust_drifts_back_and_a_bribe_costs_the_state_some() -> None:
    them = people(2, site=[0, 1], trust_firm=0.1, trust_state=0.5, expected=500.0)
    there = sites(2, bribe_usd=[10.0, 0.0])
    belief.feel(them, there, np.zeros(1), (B, KINDS), 150.0, (0.3, 0.5))
    assert them.trust_firm.tolist() == pytest.approx([0.1 + B.trust_speed * 0.2] * 2)
    assert them.trust_state.tolist() == pytest.approx([0.5 * (1.0 - B.bribe_trust), 0.5])


def test_those_away_and_the_dead_feel_nothing_of_it() -> None:
    them = people(2, site=NOWHERE, occupation=[AWAY, DEAD], grievance=0.5)
    belief.feel(them, sites(1), np.zeros(1), (B, KINDS), 150.0, (0.3, 0.3))
    assert them.grievance.tolist() == [0.5, 0.5]


def test_a_village_is_the_mean_of_those_who_live_there() -> None:
    rng = np.random.default_rng(1)
    n = 200
    them = people(
        n, village=rng.integers(0, 3, n), grievance=rng.random(n), trust_firm=rng.random(n)
    )
    them.occupation[:] = rng.choice([FARMING, PROCESSING, AWAY, DEAD], n)
    homes = villages(4)
    belief.gather(them, homes)
    for v in range(4):
        here = (them.village == v) & np.isin(them.occupation, [FARMING, PROCESSING])
        assert homes.residents[v] == here.sum()
        if here.any():
            assert homes.grievance[v] == pytest.approx(them.grievance[here].mean())
            assert homes.trust_firm[v] == pytest.approx(them.trust_firm[here].mean())
    assert homes.residents[3] == homes.grievance[3] == 0


def test_villages_estimate_the_margin_with_error_and_smooth_it() -> None:
    n = 4000
    homes = villages(n, near_mine=0.5, residents=100)
    homes.near_mine[0], homes.residents[1] = 0.0, 0
    belief.estimate_margin(homes, B, LUCK.margin, 0, 1e6)
    assert homes.margin_belief[:2].tolist() == [0.0, 0.0], "far off, or nobody there"
    part = 1e6 / (n - 2)
    ratio = homes.margin_belief[2:] / (B.margin_speed * part)
    assert abs(ratio.mean() - 1.0) < 4.0 * B.margin_noise * 1.1 / math.sqrt(n)
    assert np.log(ratio).std() == pytest.approx(B.margin_noise, rel=0.05)
    before = homes.margin_belief.copy()
    belief.estimate_margin(homes, B, LUCK.margin, 1, -1e6)
    np.testing.assert_allclose(homes.margin_belief, (1.0 - B.margin_speed) * before)


@given(st.floats(-1.0, 1.0), st.floats(0.0, 1.0))
def test_what_is_published_is_known_without_error_or_bias(bias: float, published: float) -> None:
    b = B._replace(margin_bias=bias, published=published, margin_noise=0.4, margin_speed=1.0)
    homes = villages(3000, near_mine=0.5, residents=100)
    belief.estimate_margin(homes, b, LUCK.margin, 0, 3e6)
    logs = np.log(homes.margin_belief / 1000.0)
    unknown = 1.0 - published
    middle = bias * unknown - 0.5 * (0.4 * unknown) ** 2
    assert logs.mean() == pytest.approx(middle, abs=4.0 * 0.4 * unknown / math.sqrt(3000) + 1e-9)
    assert logs.std() == pytest.approx(0.4 * unknown, abs=0.02)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_land_that_is_lost_adds_grievance_to_those_at_home(
    grievance: float, coupling: float, lost: float
) -> None:
    b = B._replace(land_grievance=coupling)
    them = people(4, grievance=grievance, village=[0, 1, 0, 0])
    them.occupation[2:] = [AWAY, DEAD]
    homes = villages(2, land_lost=[lost, 0.0])
    belief.begrudge(them, homes, b)
    more = B.grievance_speed * coupling * lost * (1.0 - grievance)
    assert them.grievance.tolist() == pytest.approx([grievance + more, *[grievance] * 3])
    assert them.grievance.max() <= 1.0
