"""Credit: banks lend to miners with papers where a guarantee makes it worth their while (P18).

A loan buys its taker out of debt at the pit, and thereby out of the tied sale and its discount. A
bank lends as far as its interest exceeds what it expects to lose itself; what it expects is its
fear at first, and what it has seen since.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import uniform
from asmsim.state.parameters import Credit
from asmsim.state.people import AWAY, DEAD, FINANCIER, FORMAL, LEGAL, MINING, People
from asmsim.state.units import MONTHS

GIVES_UP, ASKS = range(2)  # numbers under which a person's draws are taken


def feared(p: Credit, lost: float, years: float, scale: float) -> float:
    """Share of miners' loans that banks expect to lose a year.

    (fear * weight + loans lost) / (weight + years lent), the weight being ``fear_loans`` * scale:
    the mean of a Gamma belief about the rate at which loans are lost.

    Parameters
    ----------
    lost, years : float
        Loans lost so far, and how long all loans have run, summed over them, in years.
    """
    weight = p.fear_loans * scale
    return (p.fear_year * weight + lost) / (weight + years)


def willing(p: Credit, expected: float) -> float:
    """Share of those who ask whom banks lend to.

    1 - expected loss * (1 - cover) / (what they earn on a loan a year), within 0 and 1.
    """
    earns = MONTHS * (p.rate - p.money_rate)
    if earns <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - expected * (1.0 - p.cover) / earns))


@compiled
def serve(people: People, p: Credit, luck: tuple[np.uint64, int]) -> tuple[float, float, int, int]:
    """Pay back out of the month's income, or not; returns USD repaid, USD lost, loans lost, loans.

    Lost are loans of those who died or left the district, and of those who give up paying. Whoever
    gave up is lent nothing again.
    """
    stream, month = luck
    chance = 1.0 - math.exp(-p.default_year / MONTHS)
    repaid = gone = 0.0
    defaults = loans = 0
    for i in range(people.id.size):
        if people.loan[i] <= 0.0:
            continue
        loans += 1
        left = people.occupation[i] == DEAD or people.occupation[i] == AWAY
        if left or uniform(stream, month, people.id[i], GIVES_UP) < chance:
            gone += people.loan[i]
            people.loan[i] = 0.0
            people.barred[i] = 1
            defaults += 1
            continue
        people.loan[i] *= 1.0 + p.rate
        paid = min(people.loan[i], p.instalment * max(people.income[i], 0.0))
        people.loan[i] -= paid
        people.income[i] -= paid
        repaid += paid
    return repaid, gone, defaults, loans


@compiled
def lend(people: People, chance: float, luck: tuple[np.uint64, int]) -> float:
    """Buy miners with papers out of what they owe at the pit; returns what is lent, USD."""
    stream, month = luck
    lent = 0.0
    for i in range(people.id.size):
        if people.debt[i] <= 0.0 or people.occupation[i] != MINING or people.barred[i]:
            continue
        papers = people.status[i] == FORMAL or people.status[i] == LEGAL
        if not papers or people.lender[i] != FINANCIER:
            continue
        if uniform(stream, month, people.id[i], ASKS) < chance:
            people.loan[i] += people.debt[i]
            lent += people.debt[i]
            people.debt[i] = 0.0
    return lent
