"""Founding: a context becomes the first month of a district.

Everyone who will ever matter is enumerated here with a permanent id; every draw is keyed by it.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.luck import Luck, normals, pair, uniform, uniforms
from asmsim.state.armed import ARMED_KINDS, NOBODY, Armed, Posts, kinds
from asmsim.state.columns import FloatColumn, empty
from asmsim.state.cooperatives import LAPSED, LICENSED, Cooperatives
from asmsim.state.ground import Concession, Ground, nearness
from asmsim.state.kinds import Kinds, kinds_of, take_role
from asmsim.state.minerals import SECOND
from asmsim.state.parameters import Parameters
from asmsim.state.people import (
    AWAY,
    FARMING,
    FIRM_JOB,
    MINING,
    NOWHERE,
    ORDINARY,
    PROCESSING,
    PROCESSOR,
    SKILLED,
    People,
)
from asmsim.state.sites import (
    ALLUVIAL,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    HARD_ROCK,
    OPEN,
    OTHER_TITLE,
    UNKNOWN,
    Sites,
)
from asmsim.state.size import scaled
from asmsim.state.units import MONTHS
from asmsim.state.villages import Villages

ROUNDS = 60  # of the fixed point that spreads the first miners; it converges in far fewer
STAKES = 7  # places along the belt at which the concession could have been staked
LONGEST_THERE = 10.0  # years for which the first miners have been at their site, at most
LITTLE = 1e-9  # a chance that is all but none
TERM_AGE = 1 << 11  # ordinals of cooperatives founded with the district start here


def found_sites(p: Parameters, luck: Luck, scale: float, *, n_firms: int) -> tuple[Sites, Ground]:
    """Lay out deposits along the belt, concessions on its richest stretches, titles elsewhere."""
    sites = empty(Sites, scaled(p.district.deposits, scale))
    n = len(sites.id)
    sites.id[:] = np.arange(n)
    stretch = math.sqrt(scale)
    side = p.district.side_km * stretch
    place, geology = luck.founding_place, luck.founding_site
    sites.x[:] = side * uniforms(place, 0, sites.id, 0)
    sites.y[:] = side / 2.0 + p.district.belt_width_km * stretch * normals(place, 0, sites.id, 1)
    np.clip(sites.y, 0.0, side, out=sites.y)
    richness = normals(geology, 0, sites.id, 0)
    sites.mineral[:] = uniforms(geology, 0, sites.id, 6) < p.second.share
    second, its, deposit = sites.mineral == SECOND, p.second, p.deposit
    rocky = np.where(second, its.hard_rock_share, deposit.hard_rock_share)
    hard = uniforms(geology, 0, sites.id, 1) < rocky
    sites.ore[:] = np.where(hard, HARD_ROCK, ALLUVIAL)
    other = normals(geology, 0, sites.id, 2)
    rho = p.deposit.industrial_rho
    standing = rho * richness + math.sqrt(1.0 - rho * rho) * other
    for where, mean in ((~second, deposit.industrial_mean), (second, its.industrial_mean)):
        if mean > 0.0:  # else industry leaves it alone
            odds = math.log(mean / (1.0 - mean))
            sites.industrial[where] = 1.0 / (1.0 + np.exp(-(odds + standing[where])))
    sites.grade[:] = usual_grade(sites, p) * np.exp(p.deposit.grade_sigma * richness)
    u = uniforms(place, 0, sites.id, 2)
    sites.custom[:] = uniforms(place, 0, sites.id, 3)
    sites.title[:] = np.where(u < p.district.other_title_share, OTHER_TITLE, OPEN)
    concessions = stake(sites, p, stretch, n_firms)
    sites.grade[(sites.title == CONCESSION_CORE) & ~second] *= p.deposit.core_grade
    spread = p.work.vein_sigma
    sites.vein[:] = np.exp(spread * normals(geology, 0, sites.id, 5) - spread * spread / 2.0)
    fill_reserves(sites, p, luck)
    ground = Ground(side, p.district.town_place * side, side / 2.0, concessions, stretch)
    if n:
        distance = np.hypot(sites.x - ground.town_x, sites.y - ground.town_y)
        sites.remoteness[:] = distance / max(float(np.mean(distance)), 1e-9)
    sites.tenure[:] = sites.title
    worth = np.log(sites.grade * price_over_first(sites, p))
    chance = worth - np.log(-np.log(uniforms(geology, 0, sites.id, 3)))
    known = np.argsort(-chance, kind="stable")[: scaled(p.district.known, scale)]
    sites.discovery_month[known] = 0
    sites.served[:] = 0.0
    sites.served[known] = p.markets.served_usual
    return sites, ground


def usual_grade(sites: Sites, p: Parameters) -> FloatColumn:
    """Grade of a median site of each site's mineral, g/day."""
    own = p.second.grade_g_day
    found: FloatColumn = np.where(sites.mineral == SECOND, own, p.deposit.grade_g_day)
    return found


def price_over_first(sites: Sites, p: Parameters) -> FloatColumn:
    """Central price of each site's mineral over the first one's."""
    own = p.second.central_usd_g / p.price.central_usd_g
    found: FloatColumn = np.where(sites.mineral == SECOND, own, 1.0)
    return found


def stake(sites: Sites, p: Parameters, stretch: float, n_firms: int) -> tuple[Concession, ...]:
    """Let firms take their concessions, core and margin, and write them into the sites' titles.

    A concession is a square on the belt, where it takes in the most industrial value; a second
    firm has to keep off the first one's ground.
    """
    half = math.sqrt(p.district.concession_km2) * stretch / 2.0
    core_half = half * math.sqrt(p.district.core_share)
    middle = p.district.side_km * stretch / 2.0
    centres = np.linspace(half, 2.0 * middle - half, STAKES)
    value = sites.industrial * sites.grade * price_over_first(sites, p)
    inside = np.abs(sites.y - middle) <= half
    worth = np.array([float(value[inside & (np.abs(sites.x - c) <= half)].sum()) for c in centres])
    held: list[Concession] = []
    for firm in range(n_firms):
        free = [all(abs(c - other.x) >= 2.0 * half for other in held) for c in centres]
        centre = float(centres[int(np.argmax(np.where(free, worth, -1.0)))])
        reach = np.maximum(np.abs(sites.x - centre), np.abs(sites.y - middle))
        sites.title[reach <= half] = CONCESSION_MARGIN
        sites.title[reach <= core_half] = CONCESSION_CORE
        sites.holder[reach <= half] = firm
        held.append(Concession(centre, middle, half, core_half))
    return tuple(held)


def fill_reserves(sites: Sites, p: Parameters, luck: Luck) -> None:
    """Reserves: lognormal, on average ``reserve_years`` of what a usual workforce digs."""
    z = normals(luck.founding_site, 0, sites.id, 4)
    sigma = p.deposit.reserve_sigma
    usual = p.deposit.usual_workforce * sites.grade / usual_grade(sites, p)
    yearly = sites.grade * p.work.days_year * usual
    yearly *= (1.0 + usual / p.work.capacity) ** -p.work.crowding
    sites.initial_g[:] = p.deposit.reserve_years * yearly * np.exp(sigma * z - sigma * sigma / 2.0)
    sites.reserve_g[:] = sites.initial_g


def found_villages(
    p: Parameters, luck: Luck, scale: float, sites: Sites, ground: Ground
) -> Villages:
    """Villages near the belt; each deposit belongs to the land of the nearest."""
    villages = empty(Villages, scaled(p.district.villages, scale))
    n = len(villages.id)
    villages.id[:] = np.arange(n)
    if n == 0:
        return villages
    stretch = math.sqrt(scale)
    side = ground.side
    offset = np.int64(1 << 32)  # keeps villages' draws apart from those of sites
    ids = villages.id + offset
    villages.x[:] = side * uniforms(luck.founding_place, 0, ids, 0)
    spread = p.district.village_spread_km * stretch
    villages.y[:] = side / 2.0 + spread * normals(luck.founding_place, 0, ids, 1)
    np.clip(villages.y, 0.0, side, out=villages.y)
    villages.leaning[:] = uniforms(luck.founding_place, 0, ids, 2)
    for number, mine in enumerate(ground.concessions):
        near = nearness(villages.x, villages.y, mine)
        villages.mine[near > villages.near_mine] = number
        villages.near_mine[:] = np.maximum(villages.near_mine, near)
    if len(sites.id):
        from scipy.spatial import cKDTree

        tree = cKDTree(np.column_stack([villages.x, villages.y]))
        sites.village[:] = tree.query(np.column_stack([sites.x, sites.y]))[1]
    return villages


def found_people(p: Parameters, luck: Luck, pool: int, n_villages: int) -> People:
    """Enumerate everyone: who they are, none of them working yet."""
    people = empty(People, pool)
    people.id[:] = np.arange(pool)
    if pool == 0:
        return people
    stream, q = luck.founding_person, p.people
    people.village[:] = (uniforms(stream, 0, people.id, 0) * max(n_villages, 1)).astype(int)
    people.local[:] = uniforms(stream, 0, people.id, 1) < q.local_share
    share = uniforms(stream, 0, people.id, 2)
    diggers = 1.0 - q.processor_share
    role = np.full(pool, ORDINARY)  # foremen and managers there are at sites alone
    role[share < q.skilled_share * diggers] = SKILLED
    role[share >= diggers] = PROCESSOR
    people.role[:] = role
    women = np.where(role == PROCESSOR, q.women_processors, q.women_share)
    people.woman[:] = uniforms(stream, 0, people.id, 3) < women
    z = normals(stream, 0, people.id, 4)
    people.skill[:] = np.exp(q.skill_sigma * z - q.skill_sigma**2 / 2.0)
    wage = np.full(pool, q.reservation_ordinary)
    wage[role == SKILLED] = q.reservation_middle
    wage[people.local == 0] *= q.reservation_migrant
    z = normals(stream, 0, people.id, 5)
    people.reservation[:] = wage * np.exp(q.reservation_sigma * z)
    z = normals(stream, 0, people.id, 6)
    people.risk_aversion[:] = q.risk_aversion * np.exp(q.risk_sigma * z - q.risk_sigma**2 / 2.0)
    z = normals(stream, 0, people.id, 7)
    people.threshold[:] = q.threshold * np.exp(q.threshold_sigma * z)
    people.young[:] = uniforms(stream, 0, people.id, 8) < q.young_share
    people.fought[:] = uniforms(stream, 0, people.id, 9) < q.fighter_share
    people.trust_firm[:] = q.trust_firm
    people.trust_state[:] = q.trust_state
    return people


def mean_weight(p: Parameters) -> float:
    """Mean weight of a digger in the pit contract."""
    q = p.people
    rest = 1.0 - q.skilled_share - q.foreman_share - q.manager_share
    return (
        rest
        + q.skilled_share * p.pit.weight_skilled
        + q.foreman_share * p.pit.weight_foreman
        + q.manager_share * p.pit.weight_manager
    )


def lone_yield(sites: Sites, p: Parameters) -> FloatColumn:
    """What an ordinary digger alone on each site would take home, USD/month."""
    value = sites.recovery + (1.0 - sites.recovery) * sites.tailings_value
    keep = (1.0 - p.pit.land_share) * (1.0 - p.pit.processing_share)
    days = p.work.days_year / MONTHS
    price, grade = sites.world_price, sites.grade * sites.vein
    income: FloatColumn = grade * days * value * price * keep / mean_weight(p)
    return income


def settle(
    people: People, sites: Sites, p: Parameters, asked: FloatColumn, luck: Luck, miners: int
) -> None:
    """Put the first miners to work where yields, crowds and taste balance.

    Shares of sites are the fixed point of a logit in log yield with crowding, the same trade-off
    that people go on making month by month.

    Parameters
    ----------
    asked : array, role
        Median reservation wage.
    miners : int
        How many mine.
    """
    known = np.flatnonzero(sites.discovery_month != UNKNOWN)
    pool = len(people.id)
    if pool == 0:
        return
    alone = lone_yield(sites, p)
    u = uniforms(luck.founding_allocation, 0, people.id, 0)
    v = uniforms(luck.founding_allocation, 0, people.id, 1)
    mines = u < miners / pool if known.size else np.zeros(pool, bool)
    away = ~mines & (v < (1.0 - people.local) * p.people.away_share)
    people.occupation[:] = FARMING
    people.occupation[away] = AWAY
    if known.size:
        share = np.full(known.size, 1.0 / known.size)
        for _ in range(ROUNDS):
            crowd = (1.0 + share * miners / p.work.capacity) ** -p.work.crowding
            pull = (alone[known] * crowd) ** p.move.slope
            share = 0.5 * (share + pull / pull.sum())
        crowd = (1.0 + share * miners / p.work.capacity) ** -p.work.crowding
        sites.yield_usd[known] = alone[known] * crowd
        cut = p.pit.processing_share / (1.0 - p.pit.processing_share) * mean_weight(p)
        diggers_each = (1.0 - p.people.processor_share) / max(p.people.processor_share, 1e-9)
        sites.yield_processor[known] = alone[known] * crowd * cut * diggers_each
        cumulative = np.cumsum(share)
        where = np.searchsorted(cumulative / cumulative[-1], v, side="right")
        chosen = known[np.minimum(where, known.size - 1)]
        people.site[mines] = chosen[mines]
        years = uniforms(luck.founding_allocation, 0, people.id, 3) * LONGEST_THERE
        people.arrived[mines] = -(years[mines] * MONTHS).astype(int)
        kept_out = mines & (people.woman == 1) & (people.role != PROCESSOR)
        kept_out[kept_out] = sites.custom[people.site[kept_out]] < p.differ.woman_barred
        for i in np.flatnonzero(kept_out).tolist():  # custom lets them process, not dig
            take_role(people, i, PROCESSOR, asked)
        digs = people.role != PROCESSOR
        people.occupation[mines & digs] = MINING
        people.occupation[mines & ~digs] = PROCESSING


def give_jobs(people: People, jobs: int, job: FloatColumn, luck: Luck) -> None:
    """Give the mines' local jobs to people of the district who farm, to some kinds more easily."""
    farming = np.flatnonzero((people.occupation == FARMING) & (people.local == 1))
    u = uniforms(luck.founding_allocation, 0, people.id[farming], 2)
    chance = np.maximum(job[kinds_of(people)[farming]], LITTLE)
    hired = farming[np.argsort(u / chance, kind="stable")[:jobs]]
    people.occupation[hired] = FIRM_JOB


def first_means(people: People, sites: Sites, p: Parameters, differ: Kinds) -> None:
    """Accustomed income and savings to begin with."""
    kind, days = kinds_of(people), p.home.farm_days
    weights = differ.weight[people.role, kind]
    time = differ.time[kind]
    people.expected[:] = p.home.farm_wage_usd_day * days * differ.land[kind]
    people.expected[people.occupation == FIRM_JOB] = p.firm.wage_usd_month
    away = people.occupation == AWAY
    people.expected[away] = p.home.away_wage_usd_day * days * time[away]
    digs = people.occupation == MINING
    people.expected[digs] = (weights * time)[digs] * sites.yield_usd[people.site[digs]]
    washes = people.occupation == PROCESSING
    people.expected[washes] = time[washes] * sites.yield_processor[people.site[washes]]
    people.savings[:] = p.people.savings_months * people.expected


def found_cooperatives(
    people: People, sites: Sites, p: Parameters, welcome: FloatColumn, luck: Luck
) -> tuple[Cooperatives, int]:
    """Cooperatives that exist at month 0: some licensed, some lapsed, of various ages."""
    q = p.organise
    rows: list[tuple[int, int, bool, int]] = []
    units = np.zeros(len(sites.id), np.int64)
    digs = people.occupation == MINING
    if len(sites.id):
        counts = np.bincount(people.site[digs], minlength=len(sites.id))
        units[:] = np.where(sites.title == OPEN, counts // int(q.unit), 0)
    number: dict[tuple[int, int], int] = {}
    term = int(p.licence.term_years * MONTHS)
    for s in np.flatnonzero(units).tolist():
        for k in range(int(units[s])):
            u, v = pair(luck.founding_cooperative, 0, s, k)
            if u < q.founding_share + q.founding_lapsed:
                number[s, k] = len(rows)
                age = 1 + int(v * p.licence.term_years * MONTHS)
                rows.append((s, k, u < q.founding_share, min(age, term)))
    coops = empty(Cooperatives, max(64, 2 * len(rows)))
    for c, (s, k, licensed, age) in enumerate(rows):
        coops.id[c] = (s << 12) | (TERM_AGE + k)
        coops.site[c] = s
        coops.founded[c] = -age
        coops.papers[c] = LICENSED if licensed else LAPSED
        coops.licensed_month[c] = -age
        coops.registered_month[c] = -age
        coops.expiry_month[c] = term - age
        coops.leadership[c] = uniform(luck.founding_cooperative, 1, s, k)
        coops.treasury[c] = q.unit * p.licence.upkeep_usd  # a year's upkeep in hand
        for part in (coops.safety, coops.mercury, coops.children, coops.organisation):
            part[c] = q.conduct_start
        coops.records[c] = q.conduct_start
    luck_of = uniforms(luck.founding_cooperative, 2, people.id, 0)
    admitted = uniforms(luck.founding_cooperative, 3, people.id, 0) < welcome[kinds_of(people)]
    for i in np.flatnonzero(digs & admitted).tolist():
        s = int(people.site[i])
        people.cooperative[i] = number.get((s, int(luck_of[i] * units[s])), NOWHERE)
    return coops, len(rows)


def found_armed(
    people: People, sites: Sites, p: Parameters, luck: Luck, scale: float
) -> tuple[Armed, Posts]:
    """Armed actors and where they stand as the district begins.

    Of each actor's men the share ``posted`` stands somewhere: the more likely at a site the more
    its people earn, drawn one by one without putting back. What a site is expected to gross is what
    its diggers are said to earn, and the parts of others.
    """
    actors, posts = empty(Armed, len(ARMED_KINDS)), empty(Posts, len(sites.id))
    actors.kind[:] = np.arange(len(ARMED_KINDS))
    digs = people.site[people.occupation == MINING]
    earned = np.bincount(digs, minlength=len(sites.id)) * sites.yield_usd * mean_weight(p)
    posts.rent_usd[:] = earned / ((1.0 - p.pit.land_share) * (1.0 - p.pit.processing_share))
    for kind, own in enumerate(kinds(p)):
        actors.strength[kind] = actors.men[kind] = own.men * scale
        stand = round(p.armed.posted * actors.men[kind] / p.armed.post_men)
        free = np.flatnonzero((posts.rent_usd > 0.0) & (sites.armed_by == NOBODY))
        u = uniforms(luck.founding_armed, 0, sites.id[free], kind)
        soonest = np.argsort(-np.log(u) / posts.rent_usd[free], kind="stable")
        chosen = free[soonest[:stand]]
        sites.armed_by[chosen] = kind
        sites.armed[chosen] = 1.0
        actors.posts[kind] = len(chosen)
    return actors, posts
