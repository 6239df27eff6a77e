"""Acts: ground that is ceded, leased or set aside, and titles that come and go.

The firm gives up what is least valuable to it (R14); the state looks for zones on unallocated
ground and takes the best of what it has had assessed. All of it waits for a minister's act (P14).
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import numpy.typing as npt

from asmsim.luck import normals, uniform, uniforms
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.ground import Ground
from asmsim.state.parameters import Act, Titles, Zone
from asmsim.state.sites import (
    ASM_ZONE,
    CONCESSION_MARGIN,
    NO_ACT,
    OPEN,
    OTHER_TITLE,
    UNKNOWN,
    Sites,
)

LITTLE = 1e-6  # USD: keeps the ratio finite where nobody earns anything
LEAST_LEFT = 0.1  # share of its reserve a deposit must hold to be worth an act


def signed(p: Act, cue: float, stream: np.uint64, month: int, body: int) -> int:
    """Month from which an act asked for now holds.

    ``months`` * (1 + ``spread`` * (2 u - 1)) * (1 + ``cue`` * the firm's cue), at least one.
    """
    u = uniform(stream, month, body, 0)
    length = p.months * (1.0 + p.spread * (2.0 * u - 1.0)) * (1.0 + p.cue * cue)
    return month + max(1, round(length))


def declare(sites: Sites, chosen: npt.NDArray[np.int64], code: int, month: int) -> None:
    """Write an act into the sites' table."""
    sites.act[chosen] = code
    sites.act_month[chosen] = month


def workable(sites: Sites) -> BoolColumn:
    """Deposits that are known and hold enough to be worth an act."""
    left = sites.reserve_g > LEAST_LEFT * sites.initial_g
    found: BoolColumn = left & (sites.discovery_month != UNKNOWN)
    return found


def wanted(
    sites: Sites, firm: int, share: FloatColumn, code: int, allowed: BoolColumn
) -> npt.NDArray[np.int64]:
    """Deposits of its margin the firm would next cede or lease: those least of use to it.

    Enough that ``share`` of the workable margin is under such an act; first those where the share
    of the metal industry would mine is smallest for what a digger is said to earn (R14): of less
    interest to the firm, but workable for miners.

    Parameters
    ----------
    share : array, site
        How much of ground like this the stance gives up.
    """
    margin = (sites.holder == firm) & (sites.title == CONCESSION_MARGIN) & workable(sites)
    margin &= share > 0.0
    free = np.flatnonzero(margin & allowed & (sites.act == NO_ACT))
    if not len(free):
        return free
    have = int(np.count_nonzero(margin & (sites.act == code)))
    deposits = Counter(share[margin].tolist())  # of a kind: three halves are not three roundings
    missing = round(sum(each * number for each, number in sorted(deposits.items()))) - have
    if missing <= 0:
        return free[:0]
    given_up = sites.industrial[free] / np.maximum(sites.yield_usd[free], LITTLE)
    return free[np.argsort(given_up, kind="stable")[:missing]]


def from_concessions(sites: Sites, ground: Ground) -> FloatColumn:
    """Distance of each site to the nearest concession's edge; 0 where there is none.

    In km of a default-sized district, so that reaches hold alike in districts of any size.
    """
    if not ground.concessions:
        return np.zeros(len(sites.id))
    gaps = [
        np.maximum(np.maximum(abs(sites.x - c.x), abs(sites.y - c.y)) - c.half, 0.0)
        for c in ground.concessions
    ]
    nearest: FloatColumn = np.min(gaps, axis=0) / ground.stretch
    return nearest


def seek_zone(
    sites: Sites,
    ground: Ground,
    p: Zone,
    allowed: BoolColumn,
    streams: tuple[np.uint64, int],
    missing: int,
) -> tuple[npt.NDArray[np.int64], int]:
    """Deposits to set aside: the best of those assessed, and how many were assessed.

    Candidates are deposits on unallocated ground near the concession, known or not. Of them
    ``draws`` for each that is needed, picked by luck, are assessed: their grade is seen with error.

    Parameters
    ----------
    allowed : array, site
        Where policy wants zones.
    streams : (uint64, int)
        The stream ``zone`` and the month.
    missing : int
        Deposits still to be set aside.
    """
    stream, month = streams
    open_ground = (sites.title == OPEN) & (sites.act == NO_ACT) & allowed
    open_ground &= sites.reserve_g > LEAST_LEFT * sites.initial_g
    open_ground &= from_concessions(sites, ground) <= p.near_km
    free = np.flatnonzero(open_ground)
    order = np.argsort(uniforms(stream, month, sites.id[free], 0), kind="stable")
    assessed = free[order[: missing * math.ceil(p.draws)]]
    seen = np.log(sites.grade[assessed]) + p.error * normals(stream, month, sites.id[assessed], 1)
    return assessed[np.argsort(-seen, kind="stable")[:missing]], len(assessed)


def follow(sites: Sites, p: Titles, stream: np.uint64, month: int, licensed: BoolColumn) -> None:
    """Lay titles over open ground artisanal miners have found, and let old ones go (R24).

    The chance of a title is ``follow`` times the share of the metal industry would mine; one that
    is not used is given up with chance ``release``. Ground set aside by an act, or on which miners
    hold a licence, is left alone.

    Parameters
    ----------
    licensed : array, site
        Where a cooperative holds a licence.
    """
    free = (sites.holder < 0) & (sites.act == NO_ACT) & (sites.discovery_month != UNKNOWN)
    free &= ~licensed
    u = uniforms(stream, month, sites.id, 0)
    comes = free & (sites.title == OPEN) & (u < p.follow * sites.industrial)
    goes = free & (sites.title == OTHER_TITLE) & (u < p.release)
    sites.title[comes] = OTHER_TITLE
    sites.title[goes] = OPEN


def tenure(sites: Sites, month: int) -> list[tuple[BoolColumn, int]]:
    """Where acts hold this month, by the tenure they declare."""
    holds = (sites.act != NO_ACT) & (sites.act_month <= month)
    return [(holds & (sites.act == code), int(code)) for code in np.unique(sites.act[holds])]


def reveal(sites: Sites, month: int) -> None:
    """Make known the deposits whose zone opens this month: drilling draws people (R6)."""
    opens = (sites.act == ASM_ZONE) & (sites.act_month == month)
    sites.discovery_month[opens & (sites.discovery_month == UNKNOWN)] = month
