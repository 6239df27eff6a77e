"""Grants: against a loop over sites that draws for each by itself."""

from __future__ import annotations

import numpy as np
import pytest

from asmsim.luck import key, uniform
from asmsim.rules.grants import chosen
from asmsim.state.columns import empty
from asmsim.state.sites import Sites

STREAM = key(5, "grant")
N = 60


def ground() -> Sites:
    sites = empty(Sites, N)
    sites.id[:] = 10 + np.arange(N)
    sites.organised[:] = np.arange(N) % 3  # nobody at every third
    return sites


@pytest.mark.row("P27")
@pytest.mark.parametrize("month", [24, 30, 35, 36])
def test_a_site_has_a_grant_for_a_year_by_a_draw_of_its_own(month: int) -> None:
    sites, asked = ground(), np.where(np.arange(N) % 2, 1.0, 0.0)
    found = chosen(sites, asked, 0.6, STREAM, month)
    year = {24: 24, 30: 24, 35: 24, 36: 36}[month]
    for s in range(N):
        drawn = uniform(STREAM, year, int(sites.id[s]), 0) < 0.6
        assert found[s] == (drawn and s % 2 == 1 and s % 3 != 0), s
    assert found.any()
    assert not found.all()


def test_more_places_take_no_grant_away() -> None:
    sites, asked = ground(), np.ones(N)
    for less, more in ((0.0, 0.2), (0.2, 0.7), (0.7, 1.0)):
        few, many = (chosen(sites, asked, share, STREAM, 24) for share in (less, more))
        assert not (few & ~many).any()
    assert chosen(sites, asked, 1.0, STREAM, 24).sum() == (sites.organised > 0).sum()
