"""What a comparison found: runs, months, and the paired differences with their verdicts."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from asmsim.records import Context, Messages, Outcome, default_library
from asmsim.studies.chunk import Failure
from asmsim.studies.costs import costs
from asmsim.studies.design import Study
from asmsim.studies.law import NotPermitted
from asmsim.studies.plan import Plan
from asmsim.studies.verdict import Paired, holm, paired, verdict

WORDS = ("context", "scenario", "reference", "outcome", "unit", "verdict")
"""Columns of the contrasts that hold text."""


@dataclass(frozen=True)
class Comparison:
    """Scenarios compared with a reference, replicate by replicate.

    Attributes
    ----------
    runs : DataFrame
        A row for each run: context, scenario, replicate, seed, and each headline outcome.
    contrasts : DataFrame
        A row for each context, scenario and outcome: means, paired difference, its 95% interval,
        share of pairs better, p before and after Holm's correction, verdict.
    series : DataFrame
        A row for each run and month.
    manifest : dict
        What made it: study, parameters, scenarios, seeds, versions, failed runs.
    folder : Path or None
        Where it is stored.
    details : dict of DataFrame
        Short tables of every run: `accounts` (the ledger's lines since the policy), `displaced`
        (where the evicted are later), `groups` (who gains and loses) and `places` (sites, villages
        and concessions, before and after).
    """

    runs: pd.DataFrame
    contrasts: pd.DataFrame
    series: pd.DataFrame
    manifest: dict[str, Any]
    folder: Path | None = None
    details: dict[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Plan:
        """The study it answers, with every name resolved."""
        return Plan.restored(self.manifest)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """What each scenario costs more than the reference, who pays, and for what gain."""
        return costs(self.plan, self.series)

    @property
    def failed(self) -> tuple[Failure, ...]:
        """The runs that did not end, and why; their pairs are left out."""
        return tuple(Failure(**each) for each in self.manifest["failed"])

    @property
    def forbidden(self) -> tuple[NotPermitted, ...]:
        """What the law does not allow where: those scenarios were not run there."""
        return self.plan.forbidden

    def to_json(self, words: Messages | None = None) -> str:
        """Return the study, its contrasts, costs and failed runs as JSON; undefined is null."""
        content = {
            "format": self.manifest["format"],
            "note": (words or default_library().messages()).text("table.luck_only"),
            "folder": None if self.folder is None else self.folder.as_posix(),
            "code": self.manifest["code"],
            "study": self.manifest["study"],
            "contexts": list(self.manifest["contexts"]),
            "scenarios": list(self.manifest["scenarios"]),
            "failed": self.manifest["failed"],
            "not_permitted": self.manifest["not_permitted"],
            "counterfactual": self.manifest["counterfactual"],
            "contrasts": _rows(self.contrasts),
            "costs": _rows(self.costs),
        }
        return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)

    def __repr__(self) -> str:
        where = "" if self.folder is None else f" in {self.folder}"
        return (
            f"Comparison of {', '.join(self.manifest['scenarios'])} in "
            f"{', '.join(self.manifest['contexts'])}: {len(self.runs)} runs{where}"
        )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as JSON knows them."""
    return [
        {str(key): _plain(value) for key, value in row.items()} for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    """Return a cell of a frame as JSON knows it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def contrasts(plan: Plan, runs: pd.DataFrame) -> pd.DataFrame:
    """Compare every allowed scenario with the reference, outcome by outcome, pair by pair.

    Rows come in the plan's order of contexts and scenarios and the library's order of outcomes.
    Holm's correction is over the table of one context: all its outcomes and scenarios.
    """
    rows = [row for context in plan.contexts for row in _table(plan, runs, context)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


_COLUMNS = (
    "context",
    "scenario",
    "reference",
    "outcome",
    "unit",
    *Paired.__dataclass_fields__,
    "p_holm",
    "verdict",
)


def _table(plan: Plan, runs: pd.DataFrame, context: Context) -> list[dict[str, Any]]:
    """Return the rows of one context, with its own correction."""
    here = runs[runs["context"] == context.name]
    by_name = {name: rows.set_index("replicate") for name, rows in here.groupby("scenario")}
    nothing = here.iloc[:0].set_index("replicate")
    reference = by_name.get(plan.reference, nothing)
    outcomes = [outcome for outcome in plan.outcomes if outcome.name in runs.columns]
    cells = []
    for scenario in plan.allowed(context)[1:]:
        other = by_name.get(scenario.name, nothing)
        both = sorted(set(reference.index) & set(other.index))
        before, after = reference.loc[both], other.loc[both]
        for outcome in outcomes:
            pairs = before[outcome.name], after[outcome.name]
            cells.append((scenario.name, outcome, paired(*pairs, outcome.direction)))
    corrected = holm([found.p for _, _, found in cells])
    return [
        {
            "context": context.name,
            "scenario": scenario,
            "reference": plan.reference,
            "outcome": outcome.name,
            "unit": outcome.unit,
            **asdict(found),
            "p_holm": p,
            "verdict": str(
                verdict(
                    found,
                    p,
                    smallest=smallest(plan, plan.told(outcome, context)),
                    direction=outcome.direction,
                )
            ),
        }
        for (scenario, outcome, found), p in zip(cells, corrected, strict=True)
    ]


def smallest(plan: Plan, outcome: Outcome) -> float:
    """Return the smallest difference that matters, in a district of the study's size."""
    size = plan.miners / Study.model_fields["miners"].default
    return outcome.smallest * (size if outcome.extensive else 1.0)


def read_contrasts(path: Path) -> pd.DataFrame:
    """Read stored contrasts as they were made, to the bit."""
    table = pd.read_csv(path, encoding="utf-8", dtype=str, keep_default_na=False)
    for name in _COLUMNS:
        if name not in WORDS:
            # Python reads a number back exactly; not every pandas does.
            table[name] = [float(cell) if cell else math.nan for cell in table[name]]
    return table.astype({"pairs": int})
