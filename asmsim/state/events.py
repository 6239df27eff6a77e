"""Events: what may happen at a place in a month, what did, and how one is drawn."""

from __future__ import annotations

import math
from functools import cache
from typing import Annotated, NamedTuple

from asmsim.compiled import compiled
from asmsim.luck import Luck, normal, poisson, uniform
from asmsim.state.columns import CodeColumn, Column, FloatColumn, IndexColumn, empty
from asmsim.state.parameters import Conflict

CLASH, PROTEST, BACKGROUND, VIOLENCE, LOOTING, BATTLE = range(6)
CLASSES = ("clash", "protest", "background", "violence", "looting", "battle")
BY_ARMED = ("violence", "looting", "battle")  # classes that armed actors bring
SITE_CLASSES = ("clash", "violence", "battle")  # the others happen in villages
FIGHTERS_ONLY = ("battle",)  # classes whose dead are no people of the district

# Who brings an event: of each class, or where armed actors do, which kind of them.
ACTORS = {"clash": "guards", "protest": "villagers", "background": "others"}
# What brings it: of each class, or of violence, which of two.
TRIGGERS = {
    "clash": "intruders",
    "protest": "unmet expectations",
    "background": "nothing of the mines",
    "looting": "unpaid men",
    "battle": "a claim",
}
RENT_FELL, RESISTED = range(2)
OF_VIOLENCE = ("fallen rent", "resistance")

FADE = math.log(2.0)


@compiled
def keeps(half_life: float) -> float:
    """What is left after a month of something that halves in ``half_life`` months."""
    return math.exp(-FADE / half_life)


class Events(NamedTuple):
    """One class of event over all places (sites or villages) in one month."""

    expected: Annotated[FloatColumn, Column("1", 0.0, "probability that it happens")]
    likely_reported: Annotated[FloatColumn, Column("1", 0.0, "probability of a reported event")]
    happened: Annotated[CodeColumn, Column("", 0, "1 if it happened")]
    reported: Annotated[CodeColumn, Column("", 0, "1 if the press would have it")]
    participants: Annotated[IndexColumn, Column("people", 0, "who took part")]
    deaths: Annotated[IndexColumn, Column("people", 0, "killed")]
    injuries: Annotated[IndexColumn, Column("people", 0, "injured")]
    actor: Annotated[CodeColumn, Column("", -1, "kind of armed actor that brought it, if any")]
    trigger: Annotated[CodeColumn, Column("", -1, "of violence: rent fell, or was resisted")]


@cache
def _blank(places: int) -> Events:
    return empty(Events, places)


def quiet(places: int) -> Events:
    """Events of a class in a month in which nothing has happened yet: copies of what is kept."""
    return Events._make(column.copy() for column in _blank(places))


@compiled
def draw(
    events: Events,
    k: int,
    identity: int,
    crowd: tuple[float, int],
    p: Conflict,
    harm: float,
    luck: Luck,
    when: tuple[int, int],
) -> None:
    """Draw one place's event: whether, how many, how bad, whether the press has it.

    ``events.expected[k]`` is given; ``crowd`` is the mean size and how many are there at most.
    Reported = any death, or ``reported_participants`` and more, else with probability
    ``reported_otherwise``.
    """
    month, kind = when
    drift = 0.5 * p.participants_sigma * p.participants_sigma
    usual, most = crowd
    mean_deaths = usual * p.death_per_participant * harm
    p_large = 0.0
    if p.participants_sigma > 0.0:
        gap = math.log(p.reported_participants / usual) + drift
        p_large = 0.5 * math.erfc(gap / (p.participants_sigma * math.sqrt(2.0)))
    elif usual >= p.reported_participants:
        p_large = 1.0
    quiet = math.exp(-mean_deaths) * (1.0 - p_large) * (1.0 - p.reported_otherwise)
    events.likely_reported[k] = events.expected[k] * (1.0 - quiet)
    stream = luck.clash
    if kind == PROTEST:
        stream = luck.protest
    elif kind == BACKGROUND:
        stream = luck.background
    elif kind == VIOLENCE:
        stream = luck.violence
    elif kind == LOOTING:
        stream = luck.looting
    elif kind == BATTLE:
        stream = luck.battle
    if uniform(stream, month, identity, 0) >= events.expected[k]:
        return
    events.happened[k] = 1
    size = usual * math.exp(p.participants_sigma * normal(stream, month, identity, 1) - drift)
    events.participants[k] = min(max(1, math.ceil(size)), most)
    deaths = events.participants[k] * p.death_per_participant * harm
    took_part = events.participants[k]
    events.deaths[k] = min(poisson(uniform(stream, month, identity, 2), deaths), took_part)
    injuries = events.participants[k] * p.injury_per_participant * harm
    hurt = poisson(uniform(stream, month, identity, 3), injuries)
    events.injuries[k] = min(hurt, took_part - events.deaths[k])
    large = events.participants[k] >= p.reported_participants
    seen = uniform(luck.reported, month, identity, kind) < p.reported_otherwise
    if events.deaths[k] > 0 or large or seen:
        events.reported[k] = 1
