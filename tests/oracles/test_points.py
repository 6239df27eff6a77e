"""Buying points near the pits: against naive loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import channels, points
from asmsim.state.sites import UNKNOWN
from tests.defaults import defaults
from tests.oracles.tables import sites

D = defaults()
P, M = D.points, D.markets


def test_points_stand_at_the_largest_pits_and_stay_while_these_are_worked() -> None:
    there = sites(6, workers=[9, 9, 9, 9, 0, 9], recovered_g=[5.0, 1.0, 4.0, 3.0, 9.0, 8.0])
    there.discovery_month[5] = UNKNOWN
    half = P._replace(share=0.5)
    assert points.open_points(there, half) == 2
    assert there.point.tolist() == [1, 0, 1, 0, 0, 0]
    there.recovered_g[1] = 99.0  # a new rush does not move those there are
    assert points.open_points(there, half) == 2
    assert there.point.tolist() == [1, 0, 1, 0, 0, 0]
    there.workers[0] = 0  # but who left is not served any more
    assert points.open_points(there, half._replace(share=0.67)) == 2
    assert there.point.tolist() == [0, 1, 1, 0, 0, 0]
    assert points.open_points(there, half._replace(share=0.0)) == 0
    assert not there.point.any()


def test_the_way_is_the_one_to_the_nearest_point() -> None:
    rng = np.random.default_rng(5)
    there = sites(40, x=rng.uniform(0.0, 55.0, 40), y=rng.uniform(0.0, 55.0, 40))
    there.point[:] = rng.uniform(size=40) < 0.2
    found = points.way_km(there)
    for s in range(40):
        gaps = [
            float(np.hypot(there.x[s] - there.x[k], there.y[s] - there.y[k]))
            for k in range(40)
            if there.point[k]
        ]
        assert found[s] == pytest.approx(min(gaps))


def test_a_point_pays_what_the_legal_route_leaves_and_what_it_saves() -> None:
    there = sites(2, legal_net=0.9)
    markets = M._replace(
        due_diligence=0.03, traceability=0.01, borne_upstream=0.5, compliance=0.02, village_way=0.1
    )
    p = P._replace(buyers=4.0, saves=0.5)
    found = points.net(there, p, markets._replace(supply_elasticity=1.5), np.array([0.0, 3.0]))
    paid = 0.92 * 6.0 / 7.0
    assert found.tolist() == pytest.approx([paid, paid - 0.3])
    assert points.net(there, p, markets, np.full(2, np.inf)).tolist() == [0.0, 0.0]


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_metal_of_the_free_leaves_legally_as_far_as_it_turns_to_a_point(
    turned: float, channel: float, tied: float, legal: float
) -> None:
    licensed, recovered = 40.0, 100.0
    there = sites(1, recovered_g=recovered, licensed_g=licensed, channel=channel)
    there.tied_g[:] = tied * (recovered - licensed)
    there.legal_share[:], there.price_share[:] = legal, 0.8
    points.match(there, np.full(1, 0.85), np.full(1, turned), 60.0)
    assert there.price[0] == pytest.approx(60.0 * 0.85)
    by_channel = channel * licensed
    at_point = turned * (recovered - by_channel - there.tied_g[0])
    rest = recovered - by_channel - at_point
    assert channels.point_g(there)[0] == pytest.approx(at_point)
    assert channels.legal_g(there)[0] == pytest.approx(by_channel + at_point + legal * rest)
