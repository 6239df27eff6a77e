"""How to get the numbers of the page without the page: a command, and lines of Python."""

from __future__ import annotations

import shlex
from typing import Any, NamedTuple

from asmsim.app.view import OWN
from asmsim.records import Scenario, toml
from asmsim.report.again import command
from asmsim.studies.plan import Plan

OWN_FILE = f"{OWN}.toml"
"""The file that the visitor's own stance is downloaded as."""


class Lines(NamedTuple):
    """What makes the numbers again.

    Attributes
    ----------
    command : str
        The command line.
    python : str
        Lines of Python.
    own : str
        The file that both need beside them; empty when nothing but the library is used.
    """

    command: str
    python: str
    own: str


def lines(plan: Plan) -> Lines:
    """Return the command and the lines of Python that make a comparison again."""
    own = OWN_FILE if any(each.name == OWN for each in plan.scenarios) else ""
    return Lines(shlex.join(_named(command(plan))), python(plan), own)


def python(plan: Plan) -> str:
    """Return the lines of Python that make a comparison again."""
    given: dict[str, Any] = {
        "reference": _file(plan.reference),
        "context": plan.contexts[0].name,
        **{
            name: getattr(plan, name)
            for name in ("replicates", "seed", "months", "start", "policy_month", "miners")
        },
    }
    if plan.overrides:
        given["overrides"] = dict(plan.overrides)
    if plan.programmes:
        given["programmes"] = [
            each.name if each.dose == 1.0 else f"{each.name}={each.dose!r}"
            for each in plan.programmes
        ]
    if plan.library:
        given["library"] = [str(folder) for folder in plan.library]
    scenarios = [_file(each.name) for each in plan.compared]
    inside = [repr(scenarios), *(f"{name}={value!r}" for name, value in given.items())]
    call = "\n".join(f"    {each}," for each in inside)
    return f"import asmsim\n\nfound = asmsim.compare(\n{call}\n)\nfound.contrasts"


def scenario_file(scenario: Scenario) -> str:
    """Write a scenario as the file that the library would hold."""
    data = scenario.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    return toml.written(data)


def _named(words: list[str]) -> list[str]:
    """Let a command name the file of the visitor's own stance."""
    return [
        ",".join(_file(name) for name in word.split(",")) if before == "--scenarios" else word
        for before, word in zip(["", *words], words, strict=False)
    ]


def _file(name: str) -> str:
    return OWN_FILE if name == OWN else name
