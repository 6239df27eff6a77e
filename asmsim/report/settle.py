"""How many more pairs of runs would settle what is too close to call."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from scipy.special import stdtr, stdtrit

from asmsim.studies.verdict import CONFIDENCE, FEWEST_PAIRS

MOST_PAIRS = 10_000
"""More pairs than anybody runs: then the answer is that luck is not what hides it."""


def more_pairs(found: Mapping[Any, Any], *, smallest: float, tests: int) -> int | None:
    """Return how many more pairs would give a verdict, if difference and spread stay as they are.

    The spread of the pairs is read off the interval. A difference larger than the smallest that
    matters is settled when its p, corrected for all tests of the table (Bonferroni's bound, which
    Holm's correction never exceeds), is below the level; a smaller one when the whole interval lies
    inside what does not matter.

    Parameters
    ----------
    found : mapping
        A row of the contrasts.
    smallest : float
        The smallest difference that matters, in the outcome's unit and this district's size.
    tests : int
        Tests in the table of this context.

    Returns
    -------
    int or None
        None when no number of pairs up to ten thousand would do, or nothing is known of the spread.

    Examples
    --------
    >>> row = {"pairs": 6, "difference": 1.0, "low": -0.5, "high": 2.5}
    >>> more_pairs(row, smallest=0.5, tests=1), more_pairs(row, smallest=0.5, tests=70)
    (5, 24)
    """
    pairs, difference = int(found["pairs"]), abs(float(found["difference"]))
    reach = (float(found["high"]) - float(found["low"])) / 2
    if pairs < FEWEST_PAIRS or not math.isfinite(reach) or reach <= 0.0:
        return None
    spread = reach / _factor(pairs) * math.sqrt(pairs)
    low, high = pairs, MOST_PAIRS
    if not _settled(high, difference, spread, smallest, tests):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _settled(middle, difference, spread, smallest, tests):
            high = middle
        else:
            low = middle
    return high - pairs


def _factor(pairs: int) -> float:
    """Return by how many standard errors the interval reaches to each side."""
    return float(stdtrit(pairs - 1, (1 + CONFIDENCE) / 2))


def _settled(pairs: int, difference: float, spread: float, smallest: float, tests: int) -> bool:
    """Tell whether so many pairs of this difference and spread would give a verdict."""
    error = spread / math.sqrt(pairs)
    if difference > smallest:
        p = 2 * float(stdtr(pairs - 1, -difference / error))
        return p * tests < 1 - CONFIDENCE
    return difference + _factor(pairs) * error <= smallest
