"""Channels against sums by hand: whose metal is whose, what leaves legally, what is passed off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import channels
from asmsim.state.people import FARMING, FORMAL, INFORMAL, NOWHERE
from asmsim.state.sites import Sites
from tests.defaults import defaults
from tests.oracles.tables import people, sites

M = defaults().markets
SHARE = st.floats(0.0, 1.0)


def test_metal_is_licensed_owed_or_free() -> None:
    rng = np.random.default_rng(1)
    n = 300
    them = people(n, site=rng.integers(0, 3, n), gold_g=rng.uniform(0.0, 9.0, n))
    them.status[:] = np.where(rng.uniform(size=n) < 0.4, FORMAL, INFORMAL)
    them.cooperative[:] = np.where(rng.uniform(size=n) < 0.7, 5, NOWHERE)
    them.debt[:] = np.where(rng.uniform(size=n) < 0.5, 100.0, 0.0)
    them.site[:9], them.occupation[:9] = NOWHERE, FARMING
    there = sites(3, channel=[0.0, 0.4, 1.0], licensed_g=77.0, tied_g=77.0)
    outlet = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.0])  # cooperative 5, and none
    channels.sort_metal(them, there, outlet)
    for s in range(3):
        licensed = owed = 0.0
        for i in range(n):
            if them.site[i] != s:
                continue
            formal = them.status[i] == FORMAL and them.cooperative[i] != NOWHERE
            left = them.gold_g[i] * (0.75 if them.cooperative[i] == 5 else 1.0)
            licensed += left if formal else 0.0
            if them.debt[i] > 0.0:
                owed += left * ((1.0 - there.channel[s]) if formal else 1.0)
        assert there.licensed_g[s] == pytest.approx(licensed)
        assert there.tied_g[s] == pytest.approx(owed)


def world(served: float, licensed: float, legal: float, others: float = 60.0, n: int = 2) -> Sites:
    """A site with licensed metal and others', and sites with none licensed."""
    there = sites(n, channel=served, legal_share=legal, recovered_g=others)
    there.licensed_g[0] = licensed
    there.recovered_g[0] = licensed + others
    return there


@given(SHARE, st.floats(0.0, 90.0), SHARE)
def test_metal_leaves_by_one_route_or_the_other(
    served: float, licensed: float, legal: float
) -> None:
    there = world(served, licensed, legal)
    sure = served * licensed
    found = channels.legal_g(there)
    assert found[0] == pytest.approx(sure + legal * (licensed + 60.0 - sure), abs=1e-9)
    assert found[1] == pytest.approx(legal * 60.0, abs=1e-9)
    total = channels.outside_g(there) + found
    np.testing.assert_allclose(total, there.recovered_g)


def test_what_outlets_take_and_what_is_pledged_leaves_legally() -> None:
    there = world(0.5, 20.0, 0.25)
    there.outlet_g[:], there.pledged_g[:] = 8.0, 12.0
    there.to_point[:], there.tied_g[:] = 0.5, 6.0
    sold = 80.0 - 10.0 - 20.0
    at_points = 0.5 * (sold - 6.0)
    assert channels.point_g(there)[0] == pytest.approx(at_points)
    legal = 10.0 + 20.0 + at_points + 0.25 * (sold - at_points)
    assert channels.legal_g(there)[0] == pytest.approx(legal)


def test_what_papers_bring_follows_how_far_channels_are_open() -> None:
    there = sites(3, channel=[0.0, 0.5, 1.0], recovered_g=10.0)
    found = channels.papers(there, M, 0.06, np.array([0.02, 0.02, 0.01]))
    assert found.premium.tolist() == pytest.approx([0.0, 0.03, 0.06])
    assert found.cost.tolist() == pytest.approx([0.0, 0.01, 0.01])


def test_metal_is_passed_off_where_the_gap_beats_detection() -> None:
    p = M._replace(
        launder_most=0.5, launder_scale=0.04, launder_detection=0.02, launder_penalty=1.0
    )
    there, free = world(1.0, 20.0, 0.1), np.zeros(2)
    for premium, expected in ((0.01, 0.0), (0.02, 0.0), (0.03, 0.125), (0.06, 0.5), (0.2, 0.5)):
        found = channels.papers(there, p, premium, free)
        assert found.passed[0] == pytest.approx(expected), premium
        assert found.loss == pytest.approx(0.02)
    # What the legal route costs, and formal buyers who are away, narrow the gap.
    assert channels.papers(there, p, 0.06, np.full(2, 0.03)).passed[0] == pytest.approx(0.125)
    half = channels.papers(world(0.5, 20.0, 0.1), p, 0.06, free)
    assert half.passed[0] == pytest.approx(0.5 * 0.125)
    caught = p._replace(launder_detection=1.0)
    assert not channels.papers(there, caught, 0.2, free).passed.any()


@given(SHARE, st.floats(0.0, 500.0), st.floats(0.01, 0.99), st.floats(0.0, 0.3))
def test_no_more_is_passed_off_than_would_leave_illegally(
    served: float, licensed: float, legal: float, premium: float
) -> None:
    there = world(served, licensed, legal)
    p = M._replace(launder_most=3.0)
    found = channels.papers(there, p, premium, np.zeros(2))
    passed = float((found.passed * there.licensed_g).sum())
    assert 0.0 <= passed <= float(channels.outside_g(there).sum()) * (1.0 + 1e-12)
    # Nobody loses by it: what is gained is never below what is expected to be lost.
    assert np.all((found.passed == 0.0) | (found.premium - found.cost >= found.loss))
