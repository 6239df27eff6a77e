"""Outcomes against naive sums."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.outcomes.livelihood import gini

incomes = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=60)


def naive_gini(values: list[float]) -> float:
    """Half the mean absolute difference over all pairs, relative to the mean."""
    n = len(values)
    apart = sum(abs(a - b) for a in values for b in values)
    return apart / (2.0 * n * sum(values))


@given(incomes)
def test_gini_agrees_with_all_pairs(values: list[float]) -> None:
    found = gini(np.array(values))
    if sum(values) <= 0.0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(naive_gini(values), abs=1e-9)
        assert -1e-12 <= found < 1.0


@given(incomes, st.floats(0.01, 100.0))
def test_gini_knows_neither_currency_nor_order(values: list[float], rate: float) -> None:
    if sum(values) > 1.0:
        turned = np.array(values[::-1]) * rate
        assert gini(turned) == pytest.approx(gini(np.array(values)), abs=1e-9)


def test_gini_of_equals_and_of_one_who_has_all() -> None:
    assert gini(np.full(7, 3.0)) == pytest.approx(0.0, abs=1e-15)
    assert gini(np.array([0.0] * 9 + [5.0])) == pytest.approx(0.9)
    assert math.isnan(gini(np.empty(0)))
