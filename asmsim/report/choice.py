"""What of a study a report shows: all of it, or the contexts, scenarios and outcomes asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from asmsim.errors import BadValue, unknown
from asmsim.records import Context, Outcome, Scenario
from asmsim.studies.comparison import Comparison

N = TypeVar("N", Context, Scenario, Outcome)

FORMATS = ("png", "svg")
"""The formats in which figures can be had."""


class Choice(NamedTuple):
    """What is shown, in the study's own order.

    Attributes
    ----------
    contexts : tuple of Context
    scenarios : tuple of Scenario
        Those compared; the reference is always shown beside them.
    outcomes : tuple of Outcome
    named : bool
        Whether outcomes were asked for by name.
    some : bool
        Whether anything was left out.
    """

    contexts: tuple[Context, ...]
    scenarios: tuple[Scenario, ...]
    outcomes: tuple[Outcome, ...]
    named: bool
    some: bool


def choose(
    found: Comparison,
    *,
    contexts: Iterable[str] = (),
    scenarios: Iterable[str] = (),
    outcomes: Iterable[str] = (),
) -> Choice:
    """Look up what is to be shown; nothing named means everything.

    Raises
    ------
    UnknownName
        For a name the study does not have.
    BadValue
        When nothing but the reference is left.
    """
    plan = found.plan
    measured = [each for each in plan.outcomes if each.name in found.runs.columns]
    asked = [tuple(names) for names in (contexts, scenarios, outcomes)]
    here = _chosen("context", "contexts", asked[0], plan.contexts)
    stances = _chosen("scenario", "scenarios", asked[1], plan.scenarios)
    compared = tuple(each for each in stances if each.name != plan.reference)
    if not compared:
        raise BadValue(
            "there is nothing to compare with the reference",
            field="scenarios",
            value=plan.reference,
            allowed=[each.name for each in plan.compared],
        )
    return Choice(
        here,
        compared,
        _chosen("outcome", "outcomes", asked[2], measured),
        bool(asked[2]),
        any(asked),
    )


def chosen_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the formats asked for, each once.

    Raises
    ------
    UnknownName
        For a format there is not.
    """
    asked = {name.lower(): name for name in formats}
    for name, given in asked.items():
        if name not in FORMATS:
            raise unknown("format", given, FORMATS, field="formats")
    return tuple(name for name in FORMATS if name in asked) or FORMATS


def _chosen(kind: str, field: str, names: Sequence[str], there: Sequence[N]) -> tuple[N, ...]:
    """Return the records named, in their own order."""
    for name in names:
        if name not in {each.name for each in there}:
            raise unknown(kind, name, [each.name for each in there], field=field)
    return tuple(each for each in there if not names or each.name in names)
