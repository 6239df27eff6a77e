"""The table of paired differences on a terminal: how stances differ, and a verdict in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from rich import box
from rich.console import JustifyMethod, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from asmsim.records import Context, Messages, Outcome, Scenario
from asmsim.records.payer import PAYERS
from asmsim.report.costs import bill
from asmsim.report.law import aside
from asmsim.report.leads import leading
from asmsim.report.row import Row, about, family_title, written
from asmsim.studies.comparison import Comparison
from asmsim.studies.costs import GAINS
from asmsim.studies.plan import Plan
from asmsim.studies.verdict import Verdict

WIDTH = 100
"""Columns a table may take; a wider terminal leaves the rest empty."""

COLUMNS = {"reference": 9, "scenario": 9, "difference": 10, "interval": 17, "verdict": 17}
"""Least widths of all columns but the first, which takes the rest."""

WIDEST_HEADING = 14
"""A longer word in the title of a scenario is folded."""

# Colour only repeats what the word says.
STYLES = {
    Verdict.BETTER: "bold green",
    Verdict.WORSE: "bold red",
    Verdict.HIGHER: "bold",
    Verdict.LOWER: "bold",
    Verdict.CLOSE: "yellow",
}

MOST_TABLES = 2
"""Scenarios that are each given a table of their own; more share one."""

NARROW = 9
"""Columns of an outcome in the table of all scenarios."""

PAID = 8
"""Columns of a payer in the table of costs, half of those of a gain."""

WIDEST_PAYER = 10
"""Columns of a payer with a longer name."""

FOLDED = (Verdict.SAME, Verdict.UNDEFINED)
"""Verdicts that are told in a line below the table unless every row is asked for."""


def render(comparison: Comparison, words: Messages, *, every: bool = False) -> list[RenderableType]:
    """Return what to print of a comparison: an overview, or a table for each scenario.

    With more than ``MOST_TABLES`` scenarios in a context one table holds them all, a leading
    outcome of each family across; asked for every row, each scenario's own table follows.

    Parameters
    ----------
    comparison : Comparison
    words : Messages
        The words and the language's ways with numbers.
    every : bool
        Give outcomes without a difference that matters a row too, instead of a line below.

    Returns
    -------
    list of renderable
        For a console of at least 100 columns.
    """
    plan = comparison.plan
    parts: list[RenderableType] = []
    for context in plan.contexts:
        many = len(plan.allowed(context)[1:]) > MOST_TABLES
        if many:
            parts += _overview(comparison, context, words)
        for scenario in plan.allowed(context)[1:] if every or not many else ():
            rows = comparison.contrasts.query(
                "context == @context.name and scenario == @scenario.name"
            )
            parts += _one(plan, context, scenario, rows, words, every=every)
        parts += _costs(comparison, context, words)
        parts += _by_law(plan, context, words)
    parts.append(_wrapped(words.text("table.rule"), "dim"))
    parts.append(_wrapped(words.text("table.luck_only"), "bold"))
    return parts


def _one(
    plan: Plan,
    context: Context,
    scenario: Scenario,
    rows: pd.DataFrame,
    words: Messages,
    *,
    every: bool,
) -> Iterator[RenderableType]:
    """Yield the heading, the table and the lines below it for one scenario in one context."""
    reference = plan.scenarios[0]
    title = words.text(
        "table.title", scenario=scenario.title, reference=reference.title, context=context.title
    )
    yield Text("\n" + title, style="bold")
    yield _wrapped(about(plan, words))
    found = {row["outcome"]: row for row in rows.to_dict("records")}
    outcomes = [plan.told(each, context, words) for each in plan.outcomes if each.name in found]
    verdicts = {name: Verdict(row["verdict"]) for name, row in found.items()}
    shown = [each for each in outcomes if every or verdicts[each.name] not in FOLDED]
    if shown:
        yield _table(reference, scenario, shown, found, words)
        yield Text()
    for kind, key in ((Verdict.SAME, "table.all_same"), (Verdict.UNDEFINED, "table.all_undefined")):
        folded = [each.title for each in outcomes if verdicts[each.name] is kind]
        if folded and not every:
            yield _wrapped(words.text(key, outcomes=words.chain(folded)))


def _overview(
    comparison: Comparison, context: Context, words: Messages
) -> Iterator[RenderableType]:
    """Yield one table of all scenarios in a context: the outcome that leads each family."""
    plan = comparison.plan
    reference, *others = plan.allowed(context)
    outcomes = tuple(
        plan.told(each, context, words) for each in leading(plan.outcomes, chosen=False)
    )
    here = comparison.contrasts.query("context == @context.name")
    found = {(row["scenario"], row["outcome"]): row for row in here.to_dict("records")}
    outcomes = tuple(each for each in outcomes if (others[0].name, each.name) in found)
    rows = {
        (scenario.name, outcome.name): written(outcome, found[scenario.name, outcome.name], words)
        for scenario in others
        for outcome in outcomes
    }
    title = words.text("table.overview", reference=reference.title, context=context.title)
    yield Text("\n" + title, style="bold")
    yield _wrapped(about(plan, words))
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, width=WIDTH, padding=0, pad_edge=False)
    made.add_column("", ratio=1, overflow="fold")
    shared = [
        _shared_unit([rows[each.name, outcome.name] for each in others]) for outcome in outcomes
    ]
    for outcome, unit in zip(outcomes, shared, strict=True):
        heading = Text.assemble(
            outcome.title, (f"\n{unit}".replace("/", "/ ") if unit else "", "dim")
        )
        made.add_column(heading, justify="right", width=NARROW, overflow="fold")
    first = [rows[others[0].name, outcome.name] for outcome in outcomes]
    level = [
        row.reference if unit else words.amount(row.reference, row.unit)
        for row, unit in zip(first, shared, strict=True)
    ]
    made.add_row(reference.title, *level, style="dim", end_section=True)
    for scenario in others:
        its = [rows[scenario.name, outcome.name] for outcome in outcomes]
        cells = [_brief(row, unit, words) for row, unit in zip(its, shared, strict=True)]
        made.add_row(Text(scenario.title), *cells)
    yield made
    yield Text()
    yield _wrapped(words.text("table.overview_note"))


def _costs(comparison: Comparison, context: Context, words: Messages) -> Iterator[RenderableType]:
    """Yield one table of what all scenarios in a context cost, who pays, and for what gain."""
    reference, *others = comparison.plan.allowed(context)
    found = bill(comparison, context, others, words)
    if found is None:
        return
    yield Text("\n" + words.text("costs.title", reference=reference.title), style="bold")
    yield _wrapped(words.text("costs.about", unit=found.unit))
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, width=WIDTH, padding=0, pad_edge=False)
    made.add_column("", ratio=1, overflow="fold")
    heads = ["costs.all", *(f"costs.{payer}" for payer in PAYERS)]
    for head in heads:
        text = words.text(head)
        width = max(PAID, min(len(text), WIDEST_PAYER))
        made.add_column(text, justify="right", width=width, overflow="fold")
    for gain in GAINS:
        head = words.text(f"costs.{gain}")
        made.add_column(head, justify="right", width=2 * PAID, overflow="fold")
    for each in found.costs:
        gains = ["\n".join(filter(None, gain)) for gain in each.gains]
        made.add_row(Text(each.scenario.title), each.spending, *each.payers, *gains)
    yield made
    yield Text()


def _shared_unit(rows: Sequence[Row]) -> str:
    """Return the unit that all rows of an outcome are written in, or nothing when they differ."""
    units = {row.unit for row in rows}
    return units.pop() if len(units) == 1 else ""


def _brief(row: Row, unit: str, words: Messages) -> Text:
    """Write a difference and, under it, its verdict in a word or two."""
    word = words.text(f"verdict.brief.{row.verdict.name.lower()}")
    number = row.difference if unit else words.amount(row.difference, row.unit)
    return Text(
        f"{number if row.interval else ''}\n{word}".strip(), style=STYLES.get(row.verdict, "")
    )


def _by_law(plan: Plan, context: Context, words: Messages) -> Iterator[RenderableType]:
    """Yield what the law of a context forbids, and what of it the study sets aside."""
    title = {scenario.name: scenario.title for scenario in plan.scenarios}
    here = [each for each in plan.forbidden if each.context == context.name]
    if here and not plan.allowed(context)[1:]:
        yield Text("\n" + context.title, style="bold")
    lines = [
        words.text(
            "table.not_permitted",
            scenario=title[each.scenario],
            law=each.meaning,
            source=each.source,
        )
        for each in here
    ]
    for line in dict.fromkeys(lines):  # two levers may need one law
        yield _wrapped(line)
    for text in aside(plan, context, words):
        yield _wrapped(text, "bold")


def _table(
    reference: Scenario,
    scenario: Scenario,
    outcomes: Sequence[Outcome],
    found: dict[Any, dict[Any, Any]],
    words: Messages,
) -> Table:
    """Return the table, its rows in families."""
    made = Table(
        box=box.SIMPLE_HEAD, show_edge=False, width=WIDTH, padding=(0, 1, 0, 0), pad_edge=False
    )
    made.add_column(words.text("table.column.outcome"), ratio=1)
    for key, least in COLUMNS.items():
        heading = words.text(
            f"table.column.{key}", reference=reference.title, scenario=scenario.title
        )
        word = max(len(word) for word in heading.split())
        width = max(least, min(word, WIDEST_HEADING))
        justify: JustifyMethod = "left" if key == "verdict" else "right"
        made.add_column(heading, justify=justify, width=width, overflow="fold")
    family = None
    for outcome in outcomes:
        if outcome.family != family:
            family = outcome.family
            made.add_row(Text(family_title(family, words), style="bold underline"))
        made.add_row(*_cells(outcome, found[outcome.name], words))
    return made


def _cells(outcome: Outcome, found: dict[Any, Any], words: Messages) -> list[Text]:
    """Write one outcome's row."""
    row = written(outcome, found, words)
    return [
        Text.assemble(outcome.title, (f", {row.unit}" if row.unit else "", "dim")),
        Text(row.reference),
        Text(row.scenario),
        Text(row.difference),
        Text(row.interval),
        Text(row.word, style=STYLES.get(row.verdict, "")),
    ]


def _wrapped(text: str, style: str = "") -> RenderableType:
    """Fold a text within the table's width, a blank line after it."""
    return Constrain(Text(text + "\n", style=style), WIDTH)
