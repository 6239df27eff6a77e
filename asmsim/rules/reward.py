"""Reward: help and equipment in return for legal sales, and what they lose who sell elsewhere (P7).

Who is registered gets what is worth a part of the metal sold legally. That closes some of the gap
to what others pay, and so more of the registered sell by the legal route: as many more as the
wedge's own logit says. Who sells elsewhere goes without, and is left out when that is found out.
"""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.columns import FloatColumn, IdColumn
from asmsim.state.parameters import Reward
from asmsim.state.people import CRIMINAL, FORMAL, ILLEGAL, MINING, NOWHERE, People
from asmsim.state.sites import Sites

# Numbers under which a digger's draws are taken: who is registered never changes.
LISTED, LOYAL, FOUND = range(3)


def loyal(legal_share: FloatColumn, slope: float, worth: float) -> FloatColumn:
    """Share of the registered who sell legally, by site: the legal share, its logit moved.

    Examples
    --------
    >>> loyal(np.array([0.0, 0.5]), -1.0, 0.01).round(3).tolist()
    [0.0, 0.731]
    """
    more = np.exp(-slope * 100.0 * worth)
    share: FloatColumn = legal_share * more / (1.0 - legal_share + legal_share * more)
    return share


@compiled
def able(people: People, month: int) -> IdColumn:
    """Rows of those who could be registered: diggers without debt whose work is no offence.

    Who was found to sell elsewhere is left out for a time.
    """
    rows, found = np.empty(people.id.size, np.int64), 0
    for i in range(people.id.size):
        digs = (people.occupation[i] == MINING) & (people.site[i] != NOWHERE)
        offends = (people.status[i] == ILLEGAL) | (people.status[i] == CRIMINAL)
        free = (people.debt[i] <= 0.0) & (month >= people.left_out[i])
        rows[found] = i
        found += digs & free & (not offends)
    return rows[:found]


@compiled
def pledge(
    people: People,
    sites: Sites,
    who: tuple[float, IdColumn],
    loyalty: FloatColumn,
    p: Reward,
    luck: tuple[np.uint64, int],
) -> int:
    """Note what the registered sell legally and get for it; returns how many they are.

    Of those who are able the registered are drawn by lot. The licensed sell legally what goes by
    licensed channels.

    Parameters
    ----------
    listed : float
        Share of those able who are registered.
    rows : array
        Those who could be.
    loyalty : array, by site
        Share of the registered without a licence who sell legally this month.
    luck : (uint64, int)
        The stream ``reward``, and the month.
    """
    (listed, rows), (stream, month) = who, luck
    sites.pledged_g[:] = 0.0
    people.reward_usd[:] = 0.0
    number = 0
    for i in rows:
        if uniform(stream, 0, people.id[i], LISTED) >= listed:
            continue
        number += 1
        s = people.site[i]
        part = sites.channel[s]
        if people.status[i] != FORMAL:
            part = 1.0
            if uniform(stream, month, people.id[i], LOYAL) >= loyalty[s]:
                if uniform(stream, month, people.id[i], FOUND) < p.found:
                    people.left_out[i] = month + p.months_out
                continue
            sites.pledged_g[s] += people.gold_g[i]
        people.reward_usd[i] = p.worth * part * people.gold_g[i] * sites.price[s]
    return number
