"""What the law of a place forbids, and what was run against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from asmsim.records import Context, Library, Messages
from asmsim.report.choice import Choice
from asmsim.studies.plan import Plan


class Refused(NamedTuple):
    """A scenario that was not run in a context, the law that forbids it and its source."""

    title: str
    law: str
    source: str


def refused(plan: Plan, choice: Choice, context: Context, library: Library) -> list[Refused]:
    """Return the scenarios that the law of a context forbids, among those shown."""
    titles = {each.name: each.title for each in choice.scenarios}
    return [
        Refused(titles[each.scenario], meaning(each.law, library), each.source)
        for each in getattr(plan, "forbidden", ())
        if each.context == context.name and each.scenario in titles
    ]


def counterfactuals(plan: Plan, choice: Choice, library: Library, words: Messages) -> Iterator[str]:
    """Say which laws were set aside, and where."""
    titles = {each.name: each.title for each in choice.contexts}
    for context, law in getattr(plan, "counterfactual", ()):
        if context in titles:
            yield words.text(
                "report.counterfactual_one", law=meaning(law, library), context=titles[context]
            )


def meaning(law: str, library: Library) -> str:
    """Return what a law is about; one unknown here has but its name."""
    record = library.parameters.get(law)
    return record.meaning if record else law
