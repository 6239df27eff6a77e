"""Sites that are prepared: which ones, when, and what it does; against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest

from asmsim.rules import prepare
from asmsim.state import minerals
from asmsim.state.sites import ALLUVIAL, ASM_ZONE, CEDED, HARD_ROCK, NO_ACT, UNKNOWN
from tests.defaults import defaults
from tests.oracles.tables import sites

P = defaults()
W = P.preparation


def test_ground_is_suited_that_is_miners_by_act_or_licence_and_not_prepared_yet() -> None:
    there = sites(6, act=NO_ACT)
    there.act[:3] = [ASM_ZONE, CEDED, CEDED]
    there.prepared_month[1] = 3
    there.reserve_g[2] = 0.05 * there.initial_g[2]
    licensed = np.array([False, False, False, True, False, True])
    asked = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.0])
    found = prepare.suited(there, asked, licensed)
    assert found.tolist() == [True, False, False, True, False, False]


def test_the_richest_ground_comes_first() -> None:
    there = sites(5, grade=[1.0, 3.0, 2.0, 9.0, 2.5])
    there.reserve_g[1] = 0.5 * there.initial_g[1]
    may = np.array([True, True, True, False, True])
    assert prepare.choose(there, may, 2).tolist() == [4, 2]
    assert prepare.choose(there, may, 9).tolist() == [4, 2, 1, 0]
    assert prepare.choose(there, may, 0).tolist() == []


def test_ground_that_has_not_opened_waits_for_the_works() -> None:
    there = sites(4, act=[ASM_ZONE, ASM_ZONE, ASM_ZONE, NO_ACT])
    there.act_month[:3] = [11, 20, 5]
    prepare.begin(there, np.arange(4), 10, 4)
    assert there.prepared_month.tolist() == [14] * 4
    assert there.act_month.tolist() == [14, 20, 5, UNKNOWN], "what is open stays open"


@pytest.mark.parametrize(("ore", "technique"), [(HARD_ROCK, "hard"), (ALLUVIAL, "alluvial")])
def test_works_are_felt_once_they_are_done(ore: int, technique: str) -> None:
    there = sites(3, ore=ore, prepared_month=[14, 15, UNKNOWN])
    assert not prepare.finish(there, W, 13)
    assert prepare.finish(there, W, 14)
    assert there.prepared.tolist() == [1, 0, 0]
    assert there.works.tolist() == pytest.approx([1.0 + W.pace, 1.0, 1.0])
    assert there.risk.tolist() == pytest.approx([1.0 - W.safer, 1.0, 1.0])
    minerals.fill(there, (P,))
    usual = getattr(P.work, f"recovery_{technique}")
    better = usual + W.recovery * (1.0 - usual)
    assert there.recovery.tolist() == pytest.approx([better, usual, usual])
    assert there.recovery[1:].tolist() == [usual, usual], "to the bit where nothing was done"
    improved = P.work.recovery_improved
    assert there.improved_recovery[0] == pytest.approx(improved + W.recovery * (1.0 - improved))
