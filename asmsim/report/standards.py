"""What standards ask of a firm, and which stances meet it: the scorecard as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from asmsim.levers import registry
from asmsim.records import Context, Library, Messages, Scenario
from asmsim.studies.plan import Plan
from asmsim.studies.scorecard import Degree, Mark, scorecard

SIGNS = {Degree.MET: "●", Degree.PART: "◐", Degree.NOT: "○", Degree.APART: "–"}
"""A sign for each verdict; the word stands beside it."""


class Cell(NamedTuple):
    """One verdict: its kind, its sign and word, and the levers it rests on."""

    degree: str
    sign: str
    word: str
    levers: str


class Line(NamedTuple):
    """One requirement with the verdict on each scenario."""

    id: str
    title: str
    text: str
    cells: list[Cell]


class Card(NamedTuple):
    """The scorecard of the places in which it comes to the same.

    Attributes
    ----------
    places : str
        The titles of the contexts; empty when there is one card for all.
    scenarios : list of str
        Titles, in the order of the cells.
    standards : list of (str, list of Line)
        Each standard's title, with its requirements.
    """

    places: str
    scenarios: list[str]
    standards: list[tuple[str, list[Line]]]


def cards(
    plan: Plan,
    contexts: Iterable[Context],
    scenarios: Iterable[Scenario],
    library: Library,
    words: Messages,
) -> list[Card]:
    """Return the scorecards of a study's scenarios with its programmes."""
    alike: dict[str, tuple[list[str], Card]] = {}
    for context in contexts:
        barred = {each.scenario for each in plan.forbidden if each.context == context.name}
        run = [each for each in scenarios if each.name not in barred]
        card = _card(run, plan, context, library, words)
        alike.setdefault(repr(card), ([], card))[0].append(context.title)
    several = len(alike) > 1
    return [
        card._replace(places=words.listing(titles) if several else "")
        for titles, card in alike.values()
        if card.standards
    ]


def _card(
    scenarios: list[Scenario], plan: Plan, context: Context, library: Library, words: Messages
) -> Card:
    levers, values = registry(), plan.parameters[context.name]
    columns = [
        scorecard(library.standards, [each, *plan.programmes], levers, values) for each in scenarios
    ]
    lines = list(_lines(columns, words))
    return Card(
        places="",
        scenarios=[each.title for each in scenarios],
        standards=[
            (standard.title, [line for name, line in lines if name == standard.name])
            for standard in library.standards.values()
        ],
    )


def _lines(columns: list[list[Mark]], words: Messages) -> Iterator[tuple[str, Line]]:
    """Yield each requirement with the verdicts on all scenarios, and its standard's name."""
    for row in zip(*columns, strict=True):
        asked = row[0].requirement
        cells = [_cell(mark, words) for mark in row]
        yield row[0].standard.name, Line(asked.id, asked.title, asked.text, cells)


def _cell(mark: Mark, words: Messages) -> Cell:
    used = dict.fromkeys(dose.lever for way in mark.by for dose in way)
    names = ", ".join(_lever_said(name, words) for name in used)
    levers = words.text("scorecard.against", levers=names) if mark.opposed else names
    return Cell(mark.degree, SIGNS[mark.degree], words.text(f"scorecard.{mark.degree}"), levers)


def _lever_said(name: str, words: Messages) -> str:
    """Return a lever's title as it stands in a sentence."""
    title = words.translated(registry()[name]).title
    return f"{title[:1].lower()}{title[1:]}"
