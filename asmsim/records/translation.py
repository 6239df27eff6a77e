"""Texts of records in another language: under which keys a catalogue keeps them.

A record says what it is in English. A catalogue may say the same in its language, under the kind,
the name and the field: ``outcome.formal_share.title``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar, cast

from asmsim.records.context import Context
from asmsim.records.lever import Lever
from asmsim.records.outcome import Outcome
from asmsim.records.parameter import Parameter
from asmsim.records.programme import Programme
from asmsim.records.scenario import JOIN, Scenario
from asmsim.records.standard import Requirement, Standard

Told: TypeAlias = Context | Lever | Outcome | Parameter | Programme | Scenario | Standard
"""Records that say what they are."""

T = TypeVar("T", bound=Told)

FIELDS: dict[type, tuple[str, ...]] = {
    Context: ("title", "text"),
    Lever: ("title", "text"),
    Outcome: ("title", "meaning"),
    Parameter: ("meaning",),
    Programme: ("title", "text"),
    Requirement: ("title", "text"),
    Scenario: ("title", "text"),
    Standard: ("title", "text"),
}
"""The texts of each kind of record; formulas, notes and sources stay as they are."""

Say: TypeAlias = Callable[[str, str], str]
"""From a key and the English text to the text that is shown."""


def texts(record: Told) -> Iterator[tuple[str, str]]:
    """Yield the key and the English text of everything a record says.

    Examples
    --------
    >>> from asmsim.records import Context
    >>> list(texts(Context(name="here", title="A place", source="none")))
    [('context.here.title', 'A place')]
    """
    found: dict[str, str] = {}

    def note(key: str, english: str) -> str:
        found[key] = english
        return english

    translated(record, note)
    yield from found.items()


def translated(record: T, say: Say) -> T:
    """Return a record that says what it is in other words.

    Parameters
    ----------
    record : Context, Lever, Outcome, Parameter, Programme, Scenario or Standard
    say : callable
        From a key and the English text to the text that is shown.
    """
    key = f"{type(record).__name__.lower()}.{record.name}"
    if isinstance(record, Lever):
        return cast("T", replace(record, **_said(record, key, say)))
    if isinstance(record, Scenario):
        return cast("T", _scenario(record, say))
    fields = _said(record, key, say)
    if isinstance(record, Standard):
        fields["requirements"] = tuple(
            each.model_copy(update=_said(each, f"{key}.{each.id}", say))
            for each in record.requirements
        )
    return cast("T", record.model_copy(update=fields))


def _said(record: Told | Requirement, key: str, say: Say) -> dict[str, Any]:
    """Return the texts of a record that has any, in other words."""
    there = {field: getattr(record, field) for field in FIELDS[type(record)]}
    return {field: say(f"{key}.{field}", text) for field, text in there.items() if text}


def _scenario(record: Scenario, say: Say) -> Scenario:
    """Return a scenario in other words; one with programmes beside it is named by all of them."""
    name = record.name.partition("+")[0]
    beside = [translated(each, say) for each in record.programmes]
    joined = "".join(JOIN + each.title for each in record.programmes)
    title = record.title.removesuffix(joined)
    alone = record.model_copy(update={"title": title})
    fields = _said(alone, f"scenario.{name}", say)
    fields["title"] = JOIN.join((fields["title"], *(each.title for each in beside)))
    return record.model_copy(update={**fields, "programmes": tuple(beside)})
