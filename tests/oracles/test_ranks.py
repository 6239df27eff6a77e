"""Posts by a naive sort: who stands where in a site's order, and what that makes of people."""

from __future__ import annotations

import numpy as np
import pytest

from asmsim.luck import uniform
from asmsim.rules import ranks
from asmsim.state.people import (
    FARMING,
    FOREMAN,
    MANAGER,
    MINING,
    NOWHERE,
    ORDINARY,
    PROCESSING,
    PROCESSOR,
    SKILLED,
    People,
)
from tests.defaults import defaults, differ
from tests.oracles.tables import LUCK, people, sites

P = defaults()
KINDS = differ()
Q = P.differ
MONTH = 40


def crew(n: int, seed: int) -> People:
    """All kinds of people on three sites and nowhere, who came at different times."""
    rng = np.random.default_rng(seed)
    them = people(n, site=rng.integers(-1, 3, n), arrived=rng.integers(-100, MONTH, n))
    for column in ("local", "woman", "young", "fought"):
        getattr(them, column)[:] = rng.integers(0, 2, n)
    them.role[:] = rng.choice(4, n, p=(0.85, 0.09, 0.04, 0.02))
    them.occupation[them.site == NOWHERE] = FARMING
    washes = (them.site != NOWHERE) & (rng.random(n) < 0.2)
    them.occupation[washes], them.role[washes] = PROCESSING, PROCESSOR
    them.reservation[:] = KINDS.asked[them.role] * rng.lognormal(0.0, 0.3, n)
    return them


def naive(them: People, s: int) -> dict[int, int]:
    """The roles of a site's diggers, one by one from the top."""
    here = [i for i in range(len(them.id)) if them.site[i] == s and them.occupation[i] == MINING]

    def order(i: int) -> tuple[float, float]:
        senior = 1.0
        senior *= 1.0 if them.local[i] else Q.migrant_senior
        senior *= Q.woman_senior if them.woman[i] else 1.0
        senior *= Q.young_senior if them.young[i] else 1.0
        u = uniform(LUCK.post, 0, int(them.id[i]), 1)
        return (-float(them.role[i]), -(MONTH - float(them.arrived[i])) * senior - u)

    n, q = len(here), P.people
    first = round(q.manager_share * n)
    second = round((q.manager_share + q.foreman_share) * n)
    third = round((q.manager_share + q.foreman_share + q.skilled_share) * n)
    roles = [MANAGER] * first + [FOREMAN] * (second - first) + [SKILLED] * (third - second)
    roles += [ORDINARY] * (n - third)
    return dict(zip(sorted(here, key=order), roles, strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_posts_agree_with_a_naive_sort(seed: int) -> None:
    them = crew(400, seed)
    before, asked = them.role.copy(), them.reservation / KINDS.asked[them.role]
    expected = naive(them, 0) | naive(them, 1) | naive(them, 2)
    rose = ranks.fill(them, sites(3), P.people, KINDS, LUCK, (MONTH, 1.0))
    found = {i: int(them.role[i]) for i in expected}
    assert found == expected
    assert rose == sum(role > before[i] for i, role in expected.items()) > 0
    others = [i for i in range(400) if i not in expected]
    assert np.array_equal(them.role[others], before[others])
    np.testing.assert_allclose(them.reservation / KINDS.asked[them.role], asked, rtol=1e-12)


def test_who_holds_a_post_keeps_it_and_the_longest_there_moves_up() -> None:
    them = people(100, arrived=np.arange(100) - 200)
    there, terms = sites(1), (P.people, KINDS, LUCK)
    ranks.fill(them, there, *terms, (MONTH, 1.0))
    assert them.role.tolist() == [MANAGER] * 4 + [FOREMAN] * 8 + [SKILLED] * 18 + [ORDINARY] * 70
    ranks.fill(them, there, *terms, (MONTH + 1, 1.0))
    assert them.role.tolist() == [MANAGER] * 4 + [FOREMAN] * 8 + [SKILLED] * 18 + [ORDINARY] * 70
    them.site[0], them.occupation[0] = NOWHERE, FARMING  # the first manager leaves
    ranks.fill(them, there, *terms, (MONTH + 2, 1.0))
    assert them.role[4] == MANAGER
    assert them.role[12] == FOREMAN
    assert them.role[30] == SKILLED


def test_only_sites_that_come_round_to_it_fill_posts() -> None:
    n = 1000
    them = people(10 * n, site=np.repeat(np.arange(n), 10))
    ranks.fill(them, sites(n), P.people, KINDS, LUCK, (MONTH, 0.3))
    filled = len(np.unique(them.site[them.role == FOREMAN]))
    assert abs(filled / n - 0.3) < 4.0 * (0.3 * 0.7 / n) ** 0.5
    assert ranks.fill(them, sites(n), P.people, KINDS, LUCK, (MONTH, 0.0)) == 0
