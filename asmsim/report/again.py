"""How to make the same numbers again: the command, and what it needs."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from typing import Any, NamedTuple

from asmsim.errors import AsmsimError
from asmsim.records import Library, Messages, Scenario
from asmsim.studies.comparison import Comparison
from asmsim.studies.plan import Plan


class Again(NamedTuple):
    """What is needed to make a study again.

    Attributes
    ----------
    command : str
        The command line.
    unsaid : list of str
        What the command line cannot say: records that stand in the manifest.
    facts : list of (str, str)
        Version of the code and of every package, those that add something among them, machine,
        day and time taken.
    seeds : str
    """

    command: str
    unsaid: list[str]
    facts: list[tuple[str, str]]
    seeds: str


def again(found: Comparison, library: Library, words: Messages) -> Again:
    """Return how to make a study again."""
    plan, manifest = found.plan, found.manifest
    return Again(
        command=shlex.join(command(plan)),
        unsaid=[words.text("report.unsaid", name=name) for name in _unsaid(plan, library)],
        facts=list(_facts(manifest, words)),
        seeds=", ".join(str(seed) for seed in manifest["seeds"]),
    )


def command(plan: Plan) -> list[str]:
    """Return the words of the command that runs this study."""
    said = ["asmsim", "compare"]
    said += ["--scenarios", ",".join(each.name for each in plan.compared)]
    said += ["--reference", plan.reference]
    said += ["--context", ",".join(each.name for each in plan.contexts)]
    for name in ("replicates", "seed", "months", "start", "policy_month", "miners"):
        said += [f"--{name.replace('_', '-')}", str(getattr(plan, name))]
    for name, value in plan.overrides.items():
        said += ["--set", f"{name}={str(value).lower() if isinstance(value, bool) else value}"]
    for shock in plan.shocks:
        said += ["--shock", str(shock)]
    for programme in plan.programmes:
        dose = "" if programme.dose == 1.0 else f"={programme.dose!r}"
        said += ["--programme", programme.name + dose]
    for folder in plan.library:
        said += ["--library", str(folder)]
    return said


def _unsaid(plan: Plan, library: Library) -> Iterator[str]:
    """Name what no option gives: records that are not the library's."""
    for scenario in plan.scenarios:
        if not _found(library, scenario):
            yield scenario.title
    for context in plan.contexts:
        if library.contexts.get(context.name) != context:
            yield context.title
    for programme in plan.programmes:
        own = library.programmes.get(programme.name)
        if own is None or own.at(programme.dose) != programme:
            yield programme.title


def _found(library: Library, scenario: Scenario) -> bool:
    """Tell whether a scenario's name stands for it in the library."""
    try:
        return library.scenario(scenario.name) == scenario
    except AsmsimError:
        return False


def _plugins(manifest: dict[str, Any]) -> list[dict[str, str]]:
    return list(manifest.get("plugins", ()))


def _facts(manifest: dict[str, Any], words: Messages) -> Iterator[tuple[str, str]]:
    """Yield a label and a text for each thing that decides the last bit of a number."""
    yield words.text("report.made.code"), str(manifest["code"])
    commit = manifest.get("git")
    if commit:
        changed = words.text("report.made.changed") if commit["dirty"] else ""
        yield words.text("report.made.commit"), f"{commit['commit']} {changed}".strip()
    others = [f"{each['name']} {each['version']} ({each['code']})" for each in _plugins(manifest)]
    if others:
        yield words.text("report.made.plugins"), ", ".join(others)
    versions = ", ".join(f"{name} {number}" for name, number in manifest["versions"].items())
    yield words.text("report.made.versions"), versions
    yield words.text("report.made.machine"), ", ".join(manifest["cpu"].values())
    timing = manifest["timing"]
    day = dt.datetime.fromisoformat(timing["begun"]).date()
    yield words.text("report.made.day"), words.date(day)
    if "seconds" in timing:
        yield words.text("report.made.time"), words.duration(timing["seconds"])
