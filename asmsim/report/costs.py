"""What each stance costs, who pays it, and what a gain comes to: in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from asmsim.records import Context, Messages, Scenario
from asmsim.records.payer import PAYERS
from asmsim.report.row import SCALES, number
from asmsim.studies.comparison import Comparison
from asmsim.studies.costs import GAINS

MILLION = 1e6

DOLLAR = 1.0
"""Less is what adding up large sums leaves over."""


class Cost(NamedTuple):
    """One stance: what it costs more than the reference a year, by payer, and for each gain.

    Attributes
    ----------
    scenario : Scenario
    spending : str
        Of all who pay.
    payers : list of str
        Of each payer.
    gains : list of (str, str)
        For each gain what one costs, or that none is gained, and the interval.
    """

    scenario: Scenario
    spending: str
    payers: list[str]
    gains: list[tuple[str, str]]


class Bill(NamedTuple):
    """What stances cost in a context, and the unit spending is in."""

    unit: str
    costs: list[Cost]


def bill(
    found: Comparison, context: Context, scenarios: Iterable[Scenario], words: Messages
) -> Bill | None:
    """Return what scenarios cost in a context; None where it is not known."""
    table = found.costs[found.costs["context"] == context.name]
    by_name = {name: rows.to_dict("records") for name, rows in table.groupby("scenario")}
    here = [(each, by_name[each.name]) for each in scenarios if each.name in by_name]
    if not here:
        return None
    amounts = [row[key] for _, rows in here for row in rows for key in ("spending", *PAYERS)]
    largest = max((abs(each) for each in amounts if math.isfinite(each)), default=0.0)
    _, scale, name = next((each for each in SCALES if largest >= each[0]), (0.0, 1.0, ""))
    unit = words.text("costs.unit")
    return Bill(
        words.text(f"table.{name}", unit=unit) if name else unit,
        [
            _cost(scenario, rows, scale, _decimals(largest / scale), words)
            for scenario, rows in here
        ],
    )


def _decimals(largest: float) -> int:
    """Return how many decimals show three figures of the largest amount."""
    return min(4, max(0, 2 - math.floor(math.log10(largest)))) if largest > 0.0 else 0


def _cost(
    scenario: Scenario,
    rows: Sequence[Mapping[Any, Any]],
    scale: float,
    decimals: int,
    words: Messages,
) -> Cost:
    by_gain = {row["gain"]: row for row in rows}
    first = rows[0]
    more = [_signed(first[key] / scale, decimals, words) for key in ("spending", *PAYERS)]
    return Cost(scenario, more[0], more[1:], [_gain(by_gain[gain], words) for gain in GAINS])


def _signed(size: float, decimals: int, words: Messages) -> str:
    return ("+" if round(size, decimals) > 0 else "") + number(size, decimals, words)


def _gain(row: Mapping[Any, Any], words: Messages) -> tuple[str, str]:
    """Say what one of a gain costs, and between what."""
    if not row["gained"] > 0.0:
        return words.text("costs.none_gained"), ""
    if row["spending"] < DOLLAR:
        return words.text("costs.for_nothing"), ""
    if not (math.isfinite(row["low"]) and math.isfinite(row["high"])):
        return _amount(row["cost"], words), words.text("costs.unsure")
    low, high = (_amount(row[end], words) for end in ("low", "high"))
    return _amount(row["cost"], words), words.text("table.between", low=low, high=high)


def _amount(size: float, words: Messages) -> str:
    """Write an amount with three figures, a large one in millions or more."""
    large = ((least, scale, name) for least, scale, name in SCALES if scale >= MILLION)
    _, scale, name = next((each for each in large if abs(size) >= each[0]), (0.0, 1.0, ""))
    text = words.figure(size / scale)
    return words.text(f"costs.{name}", n=text) if name else text
