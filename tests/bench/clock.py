"""The stopwatch: the best of some rounds, two things timed side by side."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def seconds(what: Callable[[], object]) -> float:
    """How long one call keeps a processor busy, whoever else would like it."""
    start = process_time()
    what()
    return process_time() - start


def side_by_side(
    one: Callable[[], float], other: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """The highest of two speeds measured in turn, and their quotient.

    Whatever else a machine does can only slow a round down, so the best round tells most.
    """
    ones, others = zip(*((one(), other()) for _ in range(rounds)), strict=True)
    return max(ones), max(others), max(ones) / max(others)
