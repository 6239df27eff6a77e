"""Licensing and enforcement: the queue, inspections, bribes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import LICENSED, LODGED, UNREGISTERED, Cooperatives
from asmsim.state.parameters import Licence, State
from asmsim.state.sites import UNKNOWN, Sites
from asmsim.state.units import MONTHS


@compiled
def queue(coops: Cooperatives, alive: int) -> npt.NDArray[np.int64]:
    """Rows of waiting applications, the one lodged first in front, then by row.

    Sorted by insertion: the queue is short, and compiling a library sort takes seconds.
    """
    waiting = np.empty(alive, np.int64)
    n = 0
    for c in range(alive):
        if coops.papers[c] != LODGED:
            continue
        k = n
        while k > 0 and coops.lodged_month[waiting[k - 1]] > coops.lodged_month[c]:
            waiting[k] = waiting[k - 1]
            k -= 1
        waiting[k] = c
        n += 1
    return waiting[:n]


@compiled
def grant(
    coops: Cooperatives, p: Licence, luck: Luck, month: int, alive: int, credit: float
) -> float:
    """Grant licences in order of lodging while staff time lasts; returns the time left.

    Parameters
    ----------
    credit : float, licences
        Throughput saved up; a month adds ``capacity_year`` / 12 (the caller adds it, scaled).

    Notes
    -----
    A file takes ``months``, more or less by up to ``spread`` of it: the file's own luck.
    """
    for c in queue(coops, alive):
        if credit < 1.0:
            break
        u = uniform(luck.licence, coops.lodged_month[c], coops.id[c], 0)
        need = p.months * (1.0 + p.spread * (2.0 * u - 1.0))
        if month - coops.lodged_month[c] < need:
            continue
        credit -= 1.0
        coops.papers[c] = LICENSED
        coops.licensed_month[c] = month
        coops.expiry_month[c] = month + int(p.term_years * MONTHS)
        if coops.registered_month[c] == UNREGISTERED:
            coops.registered_month[c] = month
    return credit


def licensed_sites(coops: Cooperatives, alive: int, n_sites: int) -> BoolColumn:
    """Sites on which a cooperative holds a licence."""
    found: BoolColumn = np.zeros(n_sites, bool)
    found[coops.site[:alive][coops.papers[:alive] == LICENSED]] = True
    return found


@compiled
def inspect(sites: Sites, p: State, luck: Luck, month: int, force: FloatColumn) -> int:
    """Officials visit sites: some ask for a bribe, some order intruders out; returns orders.

    A visit happens with probability ``inspection``; a share ``corruption`` of them ends in a
    bribe. On the rest, intruders are ordered out with probability ``force``, by site, the state's
    priority between force and zones.
    """
    orders = 0
    for s in range(sites.id.size):
        sites.bribe_usd[s] = 0.0
        if sites.workers[s] == 0:
            continue
        u = uniform(luck.inspection, month, sites.id[s], 0)
        if u >= p.inspection:
            continue
        if uniform(luck.inspection, month, sites.id[s], 1) < p.corruption:
            sites.bribe_usd[s] = p.bribe_usd
            continue
        free = sites.intrusion[s] and sites.order_month[s] == UNKNOWN
        free = free and sites.hold_until[s] < month
        if free and uniform(luck.inspection, month, sites.id[s], 2) < force[s]:
            sites.order_month[s] = month
            orders += 1
    return orders


def force_priority(p: State, cue: float, pay: float) -> float:
    """The state's readiness to use force: its own, and what firms say and pay (R10, R19).

    Parameters
    ----------
    cue : float
        What firms say: 1 send force, -1 open zones.
    pay : float
        Pay for clearing, of all that the state's offices in the district live on.
    """
    return min(1.0, max(0.0, p.force_priority + p.cue * cue + p.constituency * pay))


def force_priorities(own: FloatColumn, p: State, cue: float, pay: float) -> FloatColumn:
    """The same by site, where policy asks for more here than there."""
    asked = own + p.cue * cue + p.constituency * pay
    found: FloatColumn = np.minimum(1.0, np.maximum(0.0, asked))
    return found
