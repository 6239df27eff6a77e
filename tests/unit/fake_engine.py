"""A stand-in for the model: quick numbers that depend on the seed and on what a scenario holds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from asmsim.records import Context, Library, Scenario
from asmsim.studies.chunk import Result
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan, plan

SCENARIOS = {"alone": "0.0", "force": "-2.0", "help": "3.0"}

OUTCOME = """
[{name}]
title = "{title}"
unit = "{unit}"
direction = "{direction}"
smallest = {smallest}
headline = "mean"
formula = "sum"
meaning = "a number for tests"
source = "tests"
"""

PARAMETER = """
[size]
value = 1.0
unit = "1"
range = [0.0, 10.0]
grade = "D"
source = "tests"
meaning = "a number for tests"
"""


@dataclass(frozen=True)
class FakeRun:
    """What a chunk asks of a run."""

    summary: pd.Series
    series: pd.DataFrame
    details: dict[str, pd.DataFrame] = field(default_factory=dict)


def write_library(folder: Path, scenarios: dict[str, str] | None = None) -> Library:
    """Write a small library of its own; a scenario's stance says how strongly it acts."""
    for kind in ("parameters", "contexts", "scenarios", "outcomes"):
        (folder / kind).mkdir(parents=True)
    (folder / "parameters" / "fake.toml").write_text(PARAMETER, encoding="utf-8")
    for name in ("here", "there"):
        text = f'title = "{name}"\nsource = "tests"\n'
        (folder / "contexts" / f"{name}.toml").write_text(text, encoding="utf-8")
    for name, stance in (scenarios or SCENARIOS).items():
        text = f'title = "{name}"\nstance = "{stance}"\nsource = "tests"\n'
        (folder / "scenarios" / f"{name}.toml").write_text(text, encoding="utf-8")
    outcomes = [
        {"name": "income", "title": "Income", "unit": "USD", "direction": "more", "smallest": 0.5},
        {"name": "deaths", "title": "Deaths", "unit": "1", "direction": "less", "smallest": 0.1},
        {"name": "output", "title": "Output", "unit": "kg", "direction": "neither", "smallest": 1},
        {"name": "missing", "title": "Missing", "unit": "", "direction": "more", "smallest": 1},
    ]
    text = "".join(OUTCOME.format(**each) for each in outcomes)
    (folder / "outcomes" / "fake.toml").write_text(text, encoding="utf-8")
    return Library(root=folder)


def study_of(**changes: object) -> Study:
    """Return a small study in the fake library."""
    fields = {
        "contexts": ("here", "there"),
        "reference": "alone",
        "replicates": 4,
        "months": 6,
        "policy_month": 2,
    }
    return Study(**(fields | changes))


def plan_of(library: Library, **changes: object) -> Plan:
    """Return the plan of a small study."""
    return plan(study_of(**changes), library)


def work(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, Result]]:
    """Run one replicate: numbers from the seed, moved by the scenario from the policy month on."""
    months = np.arange(plan.months)
    for scenario in plan.allowed(context):
        rng = np.random.default_rng([plan.seed_of(number), len(context.name)])
        noise = rng.normal(size=(plan.months, 3))
        effect = float(scenario.stance) * (months >= plan.policy_month)
        series = pd.DataFrame(
            {
                "income": 10 + noise[:, 0] + effect,
                "deaths": 3 + noise[:, 1] - 0.1 * effect * noise[:, 2],
                "output": 100.0 + 0 * noise[:, 2],
                "rung": months,
                "word": "text",
            }
        )
        summary = series[["income", "deaths", "output"]].iloc[-3:].mean()
        summary["missing"] = np.nan
        yield scenario.name, FakeRun(summary, series, details_of(plan.seed_of(number), scenario))


def details_of(seed: int, scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Return tables of one run: some with rows, their number up to the seed, some without any."""
    n = seed % 3
    groups = {
        "grouping": ["status"] * n,
        "group": [f"{scenario.name} {k}" for k in range(n)],
        "people": range(n),
        "winners": 0,
        "losers": 1,
        "gain_usd": [np.nan, 0.1 * float(scenario.stance)][:n],
    }
    accounts = {"line": ["wage", "bribe"], "payer": "firm", "payee": "people", "usd": [0.1, seed]}
    return {"accounts": pd.DataFrame(accounts), "groups": pd.DataFrame(groups)}


def failing(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, Result]]:
    """Fail one run of the second replicate, and the whole of the third in one context."""
    if number == 2 and context.name == "there":
        raise ValueError("the whole history broke")
    for name, result in work(plan, context, number):
        if number == 1 and name == "help":
            yield name, ZeroDivisionError("this run broke")
        else:
            yield name, result


def deadly(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, Result]]:
    """Kill the worker process of one chunk, every time."""
    if number == 1 and context.name == "here":
        os._exit(7)
    return work(plan, context, number)


def deadly_once(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, Result]]:
    """Kill the worker process of one chunk the first time only."""
    flag = Path(os.environ["FAKE_ENGINE_FLAG"])
    if number == 1 and context.name == "here" and not flag.exists():
        flag.touch()
        os._exit(7)
    return work(plan, context, number)


def slow(plan: Plan, context: Context, number: int) -> Iterator[tuple[str, Result]]:
    """Take a while for each run after the first replicate."""
    for name, result in work(plan, context, number):
        time.sleep(0.02 if number == 0 else 1.0)
        yield name, result
