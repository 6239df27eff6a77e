"""How a twin is founded: an engine's district, row by row, as objects."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from asmsim.state.district import District
from asmsim.state.parameters import Differ
from asmsim.state.people import FORMAL, IMPROVED, LEGAL, NOWHERE, OCCUPATIONS, ROLES, People
from asmsim.state.sites import HARD_ROCK, UNKNOWN
from tests.bench.engine import Frozen, farm_hope
from tests.bench.fortune import Fortune
from tests.bench.places import Cooperative, Site, Village
from tests.bench.twin import Twin

# What a person is and has, under the same name on both sides.
COPIED = (
    "local",
    "woman",
    "skill",
    "reservation",
    "risk_aversion",
    "savings",
    "debt",
    "expected",
    "since_policy",
    "trust_firm",
    "trust_state",
    "grievance",
    "uprooted",
    "livelihood",
)


def twin(world: Frozen, fortune: Fortune, **parameters: float) -> Twin:
    """Found the twin of a district, with some parameters (``group__key``) changed if one likes."""
    d = world.district
    p = d.now
    for name, value in parameters.items():
        group, key = name.split("__")
        p = p._replace(**{group: getattr(p, group)._replace(**{key: value})})
    villages = twin_villages(d)
    known = twin_sites(world, villages)
    sites = list(known.values())
    places: list[Site | Village] = [*sites, *villages]
    deposits = list(enumerate(zip(d.sites.x.tolist(), d.sites.y.tolist(), strict=True)))
    for place in places:
        around = nearest(place, deposits)[: p.move.neighbours]
        place.near = [known.get(number) for number in around]
    purses = zip(world.rates.tolist(), d.cooperatives.treasury.tolist(), strict=True)
    cooperatives = [Cooperative(rate, treasury) for rate, treasury in purses]
    return Twin(
        twin_people(d, (villages, known, cooperatives), p.differ),
        (sites, villages, cooperatives),
        p,
        (float(world.papers.loss[0]), world.job_chance),
        fortune,
        month=d.month,
        calendar_month=d.calendar_month,
        policy_month=d.policy_month,
    )


def nearest(place: Site | Village, deposits: list[tuple[int, tuple[float, float]]]) -> list[int]:
    """The numbers of all deposits, nearest to a place first."""
    return [
        number
        for number, where in sorted(deposits, key=lambda d: math.dist(d[1], (place.x, place.y)))
    ]


def twin_villages(d: District) -> list[Village]:
    """Villages as objects."""
    v = d.villages
    columns = (v.x, v.y, v.farm_income, farm_hope(d), v.enterprise, v.respect, v.fund)
    return [Village(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def twin_sites(world: Frozen, villages: list[Village]) -> dict[int, Site]:
    """Known sites as objects, by number."""
    s, papers = world.district.sites, world.papers
    found = {}
    for k in np.flatnonzero(s.discovery_month != UNKNOWN).tolist():
        found[k] = Site(
            number=k,
            x=s.x[k].item(),
            y=s.y[k].item(),
            hard_rock=bool(s.ore[k] == HARD_ROCK),
            grade=s.grade[k].item(),
            vein=s.vein[k].item(),
            works=s.works[k].item(),
            risk=s.risk[k].item(),
            reserve_g=s.reserve_g[k].item(),
            initial_g=s.initial_g[k].item(),
            tailings_g=s.tailings_g[k].item(),
            village=villages[int(s.village[k])],
            price=s.price[k].item(),
            traders=s.traders[k].item(),
            channel=s.channel[k].item(),
            edge=(papers.premium[k] - papers.cost[k]).item(),
            passed=papers.passed[k].item(),
            interdiction=s.interdiction[k].item(),
            bribe_usd=s.bribe_usd[k].item(),
            tribute=s.tribute[k].item(),
            levy_pit=s.levy_pit[k].item(),
            levy_village=s.levy_village[k].item(),
            violence=s.violence[k].item(),
            intrusion=bool(s.intrusion[k]),
            men_only=s.custom[k].item() < world.district.now.differ.woman_barred,
            yield_usd=s.yield_usd[k].item(),
            yield_processor=s.yield_processor[k].item(),
            danger=s.danger[k].item(),
        )
    return found


def twin_people(
    d: District, places: tuple[list[Village], dict[int, Site], list[Cooperative]], q: Differ
) -> Iterator[dict[str, Any]]:
    """Everybody's attributes."""
    villages, sites, cooperatives = places
    purses = dict(enumerate(cooperatives))
    for values in zip(*(column.tolist() for column in d.people), strict=True):
        row = dict(zip(People._fields, values, strict=True))
        formal = row["status"] == FORMAL and row["cooperative"] != NOWHERE
        yield {
            "who": row["id"],
            "village": villages[row["village"]],
            "role": ROLES[row["role"]],
            "improved": row["technique"] == IMPROVED,
            "occupation": OCCUPATIONS[row["occupation"]],
            "site": sites.get(row["site"]),
            "lost_site": sites.get(row["evicted_site"]),
            "cooperative": purses.get(row["cooperative"]),
            "formal": formal,
            "papers": formal or row["status"] == LEGAL,
            **differences(row, q),
        } | {name: row[name] for name in COPIED}


def differences(row: dict[str, Any], q: Differ) -> dict[str, float]:
    """What somebody meets that a local man, older, who never fought does not."""
    found = dict.fromkeys(("pay", "time", "land", "habit", "travel", "regard"), 1.0)
    found |= {"fee": 0.0, "credit": 1.0, "hired": 1.0}
    if not row["local"]:
        found |= {"fee": q.migrant_fee, "regard": q.migrant_regard, "travel": q.migrant_travel}
        found["land"] *= q.migrant_land
        found["habit"] *= q.migrant_stay
    if row["woman"]:
        found |= {"pay": q.woman_pay, "time": q.woman_time}
        found |= {"credit": q.woman_credit, "hired": q.woman_job}
        found["land"] *= q.woman_time
    if row["young"]:
        found["land"] *= q.young_land
        found["habit"] *= q.young_stay
    if row["fought"]:
        found["land"] *= q.fighter_land
    return found
