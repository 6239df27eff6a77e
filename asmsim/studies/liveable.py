"""What no world of a study could live, said before any does.

A world would say the same of itself, but of each run, when the others are under way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from asmsim.errors import BadValue
from asmsim.records import Lever, Library
from asmsim.state.size import scale_of, scaled

if TYPE_CHECKING:
    from asmsim.studies.plan import Plan


def check(plan: Plan, library: Library, levers: Mapping[str, Lever]) -> None:
    """Refuse places there are not, levers that cannot be placed, settings that contradict.

    Raises
    ------
    AsmsimError
        Naming the lever or parameter, and what is allowed.
    """
    from asmsim.levers.plan import plan as joined  # loads NumPy
    from asmsim.levers.programmes import at_work
    from asmsim.state.parameters import NAMES

    _sites_exist(plan, levers)
    for context in plan.contexts:
        values = plan.parameters[context.name]
        if not values.keys() >= set(NAMES):
            continue  # a library without the model's parameters: somebody else runs it
        for scenario in plan.allowed(context):
            joined(
                at_work(scenario, plan.programmes, levers, values),
                library.history,
                plan.shocks,
                plan.policy_month,
                levers,
                values,
                library.parameters,
            )


def _sites_exist(plan: Plan, levers: Mapping[str, Lever]) -> None:
    """Refuse sites that a district of this size does not have."""
    for context in plan.contexts:
        deposits = float(plan.parameters[context.name].get("district.deposits", 0))
        n = scaled(deposits, scale_of(plan.miners))
        for field, place in _places(plan, levers):
            if place.isdigit() and int(place) >= n:
                raise BadValue(
                    f"there is no site {place} in {context.name}",
                    field=field,
                    value=place,
                    allowed=f"0 to {n - 1}, with {plan.miners} miners" if n else "no site at all",
                )


def _places(plan: Plan, levers: Mapping[str, Lever]) -> Iterator[tuple[str, str]]:
    """Yield every place that is named, with the field that names it."""
    doses = [dose for scenario in plan.scenarios for dose in scenario.levers]
    beside = [each for scenario in plan.scenarios for each in scenario.programmes]
    for programme in (*plan.programmes, *beside):
        doses += programme.doses(levers)
    for dose in doses:
        yield from ((f"{dose.lever}.where", place) for place in dose.where)
    for shock in plan.shocks:
        yield from ((f"shocks.{shock.parameter_or_lever}", place) for place in shock.where)
