"""Targets that are measured in a kind of place of its own: functions from a seed to figures."""

from __future__ import annotations

from pathlib import Path

import measures
import numpy as np
import pandas as pd

from asmsim import Shock, simulate

EXPORTS = Path(__file__).resolve().parent / "ghana_asm_gold_exports.csv"
"""What artisanal miners of Ghana exported legally, by year, and the withholding tax."""

FIRST_YEAR = 2014
"""Worlds begin four years before the first year of the table, so that founding is forgotten."""

BASE = 2018
TAX_MONTHS = {2020: 5, 2022: 1}
"""The month in which a tax of the table begins: enforced from May 2020, lower in 2022."""

NO_POLICY = "hands_off"


def pay_in_congo(seed: int) -> dict[str, float]:
    """K3 where the survey was taken."""
    return _named(measures.pay(seed, "drc_gold_east"), "Congo")


def offer_in_congo(seed: int) -> dict[str, float]:
    """K4 where the survey was taken."""
    return _named(measures.acceptance(seed, "drc_gold_east"), "Congo")


def titles_around_kolwezi(seed: int) -> dict[str, float]:
    """K2 for copper and cobalt."""
    run = simulate(NO_POLICY, context="drc_copper_cobalt", seed=seed, months=61)
    return _named(measures.titles(run, 60), "Kolwezi")


def exports_of_ghana(seed: int) -> dict[str, float]:
    """K6: legal exports by year over those of 2018, with prices and taxes of the years.

    The error is the mean absolute gap to the table over 2019 to 2023, once as a share of what left
    in 2018 and once as a share of what left in the year itself.
    """
    table = pd.read_csv(EXPORTS, encoding="utf-8", index_col="year")
    taxes = table["withholding_tax_pct"] / 100.0
    shocks = []
    for year, month in TAX_MONTHS.items():
        start = 12 * (year - FIRST_YEAR) + month - 1
        shocks.append((start, float(taxes[year])))
    ends = [start for start, _ in shocks[1:]] + [None]
    run = simulate(
        NO_POLICY,
        context="ghana_gold",
        seed=seed,
        start=f"{FIRST_YEAR}-01",
        months=12 * (int(table.index[-1]) + 1 - FIRST_YEAR),
        overrides={"price.path": "series", "markets.tax": float(taxes[BASE])},
        shocks=tuple(
            Shock("markets.tax", tax, start, end)
            for (start, tax), end in zip(shocks, ends, strict=True)
        ),
    )
    by_year = run.series["legal_exports"].groupby(run.series.index // 12 + FIRST_YEAR).sum()
    index = (by_year / by_year[BASE])[table.index]
    counted = table["asm_export_t"] / table["asm_export_t"][BASE]
    gap = (index - counted).abs().drop(BASE)
    found = {f"K6 {year}": float(index[year]) for year in table.index[1:]}
    relative = float(np.mean(gap / counted.drop(BASE)))
    return found | {"K6 error": float(gap.mean()), "K6 relative error": relative}


def papers_in_ghana(seed: int) -> dict[str, float]:
    """K7: who is formal where a licence costs 4,000 USD and takes a year."""
    run = simulate(NO_POLICY, context="ghana_gold", seed=seed)
    return {"K7": float(run.summary["formal_share"])}


def free_register(seed: int) -> dict[str, float]:
    """K8: of the papers entered in eight years, those still active, where they cost nothing."""
    run = simulate(NO_POLICY, seed=seed, overrides={"licence.fee_usd": 0.0})
    return {"K8": float(run.summary["registered_active_share"])}


def _named(figures: dict[str, float], place: str) -> dict[str, float]:
    """Say in the figures' names where they were measured."""
    return {f"{name}, {place}": value for name, value in figures.items()}
