"""The report as one page: gathers what was found and fills the template with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from asmsim.records import Context, Library, Messages, Outcome, Programme
from asmsim.records.payer import PAYERS
from asmsim.report.again import again
from asmsim.report.answer import Answer, answer, leads_of
from asmsim.report.appendix import couplings, parameters, uses
from asmsim.report.choice import Choice
from asmsim.report.costs import Bill, bill
from asmsim.report.gallery import Shown
from asmsim.report.law import Refused, aside, refused
from asmsim.report.leads import by_year
from asmsim.report.row import about, capital, family_title, means
from asmsim.report.standards import cards
from asmsim.report.yearly import label, years
from asmsim.studies.comparison import Comparison
from asmsim.studies.costs import GAINS
from asmsim.studies.design import month_of
from asmsim.studies.plan import Plan
from asmsim.studies.verdict import Verdict

LIMITS = (
    "calibration",
    "assumed",
    "couplings",
    "interests",
    "chosen",
    "ipis",
    "returns",
    "tax",
    "district",
)
"""What the results cannot tell, in the order in which it is said."""

SIGNS = {
    "BETTER": "▲",
    "WORSE": "▼",
    "HIGHER": "▶",
    "LOWER": "◀",
    "SAME": "–",
    "CLOSE": "○",
    "UNDEFINED": "×",
}
"""A sign for each verdict, as in the figures; the word stands beside it."""


ENGLISH_TEXT = Markup(' lang="en"')
"""Marks an element whose text nobody has translated."""


class Course(NamedTuple):
    """One outcome year by year: its unit, the years, and a line for each scenario."""

    outcome: Outcome
    unit: str
    years: list[tuple[str, bool]]
    lines: list[tuple[str, list[tuple[str, float]]]]


class Section(NamedTuple):
    """All that is shown of one context."""

    context: Context
    answer: Answer
    forbidden: list[Refused]
    aside: list[str]
    shown: Sequence[Shown]
    courses: list[Course]
    bill: Bill | None


def page(
    found: Comparison,
    choice: Choice,
    words: Messages,
    library: Library,
    shown: Mapping[str, Sequence[Shown]],
    by_years: pd.DataFrame,
) -> str:
    """Return the report as a self-contained HTML page.

    Parameters
    ----------
    found : Comparison
    choice : Choice
        What is shown.
    words : Messages
    library : Library
        What is known of levers and parameters.
    shown : mapping
        The figures of each context.
    by_years : DataFrame
        Outcomes by year, see `yearly`.
    """
    plan = found.plan
    entries = parameters(plan, choice.contexts, library, words)
    shown_scenarios = (plan.scenarios[0], *choice.scenarios)
    grades = [each.grade for group in entries.values() for each in group]
    return (
        environment(words)
        .get_template("report.html")
        .render(
            found=found,
            plan=plan,
            choice=choice,
            reference=plan.scenarios[0],
            leads=leads_of(choice),
            gains=tuple(GAINS),
            payers=PAYERS,
            sections=[
                Section(
                    context,
                    answer(found, choice, context, words),
                    refused(plan, choice, context),
                    list(aside(plan, context, words)),
                    shown.get(context.name, ()),
                    list(courses(found, choice, context, words, by_years)),
                    bill(found, context, choice.scenarios, words),
                )
                for context in choice.contexts
            ],
            couplings=couplings(library, plan.parameters[choice.contexts[0].name], words),
            about=about(plan, words),
            start=words.month(month_of(plan.start, 0)),
            policy=words.month(month_of(plan.start, plan.policy_month)),
            scenarios=[(each, uses(each, words)) for each in shown_scenarios],
            cards=cards(plan, choice.contexts, shown_scenarios, library, words),
            programmes=[(each, uses(each, words)) for each in _programmes(plan, choice)],
            parameters=entries,
            grades={"n": words.number(len(grades)), "assumed": words.number(grades.count("D"))},
            limits=LIMITS,
            again=again(found, library, words),
            version=found.manifest["versions"]["asmsim"],
            titles=words.listing(each.title for each in choice.contexts),
        )
    )


def _programmes(plan: Plan, choice: Choice) -> list[Programme]:
    """Return the programmes of every scenario, and those beside the ones that are shown."""
    beside = [each for stance in choice.scenarios for each in stance.programmes]
    return list({each.name: each for each in (*plan.programmes, *beside)}.values())


def environment(words: Messages) -> Environment:
    """Return what fills templates: everything is escaped, nothing may be missing."""
    made = Environment(
        loader=PackageLoader("asmsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "t": words.text,
        "number": words.number,
        "listing": words.listing,
        "family": lambda name: family_title(name, words),
        "lang": words.locale.replace("_", "-"),
        "colon": words.text("punctuation.colon"),
        # What nobody has translated says so, for who has the page read out.
        "english": "" if words.english else ENGLISH_TEXT,
        "meant": lambda name: "" if words.tells(f"parameter.{name}.meaning") else ENGLISH_TEXT,
        "source_of": words.source,
        "sourced": lambda text: "" if words.tells(f"source.{text}") else ENGLISH_TEXT,
        "unit": words.unit,
        "beside": words.beside,
        "group_title": lambda name: capital(words.named("group", name)),
        "signs": {verdict: SIGNS[verdict.name] for verdict in Verdict},
        "CLOSE": Verdict.CLOSE,
    }
    return made


def courses(
    found: Comparison, choice: Choice, context: Context, words: Messages, by_years: pd.DataFrame
) -> Iterator[Course]:
    """Yield the outcomes shown year by year, each with all its numbers in one unit."""
    plan = found.plan
    here = by_years[by_years["context"] == context.name]
    spans = [(label(plan, span), span.last < plan.policy_month) for span in years(plan)]
    if not spans:
        return
    for outcome in by_year(choice.outcomes, chosen=choice.named):
        if outcome.name not in here.columns:
            continue
        values = {
            scenario.title: here.loc[here["scenario"] == scenario.name, outcome.name].tolist()
            for scenario in (plan.scenarios[0], *choice.scenarios)
            if scenario in plan.allowed(context)
        }
        told = plan.told(outcome, context, words)
        unit, texts = means(told, [each for line in values.values() for each in line], words)
        lines = [
            (title, list(zip(texts[place:], line, strict=False)))
            for place, (title, line) in zip(count(0, len(spans)), values.items(), strict=False)
        ]
        yield Course(told, unit, spans, lines)
