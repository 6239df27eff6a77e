"""The verdict rule against things that are not the verdict rule."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from asmsim.studies.verdict import Paired, Verdict, holm, paired, verdict


def judge(differences: list[float], smallest: float = 0.5, direction: str = "more") -> Verdict:
    found = paired([0.0] * len(differences), differences, direction)
    return verdict(found, found.p, smallest=smallest, direction=direction)


def test_interval_and_p_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    reference = rng.lognormal(size=20)
    scenario = reference + rng.normal(0.3, 1.0, size=20)
    found = paired(reference, scenario, "more")
    test = stats.ttest_rel(scenario, reference)
    interval = test.confidence_interval(0.95)
    assert found.p == pytest.approx(test.pvalue, rel=1e-10)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-10)
    assert found.difference == pytest.approx(float(np.mean(scenario - reference)), rel=1e-12)


def test_interval_agrees_with_a_bootstrap() -> None:
    rng = np.random.default_rng(7)
    differences = rng.gamma(4.0, 1.0, size=60) - 3.5
    found = paired(np.zeros(60), differences, "more")
    boot = stats.bootstrap(
        (differences,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(8)
    ).confidence_interval
    width = found.high - found.low
    assert found.low == pytest.approx(boot.low, abs=0.1 * width)
    assert found.high == pytest.approx(boot.high, abs=0.1 * width)


def test_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    draws = rng.normal(2.0, 3.0, size=(2000, 8))
    found = [paired(np.zeros(8), row, "more") for row in draws]
    covered = np.mean([each.low <= 2.0 <= each.high for each in found])
    assert covered == pytest.approx(0.95, abs=0.015)


def naive_holm(p: list[float]) -> list[float]:
    """Holm by its definition: reject in order of size until the first that fails."""
    adjusted = []
    for own in p:
        # The smallest level at which this hypothesis is rejected.
        candidates = []
        for other in p:
            if other <= own:
                rank = sum(each < other for each in p)
                candidates.append(min(1.0, (len(p) - rank) * other))
        adjusted.append(max(candidates))
    return adjusted


def test_holm_published_example() -> None:
    # R's manual for p.adjust and statsmodels' multipletests give these for the same input.
    p = [0.01, 0.02, 0.03, 0.04, 0.05]
    assert holm(p) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])


def test_holm_is_the_naive_one() -> None:
    rng = np.random.default_rng(3)
    for size in (1, 2, 5, 40):
        p = rng.beta(0.4, 2.0, size=size).tolist()
        assert holm(p) == pytest.approx(naive_holm(p))


def test_holm_leaves_the_undefined_out_of_the_count() -> None:
    found = holm([0.02, math.nan, 0.01])
    assert found[0] == pytest.approx(0.02)
    assert math.isnan(found[1])
    assert found[2] == pytest.approx(0.02)
    assert holm([]) == []


@pytest.mark.parametrize(
    ("differences", "direction", "expected"),
    [
        ([2.0, 2.1, 1.9, 2.0], "more", Verdict.BETTER),
        ([2.0, 2.1, 1.9, 2.0], "less", Verdict.WORSE),
        ([2.0, 2.1, 1.9, 2.0], "neither", Verdict.HIGHER),
        ([-2.0, -2.1, -1.9, -2.0], "more", Verdict.WORSE),
        ([-2.0, -2.1, -1.9, -2.0], "less", Verdict.BETTER),
        ([-2.0, -2.1, -1.9, -2.0], "neither", Verdict.LOWER),
        ([0.1, 0.11, 0.09, 0.1], "more", Verdict.SAME),  # sure, yet too small to matter
        ([5.0, -4.0, 6.0, -3.0], "more", Verdict.CLOSE),
        ([0.4, 0.6, 0.5, 0.4], "more", Verdict.CLOSE),  # sure, but not sure that it matters
    ],
)
def test_words(differences: list[float], direction: str, expected: Verdict) -> None:
    assert judge(differences, direction=direction) is expected


def test_correction_can_take_a_verdict_away() -> None:
    found = paired([0.0] * 4, [2.0, 3.0, 1.0, 4.0], "more")
    assert found.p < 0.05
    assert verdict(found, found.p, smallest=0.5, direction="more") is Verdict.BETTER
    assert verdict(found, 0.2, smallest=0.5, direction="more") is Verdict.CLOSE


def test_no_spread() -> None:
    assert judge([0.0] * 20) is Verdict.SAME
    assert judge([0.0] * 20, smallest=0.0) is Verdict.SAME
    assert judge([3.0] * 20) is Verdict.BETTER
    assert judge([0.2] * 20) is Verdict.SAME
    found = paired([1.0, 5.0], [1.0, 5.0], "more")
    assert (found.low, found.high, found.p, found.share_better) == (0.0, 0.0, 1.0, 0.0)


def test_two_pairs_are_enough_for_an_interval() -> None:
    found = paired([0.0, 0.0], [1.0, 3.0], "more")
    # t(0.975, 1) = 12.706 from a printed table; the standard error of 1 and 3 is 1.
    assert (found.low, found.high) == pytest.approx((2 - 12.706, 2 + 12.706), abs=1e-3)


@pytest.mark.parametrize("differences", [[], [1.0], [1.0, math.nan], [math.nan, math.inf, 2.0]])
def test_fewer_than_two_pairs_have_no_verdict(differences: list[float]) -> None:
    assert judge(differences) is Verdict.UNDEFINED


def test_undefined_pairs_are_dropped_together() -> None:
    found = paired([1.0, math.nan, 3.0, 4.0], [2.0, 9.0, math.nan, 6.0], "more")
    assert found == paired([1.0, 4.0], [2.0, 6.0], "more")
    assert found.pairs == 2
    assert found.reference_mean == 2.5


def test_share_of_pairs_better_follows_the_direction() -> None:
    before, after = [0.0] * 4, [1.0, 2.0, -1.0, 0.0]
    assert paired(before, after, "more").share_better == 0.5
    assert paired(before, after, "less").share_better == 0.25
    assert paired(before, after, "neither").share_better == 0.5


def test_pairs_must_match() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired([1.0], [1.0, 2.0], "more")


def test_no_pair_is_all_undefined() -> None:
    found = paired([], [], "more")
    assert isinstance(found, Paired)
    assert math.isnan(found.difference)
