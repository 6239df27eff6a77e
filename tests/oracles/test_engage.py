"""The ladder of engagement, knowledge and trust, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import engage
from asmsim.state.people import AWAY, DEAD, FARMING, MINING, NOWHERE
from tests.defaults import defaults
from tests.oracles.tables import people, sites, villages

P = defaults()
E = P.engagement
F = P.firm
share = st.floats(0.0, 1.0)


# --- the ladder -----------------------------------------------------------------------------------


def test_the_ladder_is_climbed_a_rung_in_so_many_months_and_no_higher() -> None:
    p = E._replace(effort=1.0)
    rung, climbed = 0.0, []
    for _ in range(int(E.rung_months * E.rungs) + 5):
        rung = engage.climb(p, rung, 0.0, 0.0)
        climbed.append(rung)
    steps = np.arange(1, len(climbed) + 1) / E.rung_months
    np.testing.assert_allclose(climbed, np.minimum(steps, E.rungs))


def test_without_any_effort_one_comes_down_as_fast() -> None:
    assert engage.climb(E, 3.0, 0.5, 0.0) == pytest.approx(3.0 - 1.0 / E.rung_months)
    assert engage.climb(E, 0.1, 0.0, 0.0) == 0.0


@given(share, share, share)
def test_guards_at_the_table_spoil_the_face_to_face_route_alone(
    effort: float, indirect: float, spoilt: float
) -> None:
    p = E._replace(effort=effort, indirect=indirect, spoils=0.8)
    found = engage.climb(p, 1.0, spoilt, 0.0)
    face = effort * (1.0 - 0.8 * spoilt)
    third = indirect * p.indirect_weight * p.third_party_trust
    if effort + indirect > 0.0:
        assert found == pytest.approx(1.0 + (face + third) / p.rung_months)
        assert found >= 1.0, "nobody unlearns for meeting"


@given(st.floats(0.0, 5.0), st.floats(0.0, 3.0), st.floats(0.0, 5.0))
def test_force_costs_rungs_at_once_and_never_more_than_all(
    rung: float, broken: float, fall: float
) -> None:
    found = engage.fallen(E._replace(fall=fall), rung, broken)
    assert found == pytest.approx(max(0.0, rung - fall * min(1.0, broken)))


# --- knowledge ------------------------------------------------------------------------------------


@given(share, share, share)
def test_knowledge_settles_where_gain_and_loss_balance(
    start: float, monitoring: float, trust: float
) -> None:
    p = E._replace(monitoring=monitoring, effort=0.3, learns=0.5)
    known = start
    for _ in range(4000):
        known = engage.knowledge(F, p, known, trust)
        assert 0.0 <= known <= 1.0
    taught = min(1.0, monitoring + 0.3 * (0.5 + 0.5 * trust))
    gain, loss = F.knowledge_gain * taught, F.knowledge_loss * (1.0 - taught)
    assert known == pytest.approx(gain / (gain + loss), abs=1e-6)


def test_knowledge_fades_at_its_rate_without_looking_or_talking() -> None:
    known = 0.8
    for _ in range(24):
        known = engage.knowledge(F, E, known, 1.0)
    assert known == pytest.approx(0.8 * (1.0 - F.knowledge_loss) ** 24)


# --- who is met -----------------------------------------------------------------------------------


def test_a_firm_meets_those_on_its_title_and_next_to_its_mine() -> None:
    there = sites(3, holder=[0, 1, -1])
    homes = villages(2, near_mine=[0.6, 0.9], mine=[0, 1])
    them = people(7, village=[0, 0, 0, 0, 1, 1, 0], site=[0, 1, 2, NOWHERE, 0, NOWHERE, NOWHERE])
    them.occupation[:] = [MINING, MINING, MINING, FARMING, MINING, FARMING, AWAY]
    met = engage.contact(them, there, homes, 0)
    assert met.tolist() == [1.0, 0.6, 0.6, 0.6, 1.0, 0.0, 0.0]
    them.occupation[0], them.site[0] = DEAD, NOWHERE
    assert engage.contact(them, there, homes, 0)[0] == 0.0
    on_title = engage.works_on(them, there.holder == 0)
    assert np.flatnonzero(on_title).tolist() == [4]


@given(share, st.floats(0.0, 5.0), share, share)
def test_trust_closes_in_on_what_the_rung_deserves_and_is_never_lowered(
    trust: float, rung: float, met: float, start: float
) -> None:
    them = people(1, trust_firm=trust)
    aim = start + E.trust_top * rung / E.rungs * (1.0 - start)
    for month in range(1, 10):
        engage.win_trust(them, E, np.array([met]), rung, start)
        gap = max(0.0, aim - trust) * (1.0 - E.trust_speed * met) ** month
        assert them.trust_firm[0] == pytest.approx(max(trust, aim) - gap)


def test_chiefs_regard_follows_the_rung_and_nearness() -> None:
    homes = villages(3, near_mine=[1.0, 0.5, 1.0], mine=[0, 0, 1], respect=[0.0, 0.9, 0.2])
    homes.given[:] = E.chief_wants_usd
    for _ in range(400):
        engage.regard(homes, E, 0, 4.0)
    assert homes.respect.tolist() == pytest.approx([0.8, 0.4, 0.2])


@pytest.mark.row("R22")
def test_chiefs_want_their_share_as_well() -> None:
    homes = villages(3, near_mine=1.0, mine=0)
    homes.given[:] = [0.0, 0.5 * E.chief_wants_usd, 9.0 * E.chief_wants_usd]
    for _ in range(400):
        engage.regard(homes, E, 0, 4.0)
    left = 1.0 - E.chief_share * np.array([1.0, 0.5, 0.0])
    assert homes.respect.tolist() == pytest.approx((0.8 * left).tolist())
