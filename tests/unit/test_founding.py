"""Founding: a context becomes a first month of the right size, with permanent ids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.errors import BadValue
from asmsim.state.cooperatives import DISSOLVED, LAPSED, LICENSED
from asmsim.state.district import District
from asmsim.state.people import (
    AWAY,
    DEAD,
    FARMING,
    FIRM_JOB,
    MINING,
    NOWHERE,
    ORDINARY,
    PROCESSING,
    PROCESSOR,
    ROLES,
    SKILLED,
)
from asmsim.state.sites import (
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    OPEN,
    OTHER_TITLE,
    UNKNOWN,
)
from asmsim.state.size import scaled
from tests.defaults import defaults, district

SEEDS = range(30)


@pytest.fixture(scope="module")
def whole() -> District:
    return district()


def same(one: Any, other: Any, rows: int | None = None) -> None:
    """Assert that two tables agree to the bit, over the first rows if so many are given."""
    for name in one._fields:
        old, new = getattr(one, name), getattr(other, name)
        assert old[:rows].tobytes() == new[:rows].tobytes(), name


def at_work(d: District) -> int:
    return int(np.count_nonzero(d.people.site != NOWHERE))


# --- counts ---------------------------------------------------------------------------------------


def test_the_default_district_has_the_numbers_of_its_parameters(whole: District) -> None:
    p = whole.now.district
    assert len(whole.sites.id) == p.deposits
    assert np.count_nonzero(whole.sites.discovery_month != UNKNOWN) == p.known
    assert len(whole.villages.id) == p.villages
    assert len(whole.people.id) == whole.pool == whole.now.people.pool


@pytest.mark.parametrize("miners", [500, 2500, 20_000])
def test_counts_are_in_proportion(miners: int) -> None:
    d, p, scale = district(miners=miners), defaults(), miners / 5000
    assert d.scale == scale
    assert len(d.sites.id) == round(p.district.deposits * scale)
    known = np.count_nonzero(d.sites.discovery_month != UNKNOWN)
    assert known == round(p.district.known * scale)
    assert len(d.villages.id) == round(p.district.villages * scale)
    assert d.pool == round(p.people.pool * scale)
    # Who works is drawn person by person: four standard errors of a binomial.
    odds = 5000 / p.people.pool
    assert abs(at_work(d) - miners) < 4.0 * (d.pool * odds * (1.0 - odds)) ** 0.5
    assert len(d.firms) == p.district.firms
    jobs = p.firm.output_koz * p.firm.jobs_per_koz * p.firm.local_jobs * scale
    assert np.count_nonzero(d.people.occupation == FIRM_JOB) == round(jobs)


def test_extent_and_distances_are_in_proportion() -> None:
    small, large = district(miners=1250), district(miners=20_000)
    for d in (small, large):
        side = d.now.district.side_km * d.scale**0.5
        for table in (d.sites, d.villages):
            assert np.all((table.x >= 0.0) & (table.x <= side))
            assert np.all((table.y >= 0.0) & (table.y <= side))
        assert float(np.mean(d.sites.remoteness)) == pytest.approx(1.0)
    # Nearest neighbours are as far in either: density does not change.
    nearest = []
    for d in (small, large):
        s = d.sites
        gap = np.hypot(s.x[:, None] - s.x, s.y[:, None] - s.y)
        np.fill_diagonal(gap, np.inf)
        nearest.append(float(np.mean(gap.min(axis=1))))
    assert nearest[0] == pytest.approx(nearest[1], rel=0.35)


@pytest.mark.parametrize(("count", "scale", "found"), [(10, 0.01, 1), (0, 5.0, 0), (35, 0.5, 18)])
def test_what_there_is_does_not_vanish_in_a_small_district(
    count: int, scale: float, found: int
) -> None:
    assert scaled(count, scale) == found


@pytest.mark.parametrize(
    ("overrides", "miners"),
    [
        ({"district.firms": 0}, 300),
        ({"district.deposits": 0}, 300),
        ({"district.known": 0}, 300),
        ({"people.pool": 0}, 300),
        ({}, 0),
    ],
)
def test_counts_of_zero_are_valid(overrides: dict[str, Any], miners: int) -> None:
    d = district(overrides, miners=miners)
    if not miners:
        assert len(d.people.id) == d.pool == 0
        assert len(d.sites.id) > 0
    elif overrides:
        name, zero = next(iter(overrides.items()))
        counts = {
            "district.firms": len(d.firms),
            "district.deposits": len(d.sites.id),
            "district.known": int(np.count_nonzero(d.sites.discovery_month != UNKNOWN)),
            "people.pool": len(d.people.id),
        }
        assert counts[name] == zero
    if not d.firms:
        assert not np.isin(d.sites.title, (CONCESSION_CORE, CONCESSION_MARGIN)).any()
        assert not np.any(d.people.occupation == FIRM_JOB)
        assert not d.villages.near_mine.any()


def test_a_district_has_a_village() -> None:
    with pytest.raises(BadValue, match=r"district\.villages"):
        district({"district.villages": 0})


# --- ids ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["people", "sites", "villages"])
def test_ids_are_permanent_and_unique(whole: District, table: str) -> None:
    ids = getattr(whole, table).id
    assert ids.tolist() == list(range(len(ids)))


def test_ids_of_cooperatives_are_unique(whole: District) -> None:
    ids = whole.cooperatives.id[: whole.n_cooperatives]
    assert whole.n_cooperatives > 5
    assert len(set(ids.tolist())) == whole.n_cooperatives
    assert np.all(ids >= 0)


def test_the_same_seed_founds_the_same_district() -> None:
    one, other = district(seed=3, miners=400), district(seed=3, miners=400)
    for table in ("people", "sites", "villages", "cooperatives"):
        same(getattr(one, table), getattr(other, table))
    assert one.price.tobytes() == other.price.tobytes()
    different = district(seed=4, miners=400)
    assert different.sites.x.tobytes() != one.sites.x.tobytes()
    assert different.people.skill.tobytes() != one.people.skill.tobytes()


def test_more_people_leave_everybody_as_they_are() -> None:
    few = district({"people.pool": 9000}, miners=400)
    many = district({"people.pool": 9100}, miners=400)
    born = ("id", "village", "local", "woman", "young", "fought", "skill", "threshold")
    for name in born:
        old, new = getattr(few.people, name), getattr(many.people, name)
        assert old.tobytes() == new[: len(old)].tobytes(), name


def test_more_deposits_leave_the_others_where_they_are() -> None:
    few, many = district({"district.deposits": 100}), district({"district.deposits": 120})
    for name in ("id", "x", "y", "ore", "industrial"):
        old, new = getattr(few.sites, name), getattr(many.sites, name)
        assert old.tobytes() == new[: len(old)].tobytes(), name


# --- ground ---------------------------------------------------------------------------------------


def test_the_concession_takes_its_share_and_the_richest_stretch() -> None:
    shares, better, in_core = [], [], []
    for seed in SEEDS:
        d = district(seed=seed)
        s = d.sites
        inside = np.isin(s.title, (CONCESSION_CORE, CONCESSION_MARGIN))
        shares.append(float(inside.mean()))
        core = s.title == CONCESSION_CORE
        in_core.append(float(core.sum() / inside.sum()))
        value = s.industrial * s.grade / np.where(core, d.now.deposit.core_grade, 1.0)
        better.append(float(value[inside].mean() / value[~inside].mean()))
        half = d.now.district.concession_km2**0.5 / 2.0
        for axis in (s.x, s.y):
            assert np.ptp(axis[inside]) <= 2.0 * half + 1e-9
    # A square of 106 km2 on a belt 55 km long holds 10.3 of it, and nearly all of its width.
    expected = defaults().district.concession_km2 ** 0.5 / defaults().district.side_km
    assert expected < np.mean(shares) < 2.2 * expected
    assert np.mean(better) > 1.1
    # The core is the middle square: its share of the belt is the root of its share of the area.
    assert 0.2 < np.mean(in_core) < 0.7


def test_other_titles_have_their_share_of_what_is_not_concession() -> None:
    titles = np.concatenate([district(seed=seed).sites.title for seed in SEEDS])
    free = titles[np.isin(titles, (OPEN, OTHER_TITLE))]
    expected = defaults().district.other_title_share
    error = (expected * (1.0 - expected) / len(free)) ** 0.5
    assert abs(float((free == OTHER_TITLE).mean()) - expected) < 4.0 * error


def test_grades_and_reserves_follow_their_distributions() -> None:
    p, work = defaults().deposit, defaults().work
    logs, years = [], []
    for seed in SEEDS:
        s = district({"deposit.core_grade": 3.0}, seed=seed).sites
        plain = s.title != CONCESSION_CORE
        logs.append(np.log(s.grade[plain] / p.grade_g_day))
        usual = p.usual_workforce * s.grade / p.grade_g_day
        crowd = (1.0 + usual / work.capacity) ** -work.crowding
        years.append(np.log(s.initial_g / (s.grade * usual * crowd)))
    z = np.concatenate(logs) / p.grade_sigma
    assert abs(z.mean()) < 4.0 / len(z) ** 0.5
    assert z.std() == pytest.approx(1.0, abs=4.0 / (2 * len(z)) ** 0.5)
    reserve = np.concatenate(years)
    assert reserve.std() == pytest.approx(p.reserve_sigma, abs=4.0 / (2 * len(reserve)) ** 0.5)


@pytest.mark.row("R14")
def test_what_is_rich_for_miners_is_rich_for_the_firm_as_far_as_rho_says() -> None:
    for rho in (-0.3, 0.3, 0.8):
        grade, industrial = [], []
        for seed in SEEDS:
            s = district({"deposit.industrial_rho": rho}, seed=seed).sites
            plain = s.title != CONCESSION_CORE
            grade.append(np.log(s.grade[plain]))
            share = s.industrial[plain]
            industrial.append(np.log(share / (1.0 - share)))
        found = np.corrcoef(np.concatenate(grade), np.concatenate(industrial))[0, 1]
        assert found == pytest.approx(rho, abs=0.12)


# --- people ---------------------------------------------------------------------------------------


def test_people_are_what_their_shares_say(whole: District) -> None:
    people, q = whole.people, whole.now.people
    n = len(people.id)

    def near(found: float, share: float, of: int = n) -> bool:
        return bool(abs(found - share) < 4.0 * (share * (1.0 - share) / of) ** 0.5)

    assert near(people.local.mean(), q.local_share)
    assert near(people.young.mean(), q.young_share)
    assert near(people.fought.mean(), q.fighter_share)
    digs = people.occupation == MINING
    shares = (q.skilled_share, q.foreman_share, q.manager_share)
    for role, share in enumerate(shares, start=1):  # posts, rounded site by site
        assert (people.role[digs] == role).mean() == pytest.approx(share, abs=0.01), ROLES[role]
    idle = people.site == NOWHERE
    assert set(people.role[idle].tolist()) == {ORDINARY, SKILLED, PROCESSOR}
    processes = people.role == PROCESSOR
    assert near(processes[idle].mean(), q.processor_share, int(idle.sum()))
    washes = idle & processes
    assert near(people.woman[washes].mean(), q.women_processors, int(washes.sum()))
    others = idle & ~processes
    assert near(people.woman[others].mean(), q.women_share, int(others.sum()))
    barred = whole.sites.custom[people.site] < whole.now.differ.woman_barred
    assert not np.any(digs & barred & (people.woman == 1)), "custom keeps women out there"
    assert np.any(digs & ~barred & (people.woman == 1))
    assert abs(people.skill.mean() - 1.0) < 4.0 * people.skill.std() / n**0.5


def test_everyone_has_one_place(whole: District) -> None:
    people = whole.people
    works = people.site != NOWHERE
    assert np.array_equal(works, np.isin(people.occupation, (MINING, PROCESSING)))
    others = {FARMING, FIRM_JOB, AWAY}
    assert set(people.occupation[~works].tolist()) == others
    assert not np.any(people.occupation == DEAD)
    assert np.all(whole.sites.discovery_month[people.site[works]] != UNKNOWN)
    assert np.array_equal(
        people.role[works] == len(ROLES) - 1, people.occupation[works] == PROCESSING
    )
    assert np.all(people.local[people.occupation == AWAY] == 0), "locals begin at home"
    assert np.all(people.local[people.occupation == FIRM_JOB] == 1)


def test_more_people_work_where_one_earns_more_alone(whole: District) -> None:
    s = whole.sites
    known = s.discovery_month != UNKNOWN
    n = np.bincount(whole.people.site[whole.people.site >= 0], minlength=len(s.id))[known]
    value = s.grade[known]
    assert np.corrcoef(np.log(value), np.log(n + 1.0))[0, 1] > 0.5
    # Crowding evens out what is earned: yields differ less than grades.
    assert np.std(np.log(s.yield_usd[known])) < np.std(np.log(value))


# --- cooperatives ---------------------------------------------------------------------------------


def test_first_cooperatives_stand_on_open_ground_with_members_of_their_site(
    whole: District,
) -> None:
    coops, alive, people = whole.cooperatives, whole.n_cooperatives, whole.people
    assert np.all(whole.sites.title[coops.site[:alive]] == OPEN)
    assert set(coops.papers[:alive].tolist()) <= {LICENSED, LAPSED}
    assert np.all(coops.founded[:alive] < 0)
    licensed = coops.papers[:alive] == LICENSED
    assert np.all(coops.expiry_month[:alive][licensed] >= 0)
    member = people.cooperative != NOWHERE
    assert member.any()
    assert np.array_equal(coops.site[people.cooperative[member]], people.site[member])
    assert np.all(people.occupation[member] == MINING)
    sizes = np.bincount(people.cooperative[member], minlength=alive)
    unit = whole.now.organise.unit
    assert unit * 0.5 < sizes[sizes > 0].mean() < unit * 2.5
    assert not np.any(coops.papers[:alive] == DISSOLVED)


def test_shares_of_first_cooperatives() -> None:
    papers = []
    potential = 0
    for seed in SEEDS:
        d = district(seed=seed)
        papers += d.cooperatives.papers[: d.n_cooperatives].tolist()
        digs = d.people.occupation == MINING
        counts = np.bincount(d.people.site[digs], minlength=len(d.sites.id))
        open_ground = d.sites.title == OPEN
        potential += int((counts[open_ground] // int(d.now.organise.unit)).sum())
    q = defaults().organise
    for code, share in ((LICENSED, q.founding_share), (LAPSED, q.founding_lapsed)):
        error = (share * (1.0 - share) / potential) ** 0.5
        assert abs(papers.count(code) / potential - share) < 4.0 * error
