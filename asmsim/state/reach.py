"""Reach: whom programmes with a limited number of places reach, together."""

from __future__ import annotations

import math

from asmsim.state.parameters import Coordination


def reached(places: float, eligible: float, p: Coordination) -> float:
    """Share of the eligible who are reached: ``c * min(1, x) + (1 - c) * (1 - exp(-x))``.

    With ``x`` places a head and ``c = 1 - overlap * (1 - level)``. Programmes that do not know of
    each other give their places as if at random, so that some people have two and others none;
    coordination fills each place with somebody new (P22).

    Parameters
    ----------
    places : float, people/year
        Places of all programmes together.
    eligible : float, people
        For whom they are; where there is nobody yet, who comes first finds a place.

    Examples
    --------
    >>> apart, together = Coordination(0.0, 1.0, 0.05, 0.0), Coordination(1.0, 1.0, 0.05, 0.0)
    >>> [round(reached(300.0, 300.0, p), 3) for p in (apart, together)]
    [0.632, 1.0]
    """
    if places <= 0.0:
        return 0.0
    if eligible <= 0.0:
        return 1.0
    a_head = places / eligible
    apart = p.overlap * (1.0 - p.level)
    return (1.0 - apart) * min(1.0, a_head) - apart * math.expm1(-a_head)


def doubled(places: float, eligible: float, p: Coordination) -> float:
    """Places taken up by people who have had one already, a head of the eligible.

    No more places are taken up than there are people.

    Examples
    --------
    >>> round(doubled(300.0, 300.0, Coordination(0.0, 1.0, 0.05, 0.0)), 3)
    0.368
    """
    if places <= 0.0 or eligible <= 0.0:
        return 0.0
    return min(1.0, places / eligible) - reached(places, eligible, p)
