"""Technique: who takes up mercury-free technique, by what it brings, what it costs, who helps.

It recovers more of the metal in hard rock and takes time and equipment. Programmes equip members
of cooperatives; others see it beside them, reckon, and buy it if they can. Equipment wears out, and
who leaves the site leaves it behind.
"""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
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
def count(people: People, more: FloatColumn) -> tuple[IdColumn, int]:
    """Diggers of each site who use it, and how many could be equipped.

    These are members of cooperatives who dig where it brings more, and do not use it yet.
    """
    users, eligible = np.zeros(more.size, np.int64), 0
    if more.size == 0:
        return users, eligible
    for i in range(people.id.size):
        s, uses = people.site[i], people.technique[i] == IMPROVED
        # Added up without a branch, which a processor would guess wrong for every other person.
        digs = (s != NOWHERE) & (people.occupation[i] == MINING)
        users[s] += digs & uses
        eligible += digs & (not uses) & (people.cooperative[i] != NOWHERE) & (more[s] > 0.0)
    return users, eligible


@compiled
def take_up(
    people: People,
    more: FloatColumn,
    shares: tuple[FloatColumn, float],
    p: Technique,
    luck: Luck,
    when: tuple[int, int],
) -> tuple[float, FloatColumn]:
    """Equip some, let others buy, let equipment wear out.

    Returns what was bought, USD, and how many of each cooperative's members use it now.

    Parameters
    ----------
    more : array, site
        How much more metal it brings.
    shares : (array by site, float)
        Of the site's diggers who use it already; of the eligible whom programmes equip.
    when : (int, int)
        The month, and how many cooperatives there are.
    """
    (seen, helped), (month, alive) = shares, when
    bought, clean = 0.0, np.zeros(alive)
    for i in range(people.id.size):
        s, c, who = people.site[i], people.cooperative[i], people.id[i]
        digs = s != NOWHERE and people.occupation[i] == MINING
        if digs and people.technique[i] == IMPROVED:
            if more[s] <= 0.0 or uniform(luck.technique, month, who, 2) < p.wear:
                people.technique[i] = PAN
        elif digs and more[s] > 0.0:
            pays = more[s] * people.expected[i] * p.payback_months >= p.equipment_usd
            able = seen[s] > 0.0 and pays and people.savings[i] >= p.equipment_usd
            if c != NOWHERE and uniform(luck.technique, month, who, 0) < helped:
                people.technique[i] = IMPROVED
            elif able and uniform(luck.technique, month, who, 1) < p.learn * seen[s]:
                people.savings[i] -= p.equipment_usd
                bought += p.equipment_usd
                people.technique[i] = IMPROVED
        if c != NOWHERE and people.technique[i] == IMPROVED:
            clean[c] += 1.0
    return bought, clean


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
