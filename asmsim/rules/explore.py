"""Explore: the firm drills, and lays its title over more ground as its concession grows."""

from __future__ import annotations

import math

import numpy as np

from asmsim.luck import uniforms
from asmsim.state.columns import BoolColumn
from asmsim.state.ground import Concession, Ground, nearness
from asmsim.state.sites import CONCESSION_MARGIN, NO_ACT, OPEN, OTHER_TITLE, UNKNOWN, Sites
from asmsim.state.villages import Villages


def drill(sites: Sites, firm: int, chance: float, stream: np.uint64, month: int) -> int:
    """Make unknown deposits on the firm's title known to all; returns how many (R6).

    Drilling cannot be hidden: what it finds draws people, as any find does.
    """
    found = (sites.holder == firm) & (sites.discovery_month == UNKNOWN)
    found &= uniforms(stream, month, sites.id, 0) < chance
    sites.discovery_month[found] = month
    return int(np.count_nonzero(found))


def grown(ground: Ground, firm: int, by: float) -> Ground:
    """The lie of the land once a concession's area is ``by`` times what it was."""
    held = list(ground.concessions)
    held[firm] = held[firm]._replace(half=held[firm].half * math.sqrt(by))
    return ground._replace(concessions=tuple(held))


def extend(
    sites: Sites,
    mine: Concession,
    firm: int,
    crowding_out: float,
    stream: np.uint64,
    licensed: BoolColumn,
) -> int:
    """Lay the firm's title over deposits inside its concession; returns over how many.

    Ground of another firm, ground set aside by an act and ground on which miners hold a licence is
    left alone; of the rest that miners work, the share ``crowding_out`` comes under the title.

    Parameters
    ----------
    mine : Concession
        As it is now.
    licensed : array, site
        Where a cooperative holds a licence.
    """
    inside = np.maximum(abs(sites.x - mine.x), abs(sites.y - mine.y)) <= mine.half
    free = inside & (sites.holder < 0) & (sites.act == NO_ACT) & ~licensed
    free &= (sites.title == OPEN) | (sites.title == OTHER_TITLE)
    free &= (sites.diggers == 0) | (uniforms(stream, 0, sites.id, firm) < crowding_out)
    sites.title[free] = CONCESSION_MARGIN
    sites.holder[free] = firm
    return int(np.count_nonzero(free))


def come_near(villages: Villages, mine: Concession, firm: int) -> None:
    """Let villages be as near to a concession as it now reaches."""
    near = nearness(villages.x, villages.y, mine)
    closer = near > villages.near_mine
    villages.mine[closer] = firm
    villages.near_mine[closer] = near[closer]
