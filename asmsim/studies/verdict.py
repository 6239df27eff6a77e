"""The one rule that turns paired differences into a verdict.

Two scenarios of one replicate share their luck, so what is compared is the difference within each
pair. A verdict needs two things: luck alone must be an unlikely explanation (Student's t, Holm's
correction over the table) *and* the difference must be large enough to matter (the outcome's own
recorded `smallest`). Everything that states a verdict calls this file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import stdtr, stdtrit

CONFIDENCE = 0.95
"""Level of the interval, and one minus the level of the corrected test."""

FEWEST_PAIRS = 2
"""A spread, hence an interval, needs two pairs."""


class Verdict(StrEnum):
    """What a table may say about one outcome under one scenario.

    `HIGHER` and `LOWER` stand in for better and worse where an outcome has no good direction.
    """

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "no difference that matters"
    CLOSE = "too close to call"
    UNDEFINED = "not defined"


@dataclass(frozen=True, slots=True)
class Paired:
    """Differences (scenario minus reference) over the pairs in which both are defined.

    Attributes
    ----------
    pairs : int
        Pairs used; a pair with an undefined side is left out.
    reference_mean, scenario_mean, difference : float
        Means over the same pairs; NaN without a pair.
    low, high : float
        95% Student t interval of the mean difference; NaN with fewer than two pairs.
    share_better : float
        Share of pairs strictly better than the reference, in [0, 1]; strictly higher where the
        outcome has no good direction.
    p : float
        Two-sided p of no difference, before correction; NaN with fewer than two pairs.
    """

    pairs: int
    reference_mean: float
    scenario_mean: float
    difference: float
    low: float
    high: float
    share_better: float
    p: float


def paired(reference: Iterable[float], scenario: Iterable[float], direction: str) -> Paired:
    """Summarise the differences of one outcome, pair by pair.

    Sums are exact before rounding (`math.fsum`), so the order of replicates changes no bit.

    Parameters
    ----------
    reference, scenario : iterable of float
        The outcome in each replicate, in the same order of replicates.
    direction : {"more", "less", "neither"}
        Which way is better.

    Examples
    --------
    >>> found = paired([1.0, 2.0, 3.0], [2.0, 3.0, 5.0], "more")
    >>> found.pairs, round(found.difference, 3), found.share_better
    (3, 1.333, 1.0)
    """
    both = [
        (float(before), float(after))
        for before, after in zip(reference, scenario, strict=True)
        if math.isfinite(before) and math.isfinite(after)
    ]
    pairs = len(both)
    if pairs == 0:
        return Paired(0, *[math.nan] * 7)
    differences = [after - before for before, after in both]
    mean = math.fsum(differences) / pairs
    better = sum(each < 0 if direction == "less" else each > 0 for each in differences)
    low, high, p = _student(differences, mean)
    return Paired(
        pairs=pairs,
        reference_mean=math.fsum(before for before, _ in both) / pairs,
        scenario_mean=math.fsum(after for _, after in both) / pairs,
        difference=mean,
        low=low,
        high=high,
        share_better=better / pairs,
        p=p,
    )


def _student(differences: Sequence[float], mean: float) -> tuple[float, float, float]:
    """Interval and two-sided p of the mean; a spread of zero leaves no doubt either way."""
    pairs = len(differences)
    if pairs < FEWEST_PAIRS:
        return math.nan, math.nan, math.nan
    freedom = pairs - 1
    variance = math.fsum((each - mean) ** 2 for each in differences) / freedom
    error = math.sqrt(variance / pairs)
    if error == 0.0:
        return mean, mean, 1.0 if mean == 0.0 else 0.0
    reach = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(mean) / error))
    return mean - reach, mean + reach, p


def holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down correction of a table of p values.

    Undefined values stay undefined and are not counted among the tests.

    Examples
    --------
    >>> [round(each, 3) for each in holm([0.01, 0.04, 0.03, 0.005])]
    [0.03, 0.06, 0.06, 0.02]

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics 6, 65-70.
    """
    corrected = [math.nan] * len(p)
    tested = sorted((each, place) for place, each in enumerate(p) if not math.isnan(each))
    reached = 0.0
    for step, (each, place) in enumerate(tested):
        reached = max(reached, min(1.0, (len(tested) - step) * each))
        corrected[place] = reached
    return corrected


def verdict(found: Paired, p_holm: float, *, smallest: float, direction: str) -> Verdict:
    """State the verdict on one outcome under one scenario.

    Parameters
    ----------
    found : Paired
    p_holm : float
        The p of `found` after Holm's correction over the table.
    smallest : float
        The smallest difference that matters, in the outcome's unit, not negative.
    direction : {"more", "less", "neither"}

    Returns
    -------
    Verdict
        Better or worse (higher or lower where there is no good direction) when the corrected test
        excludes zero and the mean difference exceeds `smallest`; no difference that matters when
        the whole interval lies inside it; else too close to call. Not defined with fewer than two
        pairs.
    """
    if found.pairs < FEWEST_PAIRS:
        return Verdict.UNDEFINED
    if p_holm < 1 - CONFIDENCE and abs(found.difference) > smallest:
        return _side(found.difference > 0, direction)
    if -smallest <= found.low and found.high <= smallest:
        return Verdict.SAME
    return Verdict.CLOSE


def _side(is_higher: bool, direction: str) -> Verdict:
    if direction == "neither":
        return Verdict.HIGHER if is_higher else Verdict.LOWER
    return Verdict.BETTER if is_higher == (direction == "more") else Verdict.WORSE
