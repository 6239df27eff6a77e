"""How one outcome's numbers are written: the same on the terminal and in the report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from asmsim.records import Messages, Outcome
from asmsim.studies.design import YEAR, month_of
from asmsim.studies.plan import CARATS, Plan
from asmsim.studies.verdict import FEWEST_PAIRS, Verdict

SCALES = ((1e9, 1e9, "billion"), (1e6, 1e6, "million"), (1e4, 1e3, "thousand"))
"""From which size on which larger unit is used: up to ten thousand, numbers fit as they are."""

SHARE = "share"
"""The unit of outcomes that are a part of a whole, kept as fractions."""

CARAT_KG = 0.0002
"""A carat, by definition."""

FIGURES = 2
"""Figures of a difference that are written; the interval shows that more would say nothing."""

MEAN_FIGURES = 3
"""Figures of a mean that stands without a difference."""

MOST_DECIMALS = 4


class Row(NamedTuple):
    """One outcome of one scenario in words: all its numbers with the same unit and decimals.

    Attributes
    ----------
    outcome : Outcome
    unit : str
        The unit the numbers are in; empty where the title says it or there is none.
    reference, scenario, difference, interval : str
        Means, the paired difference with its sign, and its interval.
    verdict : Verdict
    word : str
        The verdict in words.
    found : mapping
        The row of the contrasts it is made from.
    """

    outcome: Outcome
    unit: str
    reference: str
    scenario: str
    difference: str
    interval: str
    verdict: Verdict
    word: str
    found: Mapping[Any, Any]


def written(outcome: Outcome, found: Mapping[Any, Any], words: Messages) -> Row:
    """Write one row of the contrasts.

    Parameters
    ----------
    outcome : Outcome
    found : mapping
        The row, by column.
    words : Messages
    """
    keys = ("reference_mean", "scenario_mean", "difference", "low", "high")
    values = [float(found[key]) for key in keys]
    scale, unit = scaled(outcome, values, words)
    sizes = [value / scale for value in values]
    decimals = _decimals(sizes)
    before, after, difference, low, high = (number(value, decimals, words) for value in sizes)
    plus = "+" if round(sizes[2], decimals) > 0 else ""
    verdict = Verdict(found["verdict"])
    return Row(
        outcome=outcome,
        unit=unit,
        reference=before,
        scenario=after,
        difference=plus + difference,
        interval="" if math.isnan(sizes[3]) else words.text("table.between", low=low, high=high),
        verdict=verdict,
        word=verdict_word(verdict, words),
        found=found,
    )


def verdict_word(verdict: Verdict, words: Messages) -> str:
    """Return a verdict in words."""
    return words.text(f"verdict.{verdict.name.lower()}")


def family_title(family: str, words: Messages) -> str:
    """Return a family's heading; one of a user's own has but its name."""
    key = f"table.family.{family}"
    return words.text(key) if key in words else family.replace("_", " ").capitalize()


def capital(text: str) -> str:
    """Return a text as a heading begins."""
    return text[:1].upper() + text[1:]


def scaled(outcome: Outcome, values: Iterable[float], words: Messages) -> tuple[float, str]:
    """Return by what numbers of one outcome are divided, and the unit they are then in.

    Shares are written as percentages, so their differences are percentage points. Stones are kept
    in kilograms like all minerals, and written in carats.
    """
    if outcome.unit == SHARE:
        return 0.01, words.text("table.percent")
    kept = CARAT_KG if outcome.unit == CARATS else 1.0
    largest = max((abs(value) / kept for value in values if math.isfinite(value)), default=0.0)
    _, scale, name = next((each for each in SCALES if largest >= each[0]), (0.0, 1.0, ""))
    unit = words.unit(outcome.unit)
    named = unit.lower() in outcome.title.lower().split()
    unit = "" if named or outcome.unit == "1" else unit
    return scale * kept, words.text(f"table.{name}", unit=unit).strip() if name else unit


def means(outcome: Outcome, values: Sequence[float], words: Messages) -> tuple[str, list[str]]:
    """Write means of one outcome that stand side by side: their unit, and each of them."""
    scale, unit = scaled(outcome, values, words)
    sizes = [value / scale for value in values]
    largest = max((abs(size) for size in sizes if math.isfinite(size)), default=0.0)
    decimals = _places(largest, MEAN_FIGURES) if largest else 0
    return unit, [number(size, decimals, words) for size in sizes]


def number(value: float, decimals: int, words: Messages) -> str:
    """Write a number without a sign for what rounds to zero."""
    return words.number(round(value, decimals) + 0.0, decimals)


def _decimals(values: Sequence[float]) -> int:
    """Return how many decimals show the difference, or else its interval, or else the means."""
    before, after, difference, low, high = values
    for size in (
        max(abs(difference), (high - low) / 2),
        abs(difference),
        max(abs(before), abs(after)),
    ):
        if math.isfinite(size) and size > 0:
            return _places(size, FIGURES)
    return 0


def _places(size: float, figures: int) -> int:
    """Return how many decimals show so many figures of a number."""
    return min(MOST_DECIMALS, max(0, figures - 1 - math.floor(math.log10(size))))


def about(plan: Plan, words: Messages) -> str:
    """Say how many pairs there are and which months the figures are of."""
    if plan.replicates < FEWEST_PAIRS:
        pairs = words.text("table.one_pair")
    else:
        pairs = words.text("table.pairs", n=words.number(plan.replicates))
    said = words.text(
        "table.about",
        pairs=pairs,
        policy=words.month(month_of(plan.start, plan.policy_month)),
        first=words.month(month_of(plan.start, max(0, plan.months - YEAR))),
        last=words.month(month_of(plan.start, plan.months - 1)),
    )
    if not plan.programmes:
        return said
    beside = words.listing(each.title for each in plan.programmes)
    return f"{said} {words.text('table.beside', programmes=beside)}"
