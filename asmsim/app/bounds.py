"""What controls may be set to: refused in the visitor's language, before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asmsim.app.faults import Refused
from asmsim.app.limits import Limits
from asmsim.app.view import View
from asmsim.levers import registry
from asmsim.records import Library, Messages, Programme, Scenario
from asmsim.studies import law
from asmsim.studies.design import YEAR

FEWEST = 2
"""Scenarios that make a comparison."""


def numbers(view: View, limits: Limits) -> dict[str, tuple[int, int]]:
    """Return the least and the most that each box for a number takes."""
    return {
        "miners": (100, limits.miners),
        "replicates": (FEWEST, limits.replicates),
        "months": (view.policy_month + YEAR, limits.months),
        "seed": (0, 2**31),
    }


def check_number(view: View, limits: Limits, words: Messages, name: str, value: Any) -> None:
    """Refuse what a box for a number does not take.

    Raises
    ------
    BadValue
        Saying what it takes.
    """
    low, high = numbers(view, limits).get(name, (0, 0))
    if high and not low <= value <= high:
        said = {"value": value, "low": low, "high": high}
        label = words.text(f"app.size.{name}")
        texts = {key: words.number(each) for key, each in said.items()}
        raise Refused(words.text("app.size.outside", name=label, **texts))


def check_several(before: int, wanted: int, limits: Limits, words: Messages) -> None:
    """Refuse one more stance than are compared at a time.

    Of those that a link or a library brings, the first are compared.

    Raises
    ------
    BadValue
        Saying how many there may be.
    """
    if wanted > max(before, limits.scenarios):
        raise Refused(words.text("app.compare.too_many", n=words.number(limits.scenarios)))


def check_law(view: View, stances: Sequence[Scenario], library: Library, words: Messages) -> None:
    """Refuse stances, or programmes beside it, that the law of the place does not permit.

    Parameters
    ----------
    view : View
        Where it is, with what is set there.
    stances : sequence of Scenario
        Those that cannot be left out: the reference, the one that is lived.
    library : Library
        As the visitor's language tells it.
    words : Messages

    Raises
    ------
    BadValue
        Naming the law, and where on the page it can be set aside.
    """
    place = library.context(view.context)
    values = library.resolve(place, view.overrides)
    beside = (library.programmes[name] for name in view.programmes if name in library.programmes)
    whole: list[Scenario | Programme] = [*stances, *beside]
    for given in whole:
        needed = sorted(law.laws(given, registry()))
        missing = next((each for each in needed if values.get(each) is False), None)
        if missing is not None:
            raise Refused(
                words.text(
                    "app.not_permitted",
                    stance=words.translated(given).title,
                    context=place.title,
                    law=library.parameters[missing].meaning,
                    name=missing,
                )
            )
