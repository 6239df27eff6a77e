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


def places(seed: int, n_sites: int, n_villages: int) -> tuple[Sites, Villages]:
    rng = np.random.default_rng(seed)
    sites, villages = empty(Sites, n_sites), empty(Villages, n_villages)
    for table in (sites, villages):
        table.x[:] = rng.uniform(0.0, 50.0, len(table.x))
        table.y[:] = rng.uniform(0.0, 50.0, len(table.y))
    return sites, villages


def brute(sites: Sites, x: float, y: float, width: int) -> list[int]:
    numbers = list(range(len(sites.x)))
    numbers.sort(key=lambda s: (sites.x[s] - x) ** 2 + (sites.y[s] - y) ** 2)
    return numbers[:width]


@given(st.integers(0, 10_000), st.integers(0, 40), st.integers(0, 5), st.integers(1, 40))
def test_the_nearest_deposits_in_order(
    seed: int, n_sites: int, n_villages: int, width: int
) -> None:
    sites, villages = places(seed, n_sites, n_villages)
    found = near(sites, villages, width)
    for table, rows in ((sites, found.site), (villages, found.village)):
        assert len(rows) == len(table.x)
        for k, row in enumerate(rows.tolist()):
            nearest = brute(sites, table.x[k], table.y[k], width)
            assert row == nearest + [NOWHERE] * (len(row) - len(nearest))


@pytest.mark.parametrize(
    ("n_sites", "width", "expected"),
    [(0, 64, 1), (1, 64, 1), (3, 64, 4), (120, 64, 64), (120, 65, 128), (50, 24, 32)],
)
def test_a_row_is_as_long_as_the_next_power_of_two(n_sites: int, width: int, expected: int) -> None:
    found = near(*places(3, n_sites, 2), width)
    assert found.site.shape == (n_sites, expected)
    assert found.village.shape == (2, expected)
    assert found.site.dtype == found.village.dtype == np.int32


def test_a_site_is_its_own_nearest() -> None:
    assert near(*places(1, 20, 3), 4).site[:, 0].tolist() == list(range(20))


def test_what_is_known_of_deposits_changes_no_row() -> None:
    sites, villages = places(2, 30, 4)
    before = near(sites, villages, 8)
    sites.discovery_month[:] = UNKNOWN
    after = near(sites, villages, 8)
    assert before.site.tolist() == after.site.tolist()
    assert before.village.tolist() == after.village.tolist()
