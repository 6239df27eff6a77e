"""Children and pregnant women at work, against sums by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.rules import children
from asmsim.state.columns import empty
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.people import MINED, NOWHERE, PROCESSED, People
from tests.defaults import defaults
from tests.oracles.tables import people

P = defaults()
C, E = P.children._replace(need=0.5), P.environment
NEED, START = 150.0, 0.3
share = st.floats(0.0, 1.0)


def counted(them: People, coops: Cooperatives, watch: float = 0.1, **law: Any) -> children.AtWork:
    terms = (C, E, P.law._replace(**law))
    return children.count(them, coops, terms, (NEED, START), watch)


def some(seed: int) -> tuple[People, Cooperatives]:
    rng = np.random.default_rng(seed)
    n = 300
    them = people(n, worked=rng.integers(0, 3, n), woman=rng.integers(0, 2, n))
    them.expected[:] = rng.lognormal(4.8, 0.8, n)
    them.cooperative[:] = rng.integers(-1, 3, n)
    coops = empty(Cooperatives, 3)
    for part in (coops.children, coops.safety, coops.records):
        part[:] = rng.random(3)
    return them, coops


@pytest.mark.row("P12", "P13")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ban", [0.0, 0.6])
def test_counting_agrees_with_sums_by_hand(seed: int, ban: float) -> None:
    them, coops = some(seed)
    young = carrying = 0.0
    for i in range(len(them.id)):
        if not them.worked[i]:
            continue
        short = max(0.0, 1.0 - them.expected[i] / NEED)
        weight = 1.0 - C.need + 2.0 * C.need * short
        c = them.cooperative[i]
        seen = 0.1 if c == NOWHERE else max(0.1, coops.records[c])
        left = 1.0 - ban * seen * (1.0 - C.elsewhere)
        kept = [1.0, 1.0]
        if c != NOWHERE:
            for k, part in enumerate((coops.children, coops.safety)):
                kept[k] = min(1.0, 1.0 - (part[c] - START) / (1.0 - START))
        young += E.child_share * weight * kept[0] * left * (them.worked[i] == MINED)
        carrying += C.pregnant_share * weight * kept[1] * left * them.woman[i]
    found = counted(them, coops, child_ban=ban, pregnant_ban=ban)
    assert found.children == pytest.approx(young, rel=1e-12)
    assert found.pregnant == pytest.approx(carrying, rel=1e-12)


@given(share, share)
def test_more_income_and_better_conduct_never_bring_more_to_work(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert children.pressed(NEED * high, NEED, C.need) <= children.pressed(NEED * low, NEED, C.need)
    assert 0.0 <= children.kept(high, START) <= children.kept(low, START) <= 1.0


def test_a_ban_that_nobody_watches_does_nothing() -> None:
    them, coops = some(7)
    them.cooperative[:] = NOWHERE
    plain = counted(them, coops, watch=0.0)
    assert counted(them, coops, watch=0.0, child_ban=1.0, pregnant_ban=1.0) == plain
    watched = counted(them, coops, watch=1.0, child_ban=1.0)
    assert watched.children == pytest.approx(C.elsewhere * plain.children)
    assert watched.pregnant == pytest.approx(plain.pregnant)
    them.worked[:] = PROCESSED
    assert counted(them, coops).children == 0.0
