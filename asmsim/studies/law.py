"""What the law of a place forbids: scenarios that are not run there, or only against the law.

A lever names the law it needs: a parameter that is true where the lever is allowed. A scenario that
uses a lever where it is not allowed is left out there, and said to be. Who sets the parameter asks
what would happen if the law allowed it; that is said too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from asmsim.errors import BadValue
from asmsim.records import Context, Lever, Library, Scenario

if TYPE_CHECKING:
    from asmsim.studies.plan import Plan

OVERRIDDEN = "set so in this study"
"""The source of a law that a study itself sets."""


class NotPermitted(NamedTuple):
    """A lever of a scenario that is not allowed in a context, where the scenario is not run.

    Attributes
    ----------
    context, scenario, lever : str
        Names.
    law : str
        The parameter that would have to be true.
    source, reason : str
        Where it is said that it is false, and why that place differs.
    meaning : str
        What the parameter means.
    """

    context: str
    scenario: str
    lever: str
    law: str
    source: str
    reason: str
    meaning: str = ""


def laws(scenario: Scenario, levers: Mapping[str, Lever]) -> dict[str, str]:
    """Return the law that each lever of a scenario needs, of those that need one.

    A lever that is not known needs none, and neither does one at dose 0.
    """
    used = [dose.lever for dose in scenario.levers if dose.dose > 0.0 and dose.lever in levers]
    return {name: levers[name].law for name in used if levers[name].law}


def forbidden(
    plan: Plan, library: Library, levers: Mapping[str, Lever]
) -> tuple[NotPermitted, ...]:
    """Return what is not allowed where, in the plan's order of contexts and scenarios."""
    always = _in_every_world(plan, levers)
    found = []
    for context in plan.contexts:
        for scenario in plan.scenarios:
            for lever, law in {**always, **laws(scenario, levers)}.items():
                meaning = library.parameter(law).meaning
                if plan.parameters[context.name][law] is False:
                    said = _said(context, law, plan, library)
                    found.append(
                        NotPermitted(context.name, scenario.name, lever, law, *said, meaning)
                    )
    return tuple(found)


def counterfactual(
    plan: Plan, library: Library, levers: Mapping[str, Lever]
) -> tuple[tuple[str, str], ...]:
    """Return the laws that the study sets aside and its scenarios need, with the context."""
    needed = set(_in_every_world(plan, levers).values())
    needed |= {law for scenario in plan.scenarios for law in laws(scenario, levers).values()}
    set_true = sorted(law for law in needed if plan.overrides.get(law) is True)
    return tuple(
        (context.name, law)
        for context in plan.contexts
        for law in set_true
        if library.resolve(context)[law] is False
    )


def refuse(scenario: str, found: tuple[NotPermitted, ...]) -> None:
    """Refuse a study that cannot do without a scenario which is not allowed somewhere.

    Raises
    ------
    BadValue
        Naming the law, its source and the way to set it aside.
    """
    for each in found:
        if each.scenario == scenario:
            raise BadValue(
                f"'{scenario}' is not permitted in {each.context}: its lever '{each.lever}' needs "
                f"{each.law} ({each.meaning}), which is false there; source: {each.source}",
                field="reference",
                value=scenario,
                allowed=f"--set {each.law}=true, in Python overrides={{'{each.law}': True}}, asks "
                "what would happen if the law did permit it",
            )


def _in_every_world(plan: Plan, levers: Mapping[str, Lever]) -> dict[str, str]:
    """Return the laws that programmes and shocks need, whatever the scenario."""
    found = {name: law for each in plan.programmes for name, law in laws(each, levers).items()}
    shocked = [shock.parameter_or_lever for shock in plan.shocks if shock.value]
    return found | {name: levers[name].law for name in shocked if _needs_law(name, levers)}


def _needs_law(name: str, levers: Mapping[str, Lever]) -> bool:
    return name in levers and bool(levers[name].law)


def _said(context: Context, law: str, plan: Plan, library: Library) -> tuple[str, str]:
    """Return source and reason of a law that is false in a context."""
    if law in plan.overrides:
        return OVERRIDDEN, ""
    for item in context.parameters:
        if item.name == law:
            return item.source, item.reason
    return library.parameter(law).source, ""
