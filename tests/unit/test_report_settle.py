"""How many more pairs would settle a close call: tried on pairs of that difference and spread."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from asmsim.report.settle import MOST_PAIRS, more_pairs
from asmsim.studies.verdict import Verdict, paired, verdict


def differences(pairs: int, mean: float, spread: float) -> list[float]:
    """Return as many differences, with exactly this mean and standard deviation."""
    shape = [(-1.0) ** place for place in range(pairs)]
    if pairs % 2:
        shape[-1] = 0.0
    size = math.sqrt(sum(each**2 for each in shape) / (pairs - 1))
    return [mean + spread * each / size for each in shape]


def verdict_of(
    pairs: int, mean: float, spread: float, smallest: float, tests: int
) -> tuple[dict[str, float], Verdict]:
    zeros = [0.0] * pairs
    found = paired(zeros, differences(pairs, mean, spread), "more")
    said = verdict(found, min(1.0, found.p * tests), smallest=smallest, direction="more")
    row = {"pairs": pairs, "difference": found.difference, "low": found.low, "high": found.high}
    return row, said


@given(
    pairs=st.integers(2, 30),
    mean=st.floats(-3, 3),
    spread=st.floats(0.1, 5),
    smallest=st.floats(0, 2),
    tests=st.sampled_from([1, 10, 500]),
)
def test_so_many_more_pairs_settle_it_and_one_fewer_does_not(
    pairs: int, mean: float, spread: float, smallest: float, tests: int
) -> None:
    row, said = verdict_of(pairs, mean, spread, smallest, tests)
    assume(said is Verdict.CLOSE)
    assume(abs(abs(mean) - smallest) > 1e-6)  # on the edge, rounding decides
    more = more_pairs(row, smallest=smallest, tests=tests)
    assume(more is None or more + pairs < 400)
    if more is None:
        _, late = verdict_of(MOST_PAIRS, mean, spread, smallest, tests)
        assert late is Verdict.CLOSE
        return
    assert more > 0
    enough = verdict_of(pairs + more, mean, spread, smallest, tests)[1]
    assert enough is not Verdict.CLOSE
    if more > 1:
        assert verdict_of(pairs + more - 1, mean, spread, smallest, tests)[1] is Verdict.CLOSE


@pytest.mark.parametrize(
    "row",
    [
        {"pairs": 0, "difference": math.nan, "low": math.nan, "high": math.nan},
        {"pairs": 1, "difference": 1.0, "low": math.nan, "high": math.nan},
        {"pairs": 5, "difference": 1.0, "low": 1.0, "high": 1.0},
        {"pairs": 5, "difference": 1.0, "low": -9.0, "high": 11.0},
    ],
)
def test_what_nothing_is_known_of_cannot_be_reckoned(row: dict[str, float]) -> None:
    assert more_pairs(row, smallest=1.0, tests=1) is None
