"""Order: intruders are ordered out where it pays the firm, or where officers press it to (R19)."""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.loss import loss_per_intruder
from asmsim.state.parameters import Eviction, Firm
from asmsim.state.sites import UNKNOWN, Policy, Sites
from asmsim.state.units import DAYS_MONTH


@compiled
def clearing(n: float, loss: float, p: Eviction, firm: Firm, troops: float) -> tuple[float, float]:
    """Loss saved while ground is held that n intruders were cleared off, and the cost, USD.

    Parameters
    ----------
    loss : float
        What each costs the firm a month, as heavily as it weighs it, USD.
    troops : float
        Troops per person evicted.
    """
    saved = loss * n * p.hold_months
    cost = n * troops * firm.troop_usd_day * DAYS_MONTH * p.hold_months
    cost += n * p.compensation_usd
    return saved, cost


@compiled
def stands(sites: Sites, s: int, month: int) -> bool:
    """Whether an order stands already, or the ground is being held."""
    return bool(sites.order_month[s] != UNKNOWN or sites.hold_until[s] >= month)


@compiled
def order_evictions(
    sites: Sites,
    policy: Policy,
    p: Eviction,
    firm: Firm,
    worth: tuple[float, float, float],
    luck: tuple[np.uint64, int, int],
) -> int:
    """Order intruders out where the loss saved while the ground is held exceeds the cost.

    The order is for the month after the notice. ``policy.order`` is the monthly readiness to act
    where it pays, set by the stance; 0 means never.

    Parameters
    ----------
    worth : (float, float, float)
        Margin on a gram, USD; mining days in a month; troops per person evicted.
    luck : (uint64, int, int)
        The stream ``eviction``, the month, and the firm's number.
    """
    usd_g, days, troops = worth
    stream, month, who = luck
    orders = 0
    for s in range(sites.id.size):
        n = sites.intruders_known[s]
        if policy.order[s] <= 0.0 or sites.kept_by[s] != who or n < p.smallest:
            continue
        if stands(sites, s, month):
            continue
        loss = days * loss_per_intruder(sites.grade[s], sites.industrial[s], firm, usd_g)
        saved, cost = clearing(n, policy.weight[s] * loss, p, firm, troops)
        if saved <= cost:
            continue
        if uniform(stream, month, sites.id[s], 0) < policy.order[s]:
            sites.order_month[s] = month + int(p.notice_months)
            orders += 1
    return orders


@compiled
def press(
    sites: Sites,
    policy: Policy,
    terms: tuple[Eviction, Firm],
    worth: tuple[float, float, float],
    pressed: tuple[float, float],
    luck: tuple[np.uint64, int, int],
) -> int:
    """Let officers press a firm to pay for clearing; returns the orders it agrees to.

    They ask at ground it keeps that has intruders and is not being cleared, less often where guards
    are trained and vetted: there it has rules for dealing with public forces too. The firm gives in
    where the loss saved covers the bill but for the share that it bears to keep them friendly.

    Parameters
    ----------
    worth : (float, float, float)
        Margin on a gram, USD; mining days in a month; troops per person evicted.
    pressed : (float, float)
        Monthly chance of being asked, and share of the bill it bears beyond what it saves.
    luck : (uint64, int, int)
        The stream ``pressing``, the month, and the firm's number.
    """
    p, firm = terms
    usd_g, days, troops = worth
    chance, giving_in = pressed
    stream, month, who = luck
    orders = 0
    for s in range(sites.id.size):
        n = sites.intruders_known[s]
        if sites.kept_by[s] != who or n < p.smallest or stands(sites, s, month):
            continue
        asked = chance * (1.0 - policy.trained[s])
        if uniform(stream, month, sites.id[s], 0) >= asked:
            continue
        loss = days * loss_per_intruder(sites.grade[s], sites.industrial[s], firm, usd_g)
        saved, cost = clearing(n, policy.weight[s] * loss, p, firm, troops)
        if saved >= (1.0 - giving_in) * cost:
            sites.order_month[s] = month
            orders += 1
    return orders
