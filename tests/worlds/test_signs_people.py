"""How people differ and change: migrants, women, the young, ex-combatants; posts and work (R12).

Each test names the parameter that carries the difference; without it the difference must be gone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from asmsim.ledger import NUMBER
from asmsim.rules import belief, contest
from asmsim.state.people import (
    FIRM_JOB,
    FOREMAN,
    ILLEGAL,
    MANAGER,
    MINING,
    NOWHERE,
    ORDINARY,
    PROCESSING,
    SKILLED,
    People,
)
from asmsim.state.sites import ASM_ZONE
from tests.defaults import defaults, differ
from tests.oracles.tables import people, sites
from tests.worlds.lived import SEEDS, lived

Overrides = dict[str, Any]
Mask = npt.NDArray[np.bool_]


def share(overrides: Overrides, who: str, code: int, what: Any, **world: Any) -> float:
    """Over some seeds, the share of people of a kind of whom something holds."""
    found = [lived(overrides, seed=seed, **world).district for seed in SEEDS]
    marks = [(getattr(d.people, who) == code, what(d.people)) for d in found]
    total = sum(np.count_nonzero(of) for of, _ in marks)
    return sum(np.count_nonzero(of & has) for of, has in marks) / total


def ratio(overrides: Overrides, who: str, what: Any, among: Any, **world: Any) -> float:
    """The share of those of kind 0 of whom something holds, over that of kind 1."""
    found = [lived(overrides, seed=seed, **world).district.people for seed in SEEDS]
    shares = []
    for code in (0, 1):
        of = [among(them) & (getattr(them, who) == code) for them in found]
        has = sum(np.count_nonzero(mask & what(them)) for mask, them in zip(of, found, strict=True))
        shares.append(has / sum(np.count_nonzero(mask) for mask in of))
    return shares[0] / shares[1]


def digs(them: People) -> Mask:
    return them.occupation == MINING


def has_post(them: People) -> Mask:
    return digs(them) & np.isin(them.role, (SKILLED, FOREMAN, MANAGER))


def at_site(them: People) -> Mask:
    return them.site != NOWHERE


# --- migrants -------------------------------------------------------------------------------------


@pytest.mark.row("R12", "R15")
@pytest.mark.mechanism("differ.migrant_welcome")
def test_cooperatives_admit_fewer_migrants(overrides: Overrides) -> None:
    def member(them: People) -> Mask:
        return them.cooperative != NOWHERE

    assert ratio(overrides, "local", member, digs, months=24) < 0.8


@pytest.mark.row("R12", "R22")
@pytest.mark.mechanism("differ.migrant_fee")
def test_migrants_pay_chiefs_to_be_let_in(overrides: Overrides) -> None:
    model = lived(overrides)
    assert float(model.district.ledger.month[NUMBER["access_fee"]]) > 0.0


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.migrant_land")
def test_who_has_no_land_mines(overrides: Overrides) -> None:
    plain = {"people.reservation_migrant": 1.0, "differ.migrant_stay": 1.0, "people.away_share": 0}
    plain |= {"move.home_tie": 0.0, "differ.migrant_fee": 0.0, "firm.local_jobs": 0.0}
    assert ratio({**plain, **overrides}, "local", at_site, lambda t: t.id >= 0) > 1.1


@pytest.mark.row("R12", "R15")
@pytest.mark.mechanism("differ.migrant_stay", "differ.migrant_travel")
def test_migrants_move_on_more_readily(overrides: Overrides) -> None:
    def came(them: People) -> Mask:
        return them.arrived > 24

    assert ratio(overrides, "local", came, at_site) > 1.1


@pytest.mark.row("R12", "R15")
@pytest.mark.mechanism("law.residence_months")
def test_a_residence_rule_keeps_migrants_out_of_cooperatives(overrides: Overrides) -> None:
    rule = {"law.residence_months": 120.0, **overrides}
    plain = {"differ.migrant_welcome": 1.0, "organise.founding_share": 0.0}
    plain |= {"organise.founding_lapsed": 0.0, "organise.form": 0.6}

    def member(them: People) -> Mask:
        return them.cooperative != NOWHERE

    # Only those who have been there since long before month 0 are let in.
    assert ratio({**plain, **rule}, "local", member, digs, months=30) < 0.4


@pytest.mark.row("R12", "R15")
@pytest.mark.mechanism("law.residents_only")
def test_migrants_in_a_zone_for_residents_work_there_illegally(overrides: Overrides) -> None:
    world = {"law.residents_only": True, "act.months": 3.0, **overrides}
    zones = {"scenario": "cohabitation_zone", "months": 42, "miners": 2000}
    found = [lived(world, seed=seed, **zones).district for seed in SEEDS]
    there = [at_site(d.people) & (d.sites.tenure[d.people.site] == ASM_ZONE) for d in found]
    migrants = [
        mask & (d.people.local == 0) & (d.people.worked > 0)
        for mask, d in zip(there, found, strict=True)
    ]
    assert sum(np.count_nonzero(mask) for mask in migrants) > 10
    illegal = [d.people.status[mask] == ILLEGAL for mask, d in zip(migrants, found, strict=True)]
    assert float(np.concatenate(illegal).mean()) > 0.9
    locals_ = [
        mask & (d.people.local == 1) & (d.people.arrived < d.month)
        for mask, d in zip(there, found, strict=True)
    ]
    for mask, d in zip(locals_, found, strict=True):
        assert not np.any(d.people.status[mask] == ILLEGAL)


# --- women ----------------------------------------------------------------------------------------


def per_gram(overrides: Overrides) -> tuple[float, float]:
    """What ordinary men and women are paid for a gram, over sites with both, free of debt."""
    paid: dict[int, list[float]] = {0: [], 1: []}
    for seed in SEEDS:
        them = lived(overrides, seed=seed).district.people
        mined = digs(them) & (them.gold_g > 0.0) & (them.debt <= 0.0) & (them.role == ORDINARY)
        mined &= (them.cooperative == NOWHERE) & (them.local == 1) & (them.arrived < 35)
        for code in (0, 1):
            kind = mined & (them.woman == code)
            paid[code] += (them.income[kind] / them.gold_g[kind]).tolist()
    return float(np.median(paid[0])), float(np.median(paid[1]))


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.woman_pay")
def test_women_are_paid_less_for_the_same_metal(overrides: Overrides) -> None:
    man, woman = per_gram(overrides)
    assert woman < 0.93 * man


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.woman_time")
def test_care_takes_time_from_women(overrides: Overrides) -> None:
    them = lived(overrides).district.people
    mined = digs(them) & (them.days > 0.0)
    assert them.days[mined & (them.woman == 1)].max() < 0.9 * them.days[mined].max()


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.woman_barred")
def test_custom_keeps_women_out_of_some_pits(overrides: Overrides) -> None:
    worlds = [lived(overrides, seed=seed).district for seed in SEEDS]
    women, men = (
        sum(
            np.count_nonzero(
                d.sites.custom[d.people.site[digs(d.people) & (d.people.woman == k)]] < 0.25
            )
            for d in worlds
        )
        for k in (1, 0)
    )
    assert women < 0.01 * men
    assert men > 100


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.woman_credit")
def test_fewer_women_are_lent_to(overrides: Overrides) -> None:
    poor = {"pit.advance_below": 2.0, "pit.advance_offer": 1.0, "differ.woman_credit": 0.2}

    def owes(them: People) -> Mask:
        return them.debt > 0.0

    assert ratio({**poor, **overrides}, "woman", owes, digs, months=8) > 1.15


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.woman_job")
def test_jobs_at_the_mine_go_to_men(overrides: Overrides) -> None:
    jobs = {"firm.jobs_per_koz": 10.0, "firm.local_jobs": 1.0}

    def employed(them: People) -> Mask:
        return them.occupation == FIRM_JOB

    def local(them: People) -> Mask:
        return them.local == 1

    assert ratio({**jobs, **overrides}, "woman", employed, local) > 1.5


@pytest.mark.row("R12")
def test_processing_is_where_women_work() -> None:
    """Of processors about half are women, as founded; of diggers few (evidence: 40 to 60 %)."""
    washes = share({}, "occupation", PROCESSING, lambda t: t.woman == 1, months=60)
    assert 0.35 < washes < 0.7
    assert share({}, "occupation", MINING, lambda t: t.woman == 1, months=60) < 0.15


# --- posts and work that change -------------------------------------------------------------------


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.woman_senior")
def test_women_are_passed_over(overrides: Overrides) -> None:
    assert ratio(overrides, "woman", has_post, digs, months=60) > 1.25


@pytest.mark.slow
@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.migrant_senior", "differ.young_senior")
def test_migrants_and_the_young_are_passed_over(overrides: Overrides) -> None:
    for seniority, kind in (("migrant_senior", "local"), ("young_senior", "young")):
        low = {f"differ.{seniority}": 0.2, "differ.migrant_stay": 1.0, "differ.young_stay": 1.0}
        found = ratio({**low, **overrides}, kind, has_post, digs, months=60)
        assert found < 0.8 if kind == "local" else found > 1.25


@pytest.mark.row("R12")
@pytest.mark.mechanism("pit.posts")
def test_posts_are_filled_so_that_their_shares_stay(overrides: Overrides) -> None:
    """About 70, 18, 8 and 4 in a hundred diggers, ten years on."""
    for role, of in ((SKILLED, 0.18), (FOREMAN, 0.08), (MANAGER, 0.04)):
        found = share(overrides, "occupation", MINING, lambda t, r=role: t.role == r, months=60)
        assert 0.75 * of < found < 1.25 * of


@pytest.mark.row("R12")
@pytest.mark.mechanism("move.switch")
def test_some_change_between_digging_and_processing(overrides: Overrides) -> None:
    """Off: nobody who processes ever dug."""
    start = lived(overrides, months=7).district.people.occupation == MINING
    later = lived(overrides, months=60).district.people.occupation
    assert np.count_nonzero(start & (later == PROCESSING)) > 5


@pytest.mark.row("R12")
@pytest.mark.mechanism("differ.fighter_nerve")
def test_ex_combatants_act_sooner(overrides: Overrides) -> None:
    there = sites(2)
    them = people(2, site=[0, 1], grievance=0.35, threshold=0.4, fought=[1, 0])
    contest.count_ready(them, there, differ(overrides).nerve)
    assert there.ready.tolist() == [1, 0]


@pytest.mark.row("R12", "R22")
@pytest.mark.mechanism("differ.migrant_regard")
def test_a_chiefs_word_counts_for_less_with_migrants(overrides: Overrides) -> None:
    them = people(2, local=[1, 0], expected=10.0)
    p = defaults(overrides).belief
    for _ in range(50):
        belief.feel(them, sites(1), np.ones(1), (p, differ(overrides)), 150.0, (0.0, 0.0))
    assert them.grievance[1] > them.grievance[0] + 0.01


@pytest.mark.row("R12")
@pytest.mark.mechanism("people.fighter_share")
def test_there_are_ex_combatants(overrides: Overrides) -> None:
    assert lived(overrides).district.people.fought.any()
