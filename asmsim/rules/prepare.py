"""Prepare: ground is surveyed, laid out and made safe before or while miners work it (P12, P13)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.parameters import Preparation
from asmsim.state.sites import NO_ACT, UNKNOWN, Sites

LEAST_LEFT = 0.1  # share of its reserve a deposit must hold to be worth the works


def suited(sites: Sites, asked: FloatColumn, licensed: BoolColumn) -> BoolColumn:
    """Deposits that may be prepared: miners' by an act or with papers, and not prepared yet.

    Parameters
    ----------
    asked : array, site
        Sites a year that policy has prepared; 0 where it asks for none.
    licensed : array, site
        Where a cooperative holds a licence.
    """
    theirs = (sites.act != NO_ACT) | licensed
    found: BoolColumn = theirs & (asked > 0.0) & (sites.prepared_month == UNKNOWN)
    return found & (sites.reserve_g > LEAST_LEFT * sites.initial_g)


def choose(sites: Sites, may: BoolColumn, count: int) -> npt.NDArray[np.int64]:
    """The richest ground first: it is surveyed before anything is built."""
    rows = np.flatnonzero(may)
    if count <= 0 or not len(rows):
        return rows[:0]
    left = sites.grade[rows] * sites.reserve_g[rows] / sites.initial_g[rows]
    return rows[np.argsort(-left, kind="stable")[:count]]


def begin(sites: Sites, rows: npt.NDArray[np.int64], month: int, months: int) -> None:
    """Begin works; ground that has not opened yet does so when they are done."""
    sites.prepared_month[rows] = month + months
    waits = rows[(sites.act[rows] != NO_ACT) & (sites.act_month[rows] > month)]
    sites.act_month[waits] = np.maximum(sites.act_month[waits], month + months)


def finish(sites: Sites, p: Preparation, month: int) -> bool:
    """Take works into use that are done this month; returns whether there are any.

    A miner digs more a day, and fewer die; what is recovered follows (``minerals.fill``).
    """
    done = sites.prepared_month == month
    if not done.any():
        return False
    sites.prepared[done] = 1
    sites.works[done] = 1.0 + p.pace
    sites.risk[done] = 1.0 - p.safer
    return True
