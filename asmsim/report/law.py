"""What the law of a place forbids, and what was run against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from asmsim.records import Context, Messages
from asmsim.report.choice import Choice
from asmsim.studies.design import month_of
from asmsim.studies.plan import Plan

LAWS = "law."
"""How the names of laws begin."""


class Refused(NamedTuple):
    """A scenario that was not run in a context, the law that forbids it and its source."""

    title: str
    law: str
    source: str


def refused(plan: Plan, choice: Choice, context: Context) -> list[Refused]:
    """Return the scenarios that the law of a context forbids, among those shown."""
    found = []
    for scenario in choice.scenarios:
        reasons = [
            each
            for each in plan.forbidden
            if (each.context, each.scenario) == (context.name, scenario.name)
        ]
        if reasons:
            laws = dict.fromkeys(each.meaning or each.law for each in reasons)
            sources = dict.fromkeys(each.source for each in reasons)
            found.append(Refused(scenario.title, "; ".join(laws), "; ".join(sources)))
    return found


def aside(plan: Plan, context: Context, words: Messages) -> Iterator[str]:
    """Say which laws of a context were set aside, and which change while worlds are lived."""
    for name, law in plan.counterfactual:
        if name == context.name:
            yield words.text("table.counterfactual", law=law, context=context.title)
    for shock in plan.shocks:
        if shock.parameter_or_lever.startswith(LAWS):
            yield words.text(
                "table.reform",
                law=shock.parameter_or_lever,
                context=context.title,
                value=str(shock.value).lower(),
                month=words.month(month_of(plan.start, shock.start)),
            )
