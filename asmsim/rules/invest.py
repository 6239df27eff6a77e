"""Invest: what the firm puts into villages, and what it comes to for those who live there (P21)."""

from __future__ import annotations

import numpy as np

from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Community
from asmsim.state.villages import Villages


def spread(villages: Villages, firm: int, usd: float) -> FloatColumn:
    """A month's investment by village, USD: by residents, weighted by nearness to the mine."""
    weight = villages.near_mine * villages.residents * (villages.mine == firm)
    total = float(np.add.reduce(weight))
    return usd * weight / total if total > 0.0 else np.zeros(len(villages.id))


def invest(villages: Villages, p: Community, given: FloatColumn) -> float:
    """Put money into villages; returns what goes through chiefs, USD.

    The productive part adds to a stock that raises what farming and labour bring; schools and
    roads count as received, but do not help families without income.
    """
    villages.received[:] += given
    chiefs = p.through_chief * given
    villages.fund[:] += chiefs
    villages.given[:] += chiefs
    villages.invested[:] += p.productive * (given - chiefs)
    return float(np.add.reduce(chiefs))


def wear(villages: Villages, p: Community) -> None:
    """Let productive investment wear out by a month."""
    villages.invested[:] *= 1.0 - p.decay
