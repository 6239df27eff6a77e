"""Who gains and who pays: what each party has more or less than in the reference world."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from asmsim.records import Scenario
from asmsim.report.figures import key
from asmsim.report.figures.panel import Values
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.sheet import Sheet, leading, wrapped
from asmsim.report.figures.style import (
    BLUE,
    INK,
    MARGIN,
    PALE,
    PAPER,
    SMALL,
    SOFT,
    TEXT,
    VERMILION,
    WIDTH,
)
from asmsim.report.figures.subject import Subject
from asmsim.report.row import SCALES, number
from asmsim.studies.verdict import paired

SHOWN = ("people", "villages", "cooperatives", "firm", "government", "buyers", "donors")
"""Parties that always have a column: those whose cash the ledger checks, and donors."""

OTHERS = ("financiers", "officials", "armed")
"""Parties that have one where something moved."""

SPENT = ("consumption", "land_passed_on")
"""What people and chiefs do with their income is no cost of theirs."""

DOLLAR = 1.0
"""Less is what adding up large sums leaves over."""

GAIN: dict[str, Any] = {"fc": BLUE, "ec": PAPER}
COST: dict[str, Any] = {"fc": VERMILION, "hatch": "/////", "ec": PAPER}
"""How more and less look."""

NAMES = 1.6
GAP = 0.08
BAR = 0.15


class Gain(NamedTuple):
    """A party's mean paired difference and its interval, USD."""

    mean: float
    low: float
    high: float


def pictures(subject: Subject) -> Iterator[Picture]:
    """Yield the bars, if accounts were kept."""
    before = _nets(subject, subject.reference)
    if not before:
        return
    found = {each.name: _gains(before, _nets(subject, each)) for each in subject.compared}
    if not any(found.values()):
        return
    found = _moved(found)
    title = subject.text("parties.title", reference=subject.reference.title)
    shown = [each for each in subject.compared if found[each.name]]
    said = " ".join(_said(subject, each, found) for each in shown)
    yield subject.picture("parties", title, said, lambda: _draw(subject, found, title))


def _nets(subject: Subject, scenario: Scenario) -> dict[str, dict[int, float]]:
    """Return what each party received less what it paid, by run."""
    table = subject.detail("accounts", scenario)
    if table.empty:
        return {}
    table = table[~table["line"].isin(SPENT)]
    paid = table.groupby(["payer", "replicate"])["usd"].sum()
    got = table.groupby(["payee", "replicate"])["usd"].sum()
    runs = table["replicate"].unique()
    return {
        party: {
            int(run): float(got.get((party, run), 0.0) - paid.get((party, run), 0.0))
            for run in runs
        }
        for party in (*SHOWN, *OTHERS)
    }


def _gains(
    before: dict[str, dict[int, float]], after: dict[str, dict[int, float]]
) -> dict[str, Gain]:
    """Compare pair by pair."""
    found = {}
    for party, runs in after.items():
        both = sorted(set(runs) & set(before[party]))
        pairs = paired([before[party][n] for n in both], [runs[n] for n in both], "more")
        sizes = (pairs.difference, pairs.low, pairs.high)
        found[party] = Gain(*(0.0 if abs(size) < DOLLAR else size for size in sizes))
    return found


def _moved(found: dict[str, dict[str, Gain]]) -> dict[str, dict[str, Gain]]:
    """Leave out those of the others for whom nothing changes anywhere."""
    still = {
        party for party in OTHERS if not any(gains[party].mean for gains in found.values() if gains)
    }
    return {
        name: {party: gain for party, gain in gains.items() if party not in still}
        for name, gains in found.items()
    }


def _unit(subject: Subject, found: dict[str, dict[str, Gain]]) -> tuple[float, str]:
    """Return by what all amounts are divided, and what they are then in."""
    largest = max(abs(gain.mean) for gains in found.values() for gain in gains.values())
    scale, name = next(
        ((size, name) for least, size, name in SCALES if largest >= least), (1.0, "")
    )
    return scale, subject.words.text(f"table.{name}", unit="USD") if name else "USD"


def _decimals(sizes: Sequence[float]) -> int:
    """Return how many decimals show two figures of the largest amount."""
    largest = max((abs(size) for size in sizes if np.isfinite(size)), default=0.0)
    return min(4, max(0, 1 - math.floor(math.log10(largest)))) if largest else 0


def _number(subject: Subject, size: float, decimals: int) -> str:
    plus = "+" if round(size, decimals) > 0 else ""
    return plus + number(size, decimals, subject.words)


def _said(subject: Subject, scenario: Scenario, found: dict[str, dict[str, Gain]]) -> str:
    """Say what each party has more or less, as the picture writes it."""
    scale, unit = _unit(subject, found)
    parts = []
    for party, gain in found[scenario.name].items():
        decimals = _decimals([gains[party].mean / scale for gains in found.values() if gains])
        text = _number(subject, gain.mean / scale, decimals)
        if np.isfinite(gain.low):
            ends = [number(each / scale, decimals, subject.words) for each in gain[1:]]
            between = subject.words.text("table.between", low=ends[0], high=ends[1])
            text += f" ({between})"
        parts.append(f"{subject.text(f'parties.{party}')} {text}")
    return f"{scenario.title}, {unit}{subject.colon}{subject.words.chain(parts)}."


def _draw(subject: Subject, found: dict[str, dict[str, Gain]], title: str) -> Figure:
    """Draw scenarios down and parties across, each party on a scale of its own."""
    shown = [each for each in subject.compared if found[each.name]]
    names = [wrapped(each.title, NAMES - 0.15, TEXT, bold=True) for each in shown]
    tall = [max(0.46, len(name) * leading(TEXT) + 0.12) for name in names]
    parties = list(found[shown[0].name])
    width = (WIDTH - 2 * MARGIN - NAMES - GAP * (len(parties) - 1)) / len(parties)
    heads = [
        wrapped(subject.text(f"parties.{party}"), width, SMALL, bold=True) for party in parties
    ]
    head = 0.5 + max(map(len, heads)) * leading(SMALL)
    scale, unit = _unit(subject, found)
    body = head + sum(tall) + 0.25
    sheet = Sheet(body, title, subject.about, subject.text("parties.note", unit=unit))
    _key(sheet, subject)
    tops = head + np.cumsum([0.0, *tall])
    for name, top, high in zip(names, tops, tall, strict=False):
        sheet.middle(MARGIN, top + high / 2, name, size=TEXT, bold=True)
    for column, (party, heading) in enumerate(zip(parties, heads, strict=True)):
        x = MARGIN + NAMES + column * (width + GAP)
        sheet.lines(x, head - 0.1 - len(heading) * leading(SMALL), heading, bold=True)
        sheet.box(x, head, width, sum(tall), fc=PALE, alpha=0.5, zorder=-1)
        gains = [found[each.name][party] for each in shown]
        middles = tops[:-1] + np.array(tall) / 2
        _party(sheet, subject, (gains, scale), (x, width, body - 0.1), middles)
    return sheet.figure


def _party(
    sheet: Sheet,
    subject: Subject,
    found: tuple[list[Gain], float],
    place: tuple[float, float, float],
    middles: Values,
) -> None:
    """Draw one party's bars, a row for each scenario, and how much the width of its panel is."""
    gains, scale = found
    x, width, below = place
    ends = np.array(gains, float) / scale
    low, high = min(0.0, float(np.nanmin(ends))), max(0.0, float(np.nanmax(ends)))
    inches = width / ((high - low) or 1.0)
    zero = x - low * inches
    decimals = _decimals(ends[:, 0].tolist())
    for (mean, least, most), y in zip(ends, middles, strict=True):
        sheet.text(x + width / 2, y - 0.1, _number(subject, mean, decimals), ha="center")
        sheet.strokes([((zero, y - 0.03), (zero, y + 0.19))], SOFT, 0.7)
        look = GAIN if mean >= 0 else COST
        bar = mean * inches
        sheet.box(min(zero, zero + bar), y + 0.08 - BAR / 2, abs(bar), BAR, **look)
        if np.isfinite(least):
            span = ((zero + least * inches, y + 0.08), (zero + most * inches, y + 0.08))
            sheet.strokes([span], INK, 1.0)
    if high > low:
        whole = number(high - low, _decimals([high - low]), subject.words)
        sheet.text(x + width / 2, below, f"↔ {whole}", ha="center", colour=SOFT)


def _key(sheet: Sheet, subject: Subject) -> None:
    """Say what bars and the lines upon them stand for."""

    def interval(sheet: Sheet, x: float, y: float) -> None:
        sheet.strokes([((x, y), (x + 0.22, y))], INK, 1.0)

    entries = [
        (subject.text("parties.key_gain"), 0.22, key.bar(**GAIN)),
        (subject.text("parties.key_cost"), 0.22, key.bar(**COST)),
        (subject.text("parties.key_interval"), 0.22, interval),
    ]
    key.row(sheet, 0.1, entries)
