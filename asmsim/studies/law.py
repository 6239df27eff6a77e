"""What the law of a place forbids: scenarios that are not run there, or only against the law.

A lever names the law it needs: a parameter that is true where the lever is allowed. A scenario that
uses a lever where it is not allowed is left out there, and said to be. Who sets the parameter asks
what would happen if the law allowed it; that is said too. A dated shock changes the law from a
month on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from asmsim.errors import BadValue
from asmsim.records import Context, Dose, Lever, Library, Programme, Scenario

if TYPE_CHECKING:
    from asmsim.studies.plan import Plan

OVERRIDDEN = "set so in this study"
"""The source of a law that a study itself sets."""


class NotPermitted(NamedTuple):
    """What is not allowed in a context, where the scenario that uses it is not run.

    Attributes
    ----------
    context, scenario, lever : str
        Names; no lever where the law forbids a programme as a whole.
    law : str
        The parameter that would have to be true.
    source, reason : str
        Where it is said that it is false, and why that place differs.
    meaning : str
        What the parameter means.
    programme : str
        The programme whose lever it is, or that is forbidden itself; empty for the scenario's own.
    """

    context: str
    scenario: str
    lever: str
    law: str
    source: str
    reason: str
    meaning: str = ""
    programme: str = ""


class Need(NamedTuple):
    """A law that has to be true, and whose lever or which programme needs it."""

    law: str
    lever: str
    programme: str = ""


def laws(given: Scenario | Programme, levers: Mapping[str, Lever]) -> set[str]:
    """Return the laws that a scenario or a programme needs."""
    return {need.law for need in needs(given, levers)}


def needs(given: Scenario | Programme, levers: Mapping[str, Lever]) -> Iterator[Need]:
    """Yield what a scenario or a programme needs of the law.

    A lever that is not known needs nothing, and neither does one at dose 0.
    """
    if isinstance(given, Scenario):
        yield from _of_levers(given.levers, levers)
        for programme in given.programmes:
            yield from needs(programme, levers)
    elif given.dose > 0.0:
        if given.law:
            yield Need(given.law, "", given.name)
        yield from _of_levers(given.levers, levers, given.name)


def _of_levers(
    doses: Sequence[Dose], levers: Mapping[str, Lever], programme: str = ""
) -> Iterator[Need]:
    for name in dict.fromkeys(dose.lever for dose in doses if dose.dose > 0.0):
        if name in levers and levers[name].law:
            yield Need(levers[name].law, name, programme)


def forbidden(
    plan: Plan, library: Library, levers: Mapping[str, Lever]
) -> tuple[NotPermitted, ...]:
    """Return what is not allowed where, in the plan's order of contexts and scenarios."""
    always = tuple(_in_every_world(plan, levers))
    found = []
    for context in plan.contexts:
        for scenario in plan.scenarios:
            for law, lever, programme in dict.fromkeys((*always, *needs(scenario, levers))):
                record = library.parameter(law)
                if plan.parameters[context.name][law] is False and not opened(law, plan):
                    said = (*_said(context, law, plan, library), record.meaning, programme)
                    found.append(NotPermitted(context.name, scenario.name, lever, law, *said))
    return tuple(found)


def opened(law: str, plan: Plan) -> bool:
    """Tell whether a dated shock of the study changes a law so that it permits.

    A scenario that needs it is run; until then its levers can do nothing there.
    """
    return any(shock.parameter_or_lever == law and shock.value is True for shock in plan.shocks)


def counterfactual(
    plan: Plan, library: Library, levers: Mapping[str, Lever]
) -> tuple[tuple[str, str], ...]:
    """Return the laws that the study sets aside and its scenarios need, with the context."""
    needed = {need.law for need in _in_every_world(plan, levers)}
    needed |= {law for scenario in plan.scenarios for law in laws(scenario, levers)}
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
            its = f"its lever '{each.lever}'" if each.lever else "it"
            raise BadValue(
                f"'{each.programme or scenario}' is not permitted in {each.context}: {its} needs "
                f"{each.law} ({each.meaning}), which is false there; source: {each.source}",
                field="programmes" if each.programme else "reference",
                value=each.programme or scenario,
                allowed=f"--set {each.law}=true, in Python overrides={{'{each.law}': True}}, asks "
                "what would happen if the law did permit it",
            )


def _in_every_world(plan: Plan, levers: Mapping[str, Lever]) -> Iterator[Need]:
    """Yield what programmes and shocks need of the law, whatever the scenario."""
    for programme in plan.programmes:
        yield from needs(programme, levers)
    for shock in plan.shocks:
        name = shock.parameter_or_lever
        if shock.value and name in levers and levers[name].law:
            yield Need(levers[name].law, name)


def _said(context: Context, law: str, plan: Plan, library: Library) -> tuple[str, str]:
    """Return source and reason of a law that is false in a context."""
    if law in plan.overrides:
        return OVERRIDDEN, ""
    for item in context.parameters:
        if item.name == law:
            return item.source, item.reason
    return library.parameter(law).source, ""
