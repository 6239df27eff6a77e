"""Who looks where, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.state.columns import empty
from asmsim.state.near import near
from asmsim.state.people import NOWHERE
from asmsim.state.sites import UNKNOWN, Sites
from asmsim.state.villages import Villages


def places(seed: int, n_sites: int, n_villages: int, n_known: int) -> tuple[Sites, Villages]:
    rng = np.random.default_rng(seed)
    sites, villages = empty(Sites, n_sites), empty(Villages, n_villages)
    for table in (sites, villages):
        table.x[:] = rng.uniform(0.0, 50.0, len(table.x))
        table.y[:] = rng.uniform(0.0, 50.0, len(table.y))
    sites.discovery_month[:] = UNKNOWN
    sites.discovery_month[rng.permutation(n_sites)[:n_known]] = rng.integers(0, 9, n_known)
    return sites, villages


def brute(sites: Sites, x: float, y: float, width: int) -> list[int]:
    known = [s for s in range(len(sites.x)) if sites.discovery_month[s] != UNKNOWN]
    known.sort(key=lambda s: (sites.x[s] - x) ** 2 + (sites.y[s] - y) ** 2)
    return (known + [NOWHERE] * width)[:width]


@given(
    st.integers(0, 10_000),
    st.integers(0, 40),
    st.integers(0, 5),
    st.integers(0, 40),
    st.integers(1, 30),
)
def test_the_nearest_known_sites_in_order(
    seed: int, n_sites: int, n_villages: int, n_known: int, width: int
) -> None:
    sites, villages = places(seed, n_sites, n_villages, min(n_known, n_sites))
    found = near(sites, villages, width)
    assert found.site.shape == (n_sites, width)
    assert found.village.shape == (n_villages, width)
    for table, rows in ((sites, found.site), (villages, found.village)):
        for k in range(len(table.x)):
            assert rows[k].tolist() == brute(sites, table.x[k], table.y[k], width)


def test_a_known_site_is_its_own_nearest() -> None:
    sites, villages = places(1, 20, 3, 20)
    assert near(sites, villages, 4).site[:, 0].tolist() == list(range(20))


@pytest.mark.parametrize("known", [0, 3])
def test_missing_neighbours_are_nowhere(known: int) -> None:
    sites, villages = places(2, 10, 2, known)
    found = near(sites, villages, 5)
    assert np.all(found.site[:, known:] == NOWHERE)
    assert np.all(found.site[:, :known] != NOWHERE)
    assert found.site.dtype == found.village.dtype == np.int32
