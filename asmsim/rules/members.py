"""Members: what those of cooperatives have to sell, and what outlets' prices bring their pits.

What an outlet pays above or below the price at the pit is part of the gross that the pit contract
shares.
"""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import FloatColumn, IdColumn
from asmsim.state.kinds import Kinds, kind
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import Sites


@compiled
def metal(people: People, cooperatives: int) -> tuple[FloatColumn, IdColumn]:
    """Metal of each cooperative's members, grams, and the rows of those who have any to sell."""
    grams = np.zeros(cooperatives + 1)  # the last, which is NOWHERE, is of those in none
    rows, sellers = np.empty(people.id.size, np.int64), 0
    for i in range(people.id.size):
        c = people.cooperative[i]
        grams[c] += people.gold_g[i]
        rows[sellers] = i
        sellers += (c != NOWHERE) & (people.gold_g[i] > 0.0)
    return grams[:cooperatives], rows[:sellers]


@compiled
def lift(
    people: People,
    rows: IdColumn,
    sites: Sites,
    coops: tuple[FloatColumn, FloatColumn],
    kinds: Kinds,
) -> None:
    """Note at each site what members sell to outlets, and what its contract gains or loses by it.

    Parameters
    ----------
    rows : array
        Members who have metal to sell.
    coops : (array, array), by cooperative
        Share of metal sold to outlets, and mean price over the price at the pit.
    """
    share, price = coops
    sites.outlet_g[:] = 0.0
    sites.outlet_usd[:] = 0.0
    for i in rows:
        s, c = people.site[i], people.cooperative[i]
        if share[c] == 0.0 or s == NOWHERE:
            continue
        gold, more = people.gold_g[i], price[c] - 1.0
        sites.outlet_g[s] += share[c] * gold
        sites.outlet_usd[s] += more * gold * sites.price[s]
        sites.weighted_g[s] += more * gold * kinds.weight[people.role[i], kind(people, i)]
