"""Routes: what the legal and the smuggler's way out cost at each site, and how metal splits (R3).

Every route has a net price. What the legal one costs more is the wedge; the legal share of metal
sold without papers is a logit in it. Who holds papers sells by licensed channels as long as these
pay, and leaves them as others leave the legal route when they do not.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Markets
from asmsim.state.sites import Sites


class Burden(NamedTuple):
    """What each route costs at each site beside what it costs everywhere; shares of value."""

    tax: FloatColumn  # on legal exports
    smuggling: FloatColumn  # expected by the smuggler, a penalty at the border included
    penalty: FloatColumn  # charged at the border on legal exports
    rules: FloatColumn  # what rules on one thing alone cost those who sell legally


def wedge(p: Markets, burden: Burden) -> FloatColumn:
    """What the legal route costs more than the smuggler's, by site, in points of value."""
    legal = burden.tax + (p.due_diligence + p.traceability) * p.borne_upstream + p.compliance
    legal += burden.penalty + burden.rules
    return 100.0 * (legal + p.discount - p.compensation - burden.smuggling)


def legal_net(p: Markets, burden: Burden) -> FloatColumn:
    """What a legal exporter can pay per unit of world price, by site."""
    checks = (p.due_diligence + p.traceability) * p.borne_upstream
    net: FloatColumn = 1.0 - p.trade_margin - burden.tax - checks - p.compliance
    return net - p.discount + p.compensation - burden.penalty - burden.rules


def smuggled_net(p: Markets, burden: Burden) -> FloatColumn:
    """What a smuggling exporter can pay per unit of world price, by site."""
    net: FloatColumn = 1.0 - p.trade_margin - burden.smuggling
    return net


@compiled
def odds(share: float) -> float:
    """The logit of a share."""
    return math.log(share / (1.0 - share))


@compiled
def share_of(logit: float) -> float:
    """The share a logit stands for."""
    return 1.0 / (1.0 + math.exp(-logit))


@compiled
def settle(sites: Sites, p: Markets, wedges: FloatColumn) -> None:
    """Legal share at each site that its wedge leads to in the end: a logit in the wedge."""
    zero = odds(p.legal_share_at_zero)
    for s in range(sites.id.size):
        sites.legal_trend[s] = share_of(zero + p.wedge_slope * wedges[s])


@compiled
def drift(sites: Sites, p: Markets, wedges: FloatColumn) -> FloatColumn:
    """Next month's legal share, and its logit: fast down and slowly up to where the wedge leads."""
    zero = odds(p.legal_share_at_zero)
    logits = np.empty(sites.id.size)
    for s in range(sites.id.size):
        now = odds(sites.legal_trend[s])
        aim = odds(share_of(zero + p.wedge_slope * wedges[s]))
        speed = p.adjust_up if aim > now else p.adjust_down
        sites.legal_trend[s] = share_of(now + speed * (aim - now))
        logits[s] = odds(sites.legal_trend[s])
    return logits


def split(sites: Sites, p: Markets, logits: FloatColumn, allowed: float) -> None:
    """Legal share, by site, of metal sold without papers.

    What the wedge has led to holds where formal buyers are as present as usual; its logit falls as
    they leave, for others carry the metal out.

    Parameters
    ----------
    allowed : float
        Part of what would leave legally that a quota lets out.
    """
    gone = p.served_usual - sites.served
    share = 1.0 / (1.0 + np.exp(-(logits - p.presence_slope * gone)))
    sites.legal_share[:] = allowed * share


def pay(sites: Sites, p: Markets, burden: Burden) -> None:
    """Note what exporters can pay at each site per unit of world price, by either route."""
    sites.legal_net[:] = legal_net(p, burden)
    sites.smuggled_net[:] = smuggled_net(p, burden)


def sole(sites: Sites, share: float, pays: float) -> FloatColumn:
    """Let a share of legal exporters sell to the state alone, at what it pays of the world price.

    Returns by how many points of value that widens the wedge, by site.
    """
    lost: FloatColumn = share * (sites.legal_net - pays)
    sites.legal_net[:] -= lost
    return 100.0 * lost


def exporters_net(sites: Sites) -> FloatColumn:
    """What exporters pay per unit of world price, over both routes."""
    share = sites.legal_share
    return share * sites.legal_net + (1.0 - share) * sites.smuggled_net


def legal_cost(sites: Sites) -> FloatColumn:
    """Price, as a share, that those give up who sell by the legal route where others use both."""
    return np.maximum(0.0, 1.0 - sites.legal_net / exporters_net(sites))


def leaving(p: Markets, loss: FloatColumn) -> FloatColumn:
    """Share of metal that turns to another channel where its own pays less by so much of value.

    Nothing where it pays as much; then as steeply as the legal share falls in the wedge.
    """
    share: FloatColumn = 1.0 - np.exp(p.wedge_slope * 100.0 * np.maximum(loss, 0.0))
    return share


def open_channels(sites: Sites, p: Markets, gain: float, allowed: float) -> None:
    """How much of the metal of the licensed goes by licensed channels, by site.

    As far as formal buyers serve the site, and these channels pay: they ask for the legal route,
    and what that costs may be more than what they bring. A part that returns and inspections can
    see stays.

    Parameters
    ----------
    gain : float
        Better price and freedom from tied sale in licensed channels, of income.
    allowed : float
        Part of what would leave legally that a quota lets out.
    """
    gone = (1.0 - p.returns) * leaving(p, legal_cost(sites) - gain)
    sites.channel[:] = allowed * sites.served * (1.0 - gone)


def rationed(allowed: float, cut: float, usual_kg: float, legal_kg: float) -> float:
    """Part of what would leave legally that a quota lets out next month.

    Parameters
    ----------
    allowed : float
        The part it let out last month.
    cut : float
        By how much less may leave than was usual.
    usual_kg, legal_kg : float
        What left legally in a usual month, and in the last.

    Examples
    --------
    >>> rationed(1.0, 0.25, 40.0, 60.0), rationed(0.5, 0.25, 40.0, 20.0)
    (0.5, 0.75)
    """
    if cut <= 0.0 or usual_kg <= 0.0:
        return 1.0
    if legal_kg <= 0.0:
        return 1.0 - cut
    return min(1.0, allowed * (1.0 - cut) * usual_kg / legal_kg)
