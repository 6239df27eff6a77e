"""Kinds of people, and what each meets that others do not (R12).

A kind is a number made of origin, gender, age and past; what differs between kinds is looked up by
it, so that rules know of no groups. Where nothing differs every factor is 1 and every share 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.compiled import compiled
from asmsim.state.columns import FloatColumn
from asmsim.state.contract import weight
from asmsim.state.parameters import Parameters
from asmsim.state.people import FOREMAN, MANAGER, ROLES, SKILLED, People

MIGRANT, WOMAN, YOUNG, FOUGHT = 1, 2, 4, 8
KINDS = 16


class Kinds(NamedTuple):
    """What differs, by kind; factors on what it is for a local man, older, who never fought."""

    weight: FloatColumn  # in the pit contract, by role and kind, an ordinary man's being 1
    asked: FloatColumn  # by role: median reservation wage, USD/day
    time: FloatColumn  # days worked
    land: FloatColumn  # what farming and day labour bring, time included
    stay: FloatColumn  # advantage of staying
    travel: FloatColumn  # cost of moving
    welcome: FloatColumn  # chance of being admitted to a cooperative
    fee: FloatColumn  # share of pay that goes to the chief, 0 to 1
    regard: FloatColumn  # weight of what the chief thinks of the firm
    senior: FloatColumn  # weight of months at a site when posts are filled
    credit: FloatColumn  # chance of being offered an advance
    job: FloatColumn  # chance of being offered a job at the mine
    nerve: FloatColumn  # grievance from which one acts


@compiled
def kind(people: People, i: int) -> int:
    """The kind of one person."""
    found = MIGRANT * (1 - people.local[i]) + WOMAN * people.woman[i]
    return int(found + YOUNG * people.young[i] + FOUGHT * people.fought[i])


def kinds_of(people: People) -> npt.NDArray[np.int64]:
    """The kinds of all."""
    found: npt.NDArray[np.int64] = (
        MIGRANT * (1 - people.local.astype(np.int64))
        + WOMAN * people.woman
        + YOUNG * people.young
        + FOUGHT * people.fought
    )
    return found


def kinds(p: Parameters) -> Kinds:
    """What differs between kinds of people, from the parameters in force."""
    q, code = p.differ, np.arange(KINDS)

    def of(bit: int, factor: float, other: float = 1.0) -> FloatColumn:
        return np.where(code & bit, factor, other)

    by_role = np.array([weight(p.pit, role) for role in range(len(ROLES))])
    asked = np.full(len(ROLES), p.people.reservation_ordinary)
    asked[[SKILLED, FOREMAN]] = p.people.reservation_middle
    asked[MANAGER] = p.people.reservation_manager
    time = of(WOMAN, q.woman_time)
    land = of(MIGRANT, q.migrant_land) * of(YOUNG, q.young_land) * of(FOUGHT, q.fighter_land)
    senior = of(MIGRANT, q.migrant_senior) * of(WOMAN, q.woman_senior) * of(YOUNG, q.young_senior)
    return Kinds(
        weight=np.outer(by_role, of(WOMAN, q.woman_pay)),
        asked=asked,
        time=time,
        land=land * time,
        stay=of(MIGRANT, q.migrant_stay) * of(YOUNG, q.young_stay),
        travel=of(MIGRANT, q.migrant_travel),
        welcome=of(MIGRANT, q.migrant_welcome),
        fee=of(MIGRANT, q.migrant_fee, 0.0),
        regard=of(MIGRANT, q.migrant_regard),
        senior=senior,
        credit=of(WOMAN, q.woman_credit),
        job=of(WOMAN, q.woman_job),
        nerve=of(FOUGHT, q.fighter_nerve),
    )


@compiled
def take_role(people: People, i: int, role: int, asked: FloatColumn) -> None:
    """Give somebody a role; what wage would make him leave mining goes with it."""
    if role != people.role[i]:
        people.reservation[i] *= asked[role] / asked[people.role[i]]
        people.role[i] = role


@compiled
def trade(role: int) -> int:
    """What is left of a role at another site: one's trade, but no post."""
    return SKILLED if role in (FOREMAN, MANAGER) else role
