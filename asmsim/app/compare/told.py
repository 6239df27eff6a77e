"""What the page says of the pairs so far: pieces of HTML, made in a worker.

Everything is a row of the comparison that `asmsim.compare` would return for these pairs, written by
the report's own functions, so that page, report and table on the screen say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa
from jinja2 import ChoiceLoader, Environment, PackageLoader

from asmsim.app.compare.again import lines
from asmsim.app.compare.shade import shaded
from asmsim.records import Library, Messages, Outcome
from asmsim.report import language
from asmsim.report.again import again
from asmsim.report.answer import Answer, Stance, answer, leads_of
from asmsim.report.appendix import couplings
from asmsim.report.choice import Choice, choose
from asmsim.report.figures import trade_off, winners
from asmsim.report.figures.picture import Picture, svg
from asmsim.report.figures.series import course_picture
from asmsim.report.figures.subject import Subject
from asmsim.report.law import aside, refused
from asmsim.report.page import courses, environment
from asmsim.report.row import about
from asmsim.report.standards import cards
from asmsim.report.yearly import yearly
from asmsim.studies.compare import joined
from asmsim.studies.comparison import Comparison
from asmsim.studies.plan import Plan, library_of


class Told(NamedTuple):
    """What is said of so many pairs.

    Attributes
    ----------
    pairs : int
    pieces : dict of str
        HTML by the place on the page.
    outcomes : list of (str, str)
        Names and titles of what was measured, for a choice.
    outcome : str
        The one that is drawn over time.
    """

    pairs: int
    pieces: dict[str, str]
    outcomes: list[tuple[str, str]]
    outcome: str


class Shown(NamedTuple):
    """What of a comparison the reader looks at, and in which language."""

    language: str
    outcome: str
    stance: str


def so_far(plan: Plan, chunks: Sequence[pa.Table]) -> Comparison:
    """Return the comparison of the first replicates of a plan."""
    return joined(plan.model_copy(update={"replicates": len(chunks)}), chunks)


def tell(plan: Plan, chunks: Sequence[pa.Table], shown: Shown) -> Told:
    """Say what the pairs so far show.

    Parameters
    ----------
    plan : Plan
        Of one context.
    chunks : sequence of Table
        One for each replicate, from the first on.
    shown : Shown
    """
    library = library_of(plan.library, plan.root)
    words = library.messages(shown.language)
    found = language.told(so_far(plan, chunks), library, words)
    leading = leads_of(choose(found))[0].name
    outcome: Outcome = _one(_measured(found), shown.outcome, leading)
    return Told(
        pairs=len(chunks),
        pieces=dict(_pieces(found, library.told(words), words, shown, outcome)),
        outcomes=[(each.name, each.title) for each in _measured(found)],
        outcome=outcome.name,
    )


def _measured(found: Comparison) -> tuple[Outcome, ...]:
    return tuple(each for each in found.plan.outcomes if each.name in found.series.columns)


def _pieces(
    found: Comparison, library: Library, words: Messages, shown: Shown, outcome: Outcome
) -> Iterator[tuple[str, str]]:
    plan, choice = found.plan, choose(found)
    context = plan.contexts[0]
    said = answer(found, choice, context, words)
    subject = Subject(found, words, context.name)
    leads = leads_of(choice)
    stance = _one([each.scenario for each in said.stances], shown.stance)
    fill = pages(words)
    shared = {
        "plan": plan,
        "found": found,
        "reference": plan.scenarios[0],
        "answer": said,
        "leads": leads,
        "subject": subject,
    }
    yield (
        "verdicts",
        fill.get_template("verdicts.html").render(
            **shared,
            about=about(plan, words),
            units={each.name: _unit(said, each) for each in leads},
            forbidden=refused(plan, choice, context),
            aside=list(aside(plan, context, words)),
        ),
    )
    yield (
        "trade",
        fill.get_template("figure.html").render(
            picture=drawn(next(trade_off.pictures(subject), None)),
            table=_trade_table(said, words),
        ),
    )
    yield (
        "winners",
        fill.get_template("figure.html").render(
            picture=_winners(subject),
            table=_winners_table(subject),
        ),
    )
    yield (
        "course",
        fill.get_template("figure.html").render(
            picture=drawn(course_picture(subject, outcome)),
            table=_course_table(found, outcome, words),
        ),
    )
    yield (
        "standards",
        fill.get_template("scorecard.html").render(
            cards=cards(plan, plan.contexts, plan.scenarios, library, words)
        ),
    )
    yield (
        "change",
        fill.get_template("changes.html").render(
            **shared, couplings=couplings(library, plan.parameters[context.name], words)
        ),
    )
    chosen = next((each for each in said.stances if each.scenario == stance), None)
    yield "all", fill.get_template("all.html").render(**shared, stance=chosen)
    yield (
        "again",
        fill.get_template("again.html").render(
            again=again(found, library, words), **lines(plan)._asdict()
        ),
    )


def _unit(said: Answer, outcome: Outcome) -> str:
    """Return the unit of an outcome's column; nothing when its cells differ in it."""
    rows = [each.row for stance in said.stances for each in stance.leads]
    units = {row.unit for row in rows if row.outcome.name == outcome.name}
    return units.pop() if len(units) == 1 else ""


def _one(there: Sequence[Any], name: str, usual: str = "") -> Any:
    """Return the record of a name; else the usual one, or the first."""
    by_name = {each.name: each for each in there}
    return by_name.get(name) or by_name.get(usual) or next(iter(there), None)


@lru_cache(maxsize=16)
def pages(words: Messages) -> Environment:
    """Return what fills the pages' templates, the report's pieces among them.

    It is kept, as reading and compiling them takes longer than filling them.
    """
    made = environment(words)
    made.loader = ChoiceLoader([PackageLoader("asmsim.app"), PackageLoader("asmsim.report")])
    return made


class Drawn(NamedTuple):
    """A picture as a page carries it."""

    name: str
    title: str
    alt: str
    svg: str


def drawn(picture: Picture | None) -> Drawn | None:
    """Draw a picture."""
    if picture is None:
        return None
    return Drawn(picture.name, picture.title, picture.alt, shaded(svg(picture)))


class Table(NamedTuple):
    """The numbers of a picture: a head, and rows that begin with a name."""

    head: list[str]
    rows: list[list[str]]


def _trade_table(said: Answer, words: Messages) -> Table:
    """Return the leading outcomes of the three families that the trade-off shows."""
    families = ("formalisation", "conflict", "displacement")
    leads = [each.row.outcome for each in said.stances[0].leads] if said.stances else []
    chosen = [each for each in leads if each.family in families]
    head = [words.text("report.column.stance"), *(each.title for each in chosen)]
    rows = [
        [stance.scenario.title, *(_cell(stance, outcome, words) for outcome in chosen)]
        for stance in said.stances
    ]
    return Table(head, rows)


def _cell(stance: Stance, outcome: Outcome, words: Messages) -> str:
    row = next(each.row for each in stance.leads if each.row.outcome.name == outcome.name)
    number = words.amount(row.difference, row.unit)
    return f"{number} ({row.interval}), {row.word}" if row.interval else row.word


def _winners(subject: Subject) -> Drawn | None:
    """Draw who gains and who loses; beside its table, words for all groups together are enough."""
    picture = drawn(next(winners.pictures(subject), None))
    said = [
        winners.said_of(subject, each, winners.groups_of(subject, each)[:1])
        for each in subject.compared
    ]
    return picture._replace(alt=" ".join(said)) if picture else None


def _winners_table(subject: Subject) -> Table:
    """Return who gains and who loses, group by group."""
    words = subject.words
    head = [words.text("app.compare.group")]
    found: dict[tuple[str, str], list[str]] = {}
    for scenario in subject.compared:
        head.append(scenario.title)
        for group in winners.groups_of(subject, scenario):
            name = winners.group_said(subject, group)
            row = found.setdefault((group.grouping, group.name), [name])
            gain, lose = words.percent(group.won), words.percent(group.lost)
            row.append(words.text("app.compare.gain_lose", gain=gain, lose=lose))
    return Table(head, list(found.values()))


def _course_table(found: Comparison, outcome: Outcome, words: Messages) -> Table:
    """Return an outcome year by year."""
    plan = found.plan
    choice = Choice(plan.contexts, plan.compared, (outcome,), named=True, some=True)
    made = list(courses(found, choice, plan.contexts[0], words, yearly(found, (outcome,))))
    if not made:
        return Table([], [])
    course = made[0]
    head = [words.text("report.column.stance"), *(year for year, _ in course.years)]
    return Table(head, [[title, *(text for text, _ in cells)] for title, cells in course.lines])
