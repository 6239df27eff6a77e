"""Agree: contracts between the firm and cooperatives, signed, reviewed and ended."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asmsim.compiled import compiled
from asmsim.luck import uniforms
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import DISSOLVED, Cooperatives, conduct
from asmsim.state.parameters import Agreement, Pit
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import LEASED, NO_ACT, UNKNOWN, Sites
from asmsim.state.units import MONTHS


@compiled
def trust_in(people: People, alive: int) -> FloatColumn:
    """Mean trust in the firm of each cooperative's members."""
    trust, members = np.zeros(alive), np.zeros(alive)
    for i in range(people.id.size):
        c = people.cooperative[i]
        if c != NOWHERE:
            trust[c] += people.trust_firm[i]
            members[c] += 1.0
    return trust / np.maximum(members, 1.0)


def willing(coops: Cooperatives, alive: int, stream: np.uint64, share: FloatColumn) -> BoolColumn:
    """A share of cooperatives whose ore the firm is ready to buy, the same from month to month.

    Parameters
    ----------
    share : array, cooperative
        How many of those at its site.
    """
    drawn: BoolColumn = uniforms(stream, 0, coops.id[:alive], 1) < share
    return drawn


def gross_usd(sites: Sites, pit: Pit) -> FloatColumn:
    """The gross of each site, USD of the month.

    It is told from the pool that was left of it when land, tribute and processors had had their
    shares.
    """
    left = np.maximum(0.0, 1.0 - pit.land_share - sites.tribute - sites.levy_pit)
    left *= np.where(sites.processors > 0, 1.0 - pit.processing_share, 1.0)
    gross: FloatColumn = np.divide(sites.pool, left, out=np.zeros(len(sites.id)), where=left > 0.0)
    return gross


def tribute_usd(sites: Sites, pit: Pit) -> FloatColumn:
    """What tribute came to at each site, USD of the month: ``tribute`` times the gross."""
    found: FloatColumn = sites.tribute * gross_usd(sites, pit)
    return found


def liability_usd(coops: Cooperatives, alive: int, p: Agreement) -> FloatColumn:
    """What answering for each cooperative costs whoever bears the risk, USD a month.

    In courts and with lenders: so much for each member, less the better their conduct is.
    """
    members = coops.members[:alive].astype(np.float64)
    cost: FloatColumn = p.liability_usd / MONTHS * members * (1.0 - conduct(coops)[:alive])
    return cost


def free(coops: Cooperatives, alive: int) -> BoolColumn:
    """Cooperatives that could sign: they have members, and no agreement."""
    found: BoolColumn = (coops.agreement[:alive] == 0) & (coops.papers[:alive] != DISSOLVED)
    return found & (coops.members[:alive] > 0)


def sign(
    coops: Cooperatives,
    alive: int,
    offered: BoolColumn,
    p: Agreement,
    trust: FloatColumn,
    luck: tuple[np.uint64, int],
) -> int:
    """Sign with cooperatives that are offered a contract and take it; returns how many.

    The firm signs with nobody whose conduct is under ``conduct``. A cooperative takes up a
    contract that pays with the monthly chance ``acceptance`` + ``trust`` * trust in the firm.

    Parameters
    ----------
    offered : array, cooperative
        Those the firm offers terms that pay.
    """
    stream, month = luck
    fit = offered & free(coops, alive) & (conduct(coops)[:alive] >= p.conduct)
    chance = p.acceptance + p.trust * trust
    takes = np.flatnonzero(fit & (uniforms(stream, month, coops.id[:alive], 0) < chance))
    coops.agreement[takes] = 1
    coops.agreement_month[takes] = month
    return len(takes)


def due(coops: Cooperatives, alive: int, p: Agreement, month: int) -> BoolColumn:
    """Agreements that come up for review this month."""
    age = month - coops.agreement_month[:alive]
    holds = coops.agreement[:alive] == 1
    found: BoolColumn = holds & (age > 0) & (age % max(1, int(p.review_months)) == 0)
    return found


def pays_less(sites: Sites, p: Agreement, own_usd_g: float, costs: FloatColumn) -> BoolColumn:
    """Sites on the firm's title that it would rather mine itself than share.

    ``mechanising`` * the discounted margin on the metal industry would mine of what is dug there,
    against what the agreement earned the firm and what keeping the miners off would cost it.

    Parameters
    ----------
    own_usd_g : float
        Discounted margin on a gram, USD.
    costs : array, site
        Income from the agreement and cost of guards without it, USD of the month.
    """
    own = p.mechanising * sites.contained_g * sites.industrial * own_usd_g
    found: BoolColumn = (sites.holder >= 0) & (own > costs)
    return found


def end(
    people: People,
    coops: Cooperatives,
    sites: Sites,
    over: npt.NDArray[np.int64],
    p: Agreement,
    month: int,
) -> int:
    """End agreements; returns the months they had held, in all.

    Members lose trust: a promise was broken. Leased ground on which no agreement is left goes back
    to the firm.
    """
    held = int(np.add.reduce(month - coops.agreement_month[over], dtype=np.int64))
    coops.agreement[over] = 0
    betrayed = np.isin(people.cooperative, over)
    people.trust_firm[betrayed] *= 1.0 - p.broken_trust
    give_back(coops, sites, np.unique(coops.site[over]))
    return held


def give_back(coops: Cooperatives, sites: Sites, where: npt.NDArray[np.integer]) -> None:
    """Let leased ground on which no agreement is left go back to the firm."""
    for s in where.tolist():
        if sites.act[s] == LEASED and not coops.agreement[coops.site == s].any():
            sites.act[s] = NO_ACT
            sites.act_month[s] = UNKNOWN
