"""What the law of a place forbids, and what was run against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from asmsim.records import Context, Messages
from asmsim.report.choice import Choice
from asmsim.studies.plan import Plan


class Refused(NamedTuple):
    """A scenario that was not run in a context, the law that forbids it and its source."""

    title: str
    law: str
    source: str


def refused(plan: Plan, choice: Choice, context: Context) -> list[Refused]:
    """Return the scenarios that the law of a context forbids, among those shown."""
    titles = {each.name: each.title for each in choice.scenarios}
    found = [
        Refused(titles[each.scenario], each.meaning or each.law, each.source)
        for each in plan.forbidden
        if each.context == context.name and each.scenario in titles
    ]
    return list(dict.fromkeys(found))  # two levers may need one law


def counterfactuals(plan: Plan, choice: Choice, words: Messages) -> Iterator[str]:
    """Say which laws were set aside, and where."""
    titles = {each.name: each.title for each in choice.contexts}
    for context, law in plan.counterfactual:
        if context in titles:
            yield words.text("table.counterfactual", law=law, context=titles[context])
