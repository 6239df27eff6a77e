"""Loans: what cooperatives owe for the fee of a licence, without interest (P19)."""

from __future__ import annotations

import numpy as np

from asmsim.state.cooperatives import DISSOLVED, Cooperatives
from asmsim.state.parameters import Licence
from asmsim.state.units import MONTHS


def repay(coops: Cooperatives, alive: int, p: Licence) -> float:
    """Pay back a month's instalment as far as there is cash; returns it, USD.

    The fee is spread over ``loan_years``; what a cooperative still owes when it dissolves is lost.
    """
    owed, treasury = coops.owed[:alive], coops.treasury[:alive]
    owed[coops.papers[:alive] == DISSOLVED] = 0.0
    instalment = p.fee_usd / (p.loan_years * MONTHS)
    paid = np.minimum(np.minimum(owed, instalment), np.maximum(treasury, 0.0))
    owed -= paid
    treasury -= paid
    return float(np.add.reduce(paid))
