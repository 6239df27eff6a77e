"""Every kind of place can be lived in, and every stance tried there."""

from __future__ import annotations

import numpy as np
import pytest

from asmsim import compare, simulate
from asmsim.records import default_library

PLACES = list(default_library().contexts)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_lived_in_without_emptying_or_filling(place: str) -> None:
    run = simulate("hands_off", context=place, miners=500, months=36, seed=1)
    active = run.series["active_miners"]
    assert active.mean() > 0.4 * 500  # a crackdown may empty the pits for some months
    assert active.max() < 1.9 * 500
    shares = [f"{status}_share" for status in ("formal", "legal", "legitimate", "informal")]
    total = run.series[[*shares, "illegal_share", "criminal_share"]].sum(axis=1)
    np.testing.assert_allclose(total, 1.0)
    assert run.series["income_median"].iloc[-1] > 0.0


@pytest.mark.slow
def test_all_stances_can_be_compared_in_all_places() -> None:
    """What the command does with ``--context all --miners 300 --months 36 --replicates 2``."""
    found = compare(context=PLACES, miners=300, months=36, replicates=2)
    assert set(found.runs["context"]) == set(PLACES)
    assert found.failed == ()
