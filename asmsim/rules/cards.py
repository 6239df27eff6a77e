"""Cards: where the law asks an artisanal miner for a card and nothing more, who buys one (R1)."""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.columns import BoolColumn
from asmsim.state.papers import eagerness
from asmsim.state.parameters import Card, Law, Organise
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import ASM_ZONE, CEDED, OPEN, Sites, lies_in
from asmsim.state.units import MONTHS


def ground(sites: Sites, law: Law) -> BoolColumn:
    """Sites on which a card holds."""
    kinds = [*([OPEN] if law.card_open else []), *([ASM_ZONE, CEDED] if law.card_zones else [])]
    return lies_in(sites.tenure, kinds)


@compiled
def buy(
    people: People,
    where: BoolColumn,
    bribes: float,
    terms: tuple[Card, Organise, Law],
    stream: np.uint64,
    month: int,
) -> float:
    """Let those on such ground buy a card for a year, diggers and processors; returns fees, USD.

    Worth of a card = bribes avoided + ``tenure_value`` of a year's income - the fee. Where there is
    a residence rule, migrants are given none before they have been at the site for so long.

    Parameters
    ----------
    where : array, site
        Where a card holds.
    bribes : float
        What officials can be expected to ask of somebody without papers, USD a year.
    """
    p, organise, law = terms
    fees = 0.0
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE or not where[s] or people.card_until[i] >= month:
            continue
        stranger = not people.local[i] and month - people.arrived[i] < law.residence_months
        if stranger or people.savings[i] < p.fee_usd:
            continue
        net = bribes + p.tenure_value * MONTHS * people.expected[i] - p.fee_usd
        hazard = p.buys / MONTHS * eagerness(net, organise)
        if uniform(stream, month, people.id[i], 0) < 1.0 - math.exp(-hazard):
            people.savings[i] -= p.fee_usd
            people.card_until[i] = month + MONTHS - 1
            fees += p.fee_usd
    return fees
