"""Programmes at work: their doses, where they are at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from asmsim.levers.plan import of_dose
from asmsim.records.dose import Dose
from asmsim.records.lever import Lever
from asmsim.records.programme import Programme, all_of
from asmsim.records.scenario import Scenario


def at_work(
    stance: Scenario,
    programmes: Sequence[Programme],
    levers: Mapping[str, Lever],
    values: Mapping[str, Any],
) -> Scenario:
    """A scenario with the doses of the programmes of every scenario, and of those beside it."""
    added = tuple(
        dose
        for programme in all_of(programmes, stance.programmes)
        for dose in doses(programme, levers, values)
    )
    return stance.model_copy(update={"levers": stance.levers + added})


def doses(
    programme: Programme, levers: Mapping[str, Lever], values: Mapping[str, Any]
) -> tuple[Dose, ...]:
    """Doses of a programme, those that can be placed where the programme is at work.

    That is where it says, else at the minerals it is for; without any of them it does nothing.
    """
    if programme.idle(values):
        return ()
    where = programme.where or programme.dug(values)
    return tuple(
        dose if dose.where else _placed(dose, where, levers[dose.lever], values)
        for dose in programme.doses(levers)
    )


def _placed(dose: Dose, where: tuple[str, ...], lever: Lever, values: Mapping[str, Any]) -> Dose:
    """A dose at a place, if its lever can be placed."""
    there = dose.model_copy(update={"where": where})
    full = there.model_copy(update={"dose": 1.0})
    placed = any(effect.where == where for effect in of_dose(lever, full, values))
    return there if placed else dose
