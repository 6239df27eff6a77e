"""Harvest: what farming and day labour bring."""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, normal
from asmsim.state.parameters import Home
from asmsim.state.sites import Sites
from asmsim.state.units import MONTHS
from asmsim.state.villages import Villages


def pits_take(sites: Sites, villages: Villages, pressure: float) -> None:
    """Take farm land for pits, out of what the mine has left (R21).

    Of that the share x / (1 + x) goes, with x = ``pressure`` * those who work at a village's sites
    over its residents.
    """
    workers = np.bincount(sites.village, weights=sites.workers, minlength=len(villages.id))
    press = pressure * workers / np.maximum(villages.residents, 1)
    villages.land_lost[:] += (1.0 - villages.land_lost) * press / (1.0 + press)


@compiled
def farm(villages: Villages, p: Home, earns: float, luck: Luck, when: tuple[int, int]) -> None:
    """Farm income of the month, by village, USD.

    wage * days * season * harvest * (1 - land lost) + ``local_multiplier`` * (spending a head above
    that of a usual farmer); the season peaks in January, the harvest is a draw for each village and
    year, lognormal with mean 1. Spending by those who earn more gives work to those who farm and
    labour by the day. What the firm has invested brings ``earns`` of it a month, to all households
    alike, whatever they live on.

    Parameters
    ----------
    earns : float, 1/month
        What productive investment brings, of the stock of it.
    when : (int, int)
        Calendar year and month of the year, 0 for January.
    """
    year, month = when
    season = 1.0 + p.farm_season * math.cos(2.0 * math.pi * month / MONTHS)
    usual = p.farm_wage_usd_day * p.farm_days
    for v in range(villages.id.size):
        z = normal(luck.farm, year, villages.id[v], 0)
        villages.harvest[v] = math.exp(p.harvest_sigma * (z - 0.5 * p.harvest_sigma))
        land = 1.0 - villages.land_lost[v]
        villages.farm_income[v] = usual * season * land * villages.harvest[v]
        villages.demand[v] = 0.0
        villages.enterprise[v] = 0.0
        if villages.residents[v] > 0:
            above = villages.consumption[v] / villages.residents[v] - usual
            villages.demand[v] = p.local_multiplier * max(above, 0.0)
            villages.enterprise[v] = earns * villages.invested[v] / villages.residents[v]
        villages.farm_income[v] += villages.demand[v]
