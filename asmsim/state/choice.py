"""What people choose among: ways of living, what is on offer, what is one's own."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.columns import BoolColumn, CodeColumn, FloatColumn, IndexColumn, MonthColumn
from asmsim.state.parameters import Livelihoods, Offer
from asmsim.state.people import AWAY, FARMING, NOWHERE, People


class Options(NamedTuple):
    """What each way of living is worth this month to anybody, before what is one's own."""

    dig: FloatColumn  # by site, for diggers; -inf where nobody knows of it
    process: FloatColumn  # by site, for processors
    farm: FloatColumn  # by village
    away: float
    risk: float  # of mining income
    job: float  # at the mine
    job_chance: float  # of being offered one
    men_only: BoolColumn  # by site, where custom lets no woman dig
    closed: FloatColumn  # by site, what it costs migrants that the law keeps them out


class Help(NamedTuple):
    """What is on offer to those at sites who would live otherwise (P20)."""

    chance: FloatColumn  # by site, that somebody who reconsiders is offered a place
    nearby: IndexColumn  # by site, the viable site that is shown, ``NOWHERE`` for none
    fields: FloatColumn  # by village, what farming brings a local, USD/month
    took: IndexColumn  # who takes another livelihood, the way home, another site; counted here
    terms: Livelihoods
    months: float  # over which a lump sum is counted


class Own(NamedTuple):
    """What is one's own in the worth of working at a site, in units of utility."""

    dig: float  # digging where one is, -inf for none
    moved: float  # digging elsewhere, less the post one leaves
    wash: float  # processing
    stay: float
    travel: float  # cost of a km
    leave: float  # worth of leaving ground a firm keeps
    woman: bool
    migrant: bool
    shown: int  # the site one is helped to, NOWHERE for none: the way is paid
    gift: float  # worth of what is paid to those who go there


class Leaving(NamedTuple):
    """What is on offer to those who leave ground by agreement."""

    usd: FloatColumn  # by site, to each who was there when the offer was made
    since: MonthColumn  # by site, month in which it was made
    kept: CodeColumn  # by site, at least 0 where going there would not be leaving
    took: IndexColumn  # by site, who takes the offer; counted here
    zones: IndexColumn  # sites set aside for miners, which those addressed are shown
    terms: Offer


@compiled
def lump_sum(usd: float, used_to: float, slope: float, months: float) -> float:
    """What cash in hand adds to an option: slope * log(1 + USD a month / accustomed income)."""
    return slope * math.log(1.0 + usd / months / max(used_to, 1.0))


@compiled
def is_helped(people: People, i: int, offer: Help, stream: np.uint64, month: int) -> bool:
    """Whether there is a place for somebody who reconsiders."""
    s = people.site[i]
    if s == NOWHERE or offer.chance[s] <= 0.0:
        return False
    return bool(uniform(stream, month, people.id[i], 0) < offer.chance[s])


@compiled
def take_help(people: People, i: int, offer: Help, shown: int) -> None:
    """Give what was offered to who lives otherwise now, or works at the site that was shown."""
    if people.occupation[i] == FARMING:
        people.livelihood[i] = offer.terms.other_usd
        offer.took[0] += 1
    elif people.occupation[i] == AWAY and not people.local[i]:
        people.savings[i] += offer.terms.home_usd
        offer.took[1] += 1
    elif shown != NOWHERE and people.site[i] == shown:
        people.savings[i] += offer.terms.move_usd
        offer.took[2] += 1
