"""Every parameter as the page lists it: value, unit, range, grade and source."""

from __future__ import annotations

from typing import Any

from asmsim.app.single import single_plan
from asmsim.app.view import View
from asmsim.records import Library, Messages
from asmsim.report.appendix import COUPLING, Entry, parameters
from asmsim.report.row import capital

ASSUMED = "D"
"""The grade of what is assumed."""


def entries(view: View, library: Library, words: Messages) -> list[dict[str, Any]]:
    """Return the parameters in the kind of place that a view names, in the library's order."""
    plan = single_plan(view.with_(stance="", overrides={}), library)
    groups = parameters(plan, plan.contexts, library, words)
    return [_row(group, each, words) for group, found in groups.items() for each in found]


def titles(rows: list[dict[str, Any]], words: Messages) -> dict[str, str]:
    """Return what the groups of parameters are called, by name."""
    return {row["group"]: capital(words.named("group", row["group"])) for row in rows}


def _row(group: str, each: Entry, words: Messages) -> dict[str, Any]:
    return {
        "group": group,
        "name": each.name,
        "meaning": each.meaning,
        "told": words.tells(f"parameter.{each.name}.meaning"),
        "value": words.amount(each.value, each.unit),
        "range": each.range,
        "grade": each.grade,
        "source": words.source(each.source),
        "sourced": words.tells(f"source.{each.source}"),
        "note": each.note,
        "here": words.text("report.set_by_context") if each.origin == "context" else "",
        "doubtful": COUPLING in each.source,
    }


def counted(rows: list[dict[str, Any]], words: Messages) -> str:
    """Say how many numbers there are and how many of them are assumed."""
    assumed = sum(row["grade"] == ASSUMED for row in rows)
    return words.text("report.grades", n=words.number(len(rows)), assumed=words.number(assumed))
