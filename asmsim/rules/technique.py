"""Technique: who takes up mercury-free technique, by what it brings, what it costs, who helps.

It recovers more of the metal in hard rock and takes time and equipment. Programmes equip members
of cooperatives; others see it beside them, reckon, and buy it if they can. Equipment wears out, and
who leaves the site leaves it behind.
"""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.columns import FloatColumn, IdColumn
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.parameters import Technique
from asmsim.state.people import IMPROVED, MINING, NOWHERE, PAN, People
from asmsim.state.sites import Sites


@compiled
def gain(usual: float, improved: float, time: float) -> float:
    """How much more metal improved technique brings, as a share: (1 - time) * improved/usual - 1.

    Examples
    --------
    >>> round(gain(0.35, 0.7, 0.05), 2), round(gain(0.65, 0.7, 0.05), 2)
    (0.9, 0.02)
    """
    return (1.0 - time) * improved / usual - 1.0


def gains(sites: Sites, time: float) -> FloatColumn:
    """The same by site; nothing where the usual technique recovers nothing."""
    usual = np.maximum(sites.recovery, 1e-9)
    found: FloatColumn = (1.0 - time) * sites.improved_recovery / usual - 1.0
    return found


def dirty(sites: Sites) -> FloatColumn:
    """Share of each site's metal won with mercury last month: all of it where none was won yet."""
    won = np.maximum(sites.recovered_g, 1e-9)
    share = np.where(sites.recovered_g > 0.0, 1.0 - sites.clean_g / won, 1.0)
    found: FloatColumn = np.maximum(share, 0.0) * (sites.mercury > 0.0)
    return found


@compiled
def count(
    people: People, more: FloatColumn, alive: int, usd: float
) -> tuple[IdColumn, FloatColumn, int, IdColumn]:
    """Who uses it, who could be equipped, and whom the month concerns.

    Returns diggers of each site who use it, members of each cooperative who do (the last is of
    those in none), how many members of cooperatives could be equipped, who dig where it brings more
    and do not use it yet, and the rows of all who use it or may take it up.

    Parameters
    ----------
    alive : int
        How many cooperatives there are.
    usd : float
        What it costs who buys it.
    """
    users, members, eligible = np.zeros(more.size, np.int64), np.zeros(alive + 1), 0
    rows, concerned = np.empty(people.id.size, np.int64), 0
    if more.size == 0:
        return users, members, eligible, rows[:0]
    for i in range(people.id.size):
        s, c = people.site[i], people.cooperative[i]
        uses, organised = people.technique[i] == IMPROVED, people.cooperative[i] != NOWHERE
        # Added up without a branch, which a processor would guess wrong for every other person.
        digs = (s != NOWHERE) & (people.occupation[i] == MINING)
        could = digs & (not uses) & (more[s] > 0.0)
        users[s] += digs & uses
        members[c] += uses
        eligible += could & organised
        rows[concerned] = i
        concerned += (digs & uses) | (could & (organised | (people.savings[i] >= usd)))
    return users, members, eligible, rows[:concerned]


@compiled
def take_up(
    people: People,
    more: FloatColumn,
    whom: tuple[IdColumn, FloatColumn],
    shares: tuple[FloatColumn, float],
    p: Technique,
    luck: tuple[np.uint64, int],
) -> float:
    """Equip some, let others buy, let equipment wear out; returns what was bought, USD.

    Parameters
    ----------
    more : array, site
        How much more metal it brings.
    whom : (array, array)
        Rows of those it concerns; members of each cooperative who use it, kept true here.
    shares : (array by site, float)
        Of the site's diggers who use it already; of the eligible whom programmes equip.
    luck : (uint64, int)
        The stream ``technique``, and the month.
    """
    (rows, members), (seen, helped), (stream, month) = whom, shares, luck
    bought = 0.0
    for i in rows:
        s, c, who = people.site[i], people.cooperative[i], people.id[i]
        if people.technique[i] == IMPROVED:
            if more[s] <= 0.0 or uniform(stream, month, who, 2) < p.wear:
                people.technique[i] = PAN
                members[c] -= 1.0
            continue
        pays = more[s] * people.expected[i] * p.payback_months >= p.equipment_usd
        able = seen[s] > 0.0 and pays and people.savings[i] >= p.equipment_usd
        if c != NOWHERE and uniform(stream, month, who, 0) < helped:
            people.technique[i] = IMPROVED
            members[c] += 1.0
        elif able and uniform(stream, month, who, 1) < p.learn * seen[s]:
            people.savings[i] -= p.equipment_usd
            bought += p.equipment_usd
            people.technique[i] = IMPROVED
            members[c] += 1.0
    return bought


def reflect(coops: Cooperatives, clean: FloatColumn, p: Technique) -> None:
    """Let a cooperative's conduct in mercury be at least what its members' technique makes it.

    Parameters
    ----------
    clean : array, cooperative
        Members who use it.
    """
    members, mercury = coops.members[: len(clean)], coops.mercury[: len(clean)]
    least = p.conduct * np.minimum(1.0, clean / np.maximum(members, 1)) * (members > 0)
    mercury[:] = np.maximum(mercury, least)
