"""What must hold of every verdict, whatever the numbers."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from asmsim.studies.verdict import Verdict, holm, paired, verdict

NUMBERS = st.floats(-1e9, 1e9, allow_subnormal=False)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=25)
SMALLEST = st.floats(0, 1e9, allow_subnormal=False)
DIRECTIONS = st.sampled_from(["more", "less", "neither"])
P_VALUES = st.lists(st.floats(0, 1) | st.just(math.nan), max_size=30)

OPPOSITE = {
    Verdict.BETTER: Verdict.WORSE,
    Verdict.WORSE: Verdict.BETTER,
    Verdict.HIGHER: Verdict.LOWER,
    Verdict.LOWER: Verdict.HIGHER,
}


def judge(pairs: list[tuple[float, float]], smallest: float, direction: str) -> Verdict:
    found = paired([a for a, _ in pairs], [b for _, b in pairs], direction)
    return verdict(found, found.p, smallest=smallest, direction=direction)


@given(PAIRS, SMALLEST, DIRECTIONS)
def test_swapping_scenario_and_reference_turns_the_verdict_round(
    pairs: list[tuple[float, float]], smallest: float, direction: str
) -> None:
    there = judge(pairs, smallest, direction)
    back = judge([(b, a) for a, b in pairs], smallest, direction)
    assert back is OPPOSITE.get(there, there)


@given(PAIRS, SMALLEST, DIRECTIONS)
def test_changing_every_sign_turns_the_verdict_round(
    pairs: list[tuple[float, float]], smallest: float, direction: str
) -> None:
    there = judge(pairs, smallest, direction)
    mirrored = judge([(-a, -b) for a, b in pairs], smallest, direction)
    assert mirrored is OPPOSITE.get(there, there)


@given(PAIRS, DIRECTIONS, st.randoms(use_true_random=False))
def test_the_order_of_replicates_changes_no_bit(
    pairs: list[tuple[float, float]], direction: str, random: object
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    here = paired([a for a, _ in pairs], [b for _, b in pairs], direction)
    there = paired([a for a, _ in shuffled], [b for _, b in shuffled], direction)
    assert repr(here) == repr(there)


@given(PAIRS, DIRECTIONS)
def test_the_interval_holds_the_mean(pairs: list[tuple[float, float]], direction: str) -> None:
    found = paired([a for a, _ in pairs], [b for _, b in pairs], direction)
    if found.pairs > 1:
        assert found.low <= found.difference <= found.high
        assert 0 <= found.p <= 1
        assert 0 <= found.share_better <= 1


@given(PAIRS, SMALLEST, SMALLEST, DIRECTIONS)
def test_a_higher_bar_never_creates_a_difference(
    pairs: list[tuple[float, float]], one: float, two: float, direction: str
) -> None:
    weak, strict = (judge(pairs, each, direction) for each in sorted((one, two)))
    if weak is Verdict.SAME:
        assert strict is Verdict.SAME
    if strict in OPPOSITE:
        assert strict is weak


@given(P_VALUES)
def test_holm_only_raises_and_keeps_the_order(p: list[float]) -> None:
    corrected = holm(p)
    pairs = [(a, b) for a, b in zip(p, corrected, strict=True) if not math.isnan(a)]
    assert all(math.isnan(b) for a, b in zip(p, corrected, strict=True) if math.isnan(a))
    assert all(a <= b <= 1 for a, b in pairs)
    ordered = [b for _, b in sorted(pairs)]
    assert ordered == sorted(ordered)


@given(P_VALUES, st.randoms(use_true_random=False))
def test_holm_does_not_care_for_the_order(p: list[float], random: object) -> None:
    places = list(range(len(p)))
    random.shuffle(places)  # type: ignore[attr-defined]
    direct = holm(p)
    shuffled = holm([p[place] for place in places])
    assert repr(shuffled) == repr([direct[place] for place in places])
