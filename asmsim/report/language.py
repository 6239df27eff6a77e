"""A comparison told in another language: the texts of its records change, no number does."""

from __future__ import annotations

from dataclasses import replace

from asmsim.records import Library, Messages
from asmsim.studies.comparison import Comparison
from asmsim.studies.plan import Plan


def told(found: Comparison, library: Library, words: Messages) -> Comparison:
    """Return a comparison whose records speak a language.

    Parameters
    ----------
    found : Comparison
    library : Library
        What is known of the laws that forbid something.
    words : Messages
    """
    if words.english:
        return found
    made = replace(found)
    made.__dict__["plan"] = plan_told(found.plan, library, words)
    return made


def plan_told(plan: Plan, library: Library, words: Messages) -> Plan:
    """Return a plan whose records speak a language; its numbers are the same."""
    if words.english:
        return plan
    laws = {
        law: words.translated(library.parameters[law]).meaning
        for law in dict.fromkeys(each.law for each in plan.forbidden)
        if law in library.parameters
    }
    fields = {
        kind: tuple(words.translated(each) for each in getattr(plan, kind))
        for kind in ("outcomes", "contexts", "scenarios", "programmes")
    }
    forbidden = tuple(
        each._replace(meaning=laws.get(each.law, each.meaning)) for each in plan.forbidden
    )
    history = words.translated(plan.history) if plan.history else None
    return plan.model_copy(update={**fields, "forbidden": forbidden, "history": history})
