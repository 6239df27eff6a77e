"""Children: how many are at work at sites, and women while pregnant: need, conduct, bans and help.

A ban alone does little: it holds where somebody watches, and part of those sent away work where
nobody does. Conduct of cooperatives, incomes and remediation take them out of the pits.
"""

from __future__ import annotations

from typing import NamedTuple

from asmsim.compiled import compiled
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.parameters import Children, Environment, Law
from asmsim.state.people import MINED, NOWHERE, People


class AtWork(NamedTuple):
    """Who should not be at work, before any remediation; people."""

    children: float
    pregnant: float


@compiled
def pressed(expected: float, need_usd: float, need: float) -> float:
    """How much a household's need weighs: 1 at half of what it needs, and where need is 0.

    1 - ``need`` + 2 * ``need`` * shortfall of the accustomed income against the household's need.
    """
    shortfall = max(0.0, 1.0 - expected / need_usd)
    return 1.0 - need + 2.0 * need * shortfall


@compiled
def kept(conduct: float, start: float) -> float:
    """What conduct leaves, 1 where it is as without an organisation."""
    return min(1.0, max(0.0, 1.0 - (conduct - start) / (1.0 - start)))


@compiled
def count(
    people: People,
    coops: Cooperatives,
    terms: tuple[Children, Environment, Law],
    home: tuple[float, float],
    watch: float,
) -> AtWork:
    """Count children and pregnant women at work at sites this month.

    Parameters
    ----------
    home : (float, float)
        What a household needs, USD a month; conduct without an organisation.
    watch : float
        How closely officials see what goes on, 0 to 1; a cooperative's own records may show more.
    """
    p, environment, law = terms
    children = pregnant = 0.0
    for i in range(people.id.size):
        if people.worked[i] == 0 or people.site[i] == NOWHERE:
            continue
        share = pressed(people.expected[i], home[0], p.need)
        c, seen, careful, safe = people.cooperative[i], watch, 1.0, 1.0
        if c != NOWHERE:
            seen = max(seen, coops.records[c])
            careful, safe = kept(coops.children[c], home[1]), kept(coops.safety[c], home[1])
        sent = seen * (1.0 - p.elsewhere)  # of those a ban would send away, who work no more
        if people.worked[i] == MINED:
            children += environment.child_share * share * careful * (1.0 - law.child_ban * sent)
        if people.woman[i]:
            pregnant += p.pregnant_share * share * safe * (1.0 - law.pregnant_ban * sent)
    return AtWork(children, pregnant)
