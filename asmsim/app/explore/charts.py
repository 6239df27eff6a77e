"""What the charts show: outcomes by month with their numbers in words, as plain data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from asmsim.app.explore.happenings import start_of
from asmsim.records import Library, Messages, Outcome
from asmsim.report.leads import leading
from asmsim.report.row import means, scaled
from asmsim.studies.design import YEAR, month_of

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

Chart: TypeAlias = dict[str, Any]

FIGURES = 5
"""Significant figures of a point: finer than a dot on a screen."""


def monthly(library: Library) -> dict[str, Outcome]:
    """Return the outcomes that a single world has every month."""
    return {name: library.outcome(name) for name in library.monthly}


def shown(library: Library, chosen: str) -> list[Outcome]:
    """Return the outcomes that are drawn: the chosen one, and one that leads each family."""
    there = monthly(library)
    first = [there[chosen]] if chosen in there else []
    return [
        *first,
        *(each for each in leading(tuple(there.values()), chosen=False) if each not in first),
    ]


def horizon(model: CohabitationModel) -> int:
    """Return how many months a model was made for."""
    return max(len(model.district.price), model.month)


def charts(model: CohabitationModel, months: int, chosen: str, words: Messages) -> dict[str, Any]:
    """Return the charts of a model, with the axis they share.

    Parameters
    ----------
    model : CohabitationModel
    months : int
        How long it is to live.
    chosen : str
        An outcome that is drawn first.
    words : Messages
    """
    start, library = start_of(model), model.library
    return {
        "months": months,
        "policy": model.policy_month,
        "policy_label": words.text(
            "app.chart.policy", month=words.month(month_of(start, model.policy_month))
        ),
        "in_words": words.text("app.in_words"),
        "month": words.text("app.chart.month"),
        "years": list(_years(start, months)),
        "charts": [chart(model, words.translated(each), words) for each in shown(library, chosen)],
    }


def _years(start: str, months: int) -> Iterator[dict[str, Any]]:
    """Yield the Januaries that have a label."""
    step = YEAR * max(1, math.ceil(months / YEAR / 6))
    first = (YEAR + 1 - int(start[5:])) % YEAR
    for month in range(first, months, step):
        yield {"month": month, "label": str(month_of(start, month).year)}


def chart(model: CohabitationModel, outcome: Outcome, words: Messages) -> Chart:
    """Return one outcome by month, what it is now in words, and its Decembers as a table."""
    raw = [each.get(outcome.name, math.nan) for each in model.recorder.series]
    values, unit = _in_unit(raw, outcome, words)
    return {
        "name": outcome.name,
        "title": outcome.title,
        "unit": unit,
        "values": [_plain(each) for each in values],
        "now": _now(outcome, raw, words),
        "said": _said(model, outcome, raw, words),
        "rows": list(_rows(model, outcome, raw, words)),
    }


def _monthly_unit(outcome: Outcome) -> Outcome:
    """Return the outcome as it is counted in one month."""
    return outcome.model_copy(update={"unit": outcome.unit.replace("/year", "/month")})


def _in_unit(raw: Sequence[float], outcome: Outcome, words: Messages) -> tuple[list[float], str]:
    scale, unit = scaled(_monthly_unit(outcome), raw, words)
    return [value / scale for value in raw], unit


def _plain(value: float) -> float | None:
    return float(f"{value:.{FIGURES}g}") if math.isfinite(value) else None


def _now(outcome: Outcome, raw: Sequence[float], words: Messages) -> str:
    if not raw:
        return words.text("number.missing")
    unit, (text,) = means(_monthly_unit(outcome), raw[-1:], words)
    return words.amount(text, unit)


def _said(model: CohabitationModel, outcome: Outcome, raw: Sequence[float], words: Messages) -> str:
    """Say what an outcome was as the policies began, and what it is."""
    policy, start = model.policy_month, start_of(model)
    if len(raw) <= policy or policy == 0:
        return words.text("app.chart.so_far", outcome=outcome.title, now=_now(outcome, raw, words))
    before = raw[policy - 1]
    unit, texts = means(_monthly_unit(outcome), [before, raw[-1]], words)
    return words.text(
        "app.chart.said",
        outcome=outcome.title,
        before=words.amount(texts[0], unit),
        now=words.amount(texts[1], unit),
        month=words.month(month_of(start, policy - 1)),
        last=words.month(month_of(start, len(raw) - 1)),
    )


def _rows(
    model: CohabitationModel, outcome: Outcome, raw: Sequence[float], words: Messages
) -> Iterator[tuple[str, str]]:
    """Yield one month a year, and the last one, with the value."""
    months = sorted({*range(YEAR - 1, len(raw), YEAR), len(raw) - 1} - {-1})
    unit, texts = means(_monthly_unit(outcome), [raw[month] for month in months], words)
    for month, text in zip(months, texts, strict=True):
        yield words.month(month_of(start_of(model), month)), words.amount(text, unit)
