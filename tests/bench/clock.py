"""The stopwatch: medians of rounds, two things timed side by side."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter


def seconds(what: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    what()
    return perf_counter() - start


def side_by_side(
    one: Callable[[], float], other: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """Medians of two measurements taken in turn, and of the quotient within a round.

    A machine that slows down for a while slows both, so the quotient is steadier than either.
    """
    pairs = [(one(), other()) for _ in range(rounds)]
    ones, others = zip(*pairs, strict=True)
    quotients = [a / b for a, b in pairs]
    return statistics.median(ones), statistics.median(others), statistics.median(quotients)
