"""The scorecard on the screen: every requirement, its verdict and the levers it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from asmsim.cli.screen import show, spoken, table, write, write_json
from asmsim.errors import AsmsimError
from asmsim.levers import registry
from asmsim.records import Context, Library, Scenario
from asmsim.studies import scorecard as cards
from asmsim.studies.law import laws
from asmsim.studies.scorecard import Mark


def scorecard(
    scenario: str,
    programmes: Sequence[str],
    context: str,
    library: Library,
    *,
    plain: bool,
    as_json: bool,
) -> None:
    """Write the scorecard of a scenario with its programmes in a context.

    Raises
    ------
    AsmsimError
        For a name that does not exist, named by its option.
    """
    levers = registry()
    stance = library.scenario(scenario, levers)
    added = [_named("--programme", partial(library.programme, each, levers)) for each in programmes]
    place = _named("--context", partial(library.context, context))
    values = library.resolve(place)
    cards.check(library.standards, levers)
    marks = cards.scorecard(library.standards, [stance, *added], levers, values)
    barred = sorted(
        {law for each in (stance, *added) for law in laws(each, levers) if not values[law]}
    )
    if plain:
        for mark in marks:
            write("\t".join((mark.name, mark.degree, ",".join(_levers(mark)))))
    elif as_json:
        write_json(_data(stance, added, place, barred, marks))
    else:
        show(*_shown(stance, added, place, barred, marks))


def _named(option: str, found: Any) -> Any:
    """Name the option in whatever is wrong with its name."""
    try:
        return found()
    except AsmsimError as error:
        if error.field is None:
            raise error.within(option) from None
        raise


def _levers(mark: Mark) -> list[str]:
    return list(dict.fromkeys(dose.lever for way in mark.by for dose in way))


def _ways(mark: Mark) -> list[list[dict[str, Any]]]:
    return [[dose.model_dump() for dose in way] for way in mark.by]


def _data(
    stance: Scenario,
    added: Sequence[Scenario],
    place: Context,
    barred: Sequence[str],
    marks: Iterable[Mark],
) -> dict[str, Any]:
    return {
        "scenario": stance.name,
        "programmes": [each.name for each in added],
        "context": place.name,
        "not_permitted": list(barred),
        "requirements": [
            {
                "name": mark.name,
                "standard": mark.standard.title,
                "requirement": mark.requirement.title,
                "text": mark.requirement.text,
                "verdict": str(mark.degree),
                "levers": [] if mark.opposed else _ways(mark),
                "against": _ways(mark) if mark.opposed else [],
                "met_by": mark.requirement.full,
                "note": mark.requirement.note,
            }
            for mark in marks
        ],
    }


def _shown(
    stance: Scenario,
    added: Sequence[Scenario],
    place: Context,
    barred: Sequence[str],
    marks: Sequence[Mark],
) -> Iterable[RenderableType]:
    """Yield a heading, a table for each standard, and what the verdicts mean."""
    whole = spoken().listing(each.title for each in (stance, *added))
    heading = spoken().text("scorecard.heading", scenario=whole, context=place.title)
    yield Text(heading, style="bold")
    for law in barred:
        yield Text(spoken().text("scorecard.barred", law=law, context=place.title))
    for standard in dict.fromkeys(mark.standard.name for mark in marks):
        its = [mark for mark in marks if mark.standard.name == standard]
        rows = [
            (
                mark.requirement.id,
                mark.requirement.title,
                spoken().text(f"scorecard.{mark.degree}"),
                cards.said(mark, spoken()),
            )
            for mark in its
        ]
        columns = ("requirement", "asks", "degree", "rests_on")
        yield Group("", Text(its[0].standard.title, style="italic"), table(columns, rows))
    yield Group("", Text(spoken().text("scorecard.rule"), style="dim"))
