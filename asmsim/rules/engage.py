"""Engage: the ladder of engagement, what the firm learns, whom its presence reaches.

Trust grows one stage at a time: casual talk, leaders, wider group, site visits, formal mechanism
(R5). It cannot be bought in a month and is lost at once to force. The indirect route, through a
third party, is weaker but does not mind guards at the table.
"""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.parameters import Engagement, Firm
from asmsim.state.people import AWAY, DEAD, People
from asmsim.state.sites import Sites
from asmsim.state.villages import Villages


def fallen(p: Engagement, rung: float, broken: float) -> float:
    """The stage after force or broken promises: lower by up to ``fall`` stages, at once.

    Parameters
    ----------
    broken : float
        How much of the word given was broken, 1 for all of it: uses of force in a default-sized
        district, of which one is enough (a larger one has more places where it may happen); or,
        of the agreements that held, the share the firm has ended.
    """
    return max(0.0, rung - p.fall * min(1.0, broken))


def climb(p: Engagement, rung: float, spoilt: float, broken: float) -> float:
    """The stage a month on.

    Up by (effort * (1 - ``spoils`` * guards at the table) + the indirect route) / ``rung_months``;
    down as fast when nobody makes an effort; ``fall`` stages at once when force was used.

    Parameters
    ----------
    spoilt : float
        Share of days that guards and forces prevent on the firm's ground.
    broken : float
        Uses of force since last month, in a default-sized district.
    """
    rung = fallen(p, rung, broken)
    face = p.effort * (1.0 - p.spoils * spoilt)
    third = p.indirect * p.indirect_weight * p.third_party_trust
    step = face + third if p.effort + p.indirect > 0.0 else -1.0
    return min(max(rung + step / p.rung_months, 0.0), p.rungs)


def knowledge(p: Firm, e: Engagement, known: float, trust: float) -> float:
    """The firm's knowledge of the ASM, 0 to 1: a stock built by looking and talking (R27).

    known += ``knowledge_gain`` * taught * (1 - known) - ``knowledge_loss`` * (1 - taught) * known;
    what engagement teaches depends in part on being trusted.

    Parameters
    ----------
    trust : float
        Mean trust of those who work on its ground.
    """
    met = e.effort + e.indirect * e.indirect_weight
    taught = min(1.0, e.monitoring + met * (1.0 - e.learns + e.learns * trust))
    gained = p.knowledge_gain * taught * (1.0 - known)
    return known + gained - p.knowledge_loss * (1.0 - taught) * known


def works_on(people: People, ground: BoolColumn) -> BoolColumn:
    """Who works on sites of a kind."""
    # Who works nowhere (-1) finds the last of these.
    found: BoolColumn = np.append(ground, False)[people.site]
    return found


@compiled
def contact(people: People, sites: Sites, villages: Villages, firm: int) -> FloatColumn:
    """How closely each person meets the firm: fully on its title, else as the village is near."""
    home = np.where(villages.mine == firm, villages.near_mine, 0.0)
    work = np.zeros(sites.id.size + 1)  # the last, which is -1, is where nobody works
    work[:-1] = sites.holder == firm
    met = np.empty(people.id.size)
    for i in range(people.id.size):
        gone = people.occupation[i] == AWAY or people.occupation[i] == DEAD
        met[i] = 0.0 if gone else max(home[people.village[i]], work[people.site[i]])
    return met


@compiled
def win_trust(people: People, p: Engagement, met: FloatColumn, rung: float, start: float) -> None:
    """Let trust follow the stage, where firm and people meet.

    trust += ``trust_speed`` * contact * max(0, aim - trust), with aim = start + ``trust_top`` *
    rung / ``rungs`` * (1 - start); elsewhere and afterwards it drifts back.
    """
    aim = start + p.trust_top * rung / p.rungs * (1.0 - start)
    for i in range(met.size):
        people.trust_firm[i] += p.trust_speed * met[i] * max(0.0, aim - people.trust_firm[i])


def regard(villages: Villages, p: Engagement, firm: int, rung: float) -> None:
    """Let chiefs near the mine regard the firm as its respect and their share deserve (R22).

    aim = nearness * rung / ``rungs`` * (1 - ``chief_share`` * (1 - what they are given over what
    they want, at most 1)).
    """
    near = villages.mine == firm
    content = np.minimum(1.0, villages.given[near] / p.chief_wants_usd)
    aim = villages.near_mine[near] * rung / p.rungs * (1.0 - p.chief_share * (1.0 - content))
    villages.respect[near] += p.respect_speed * (aim - villages.respect[near])
