"""One run: a world lived to its horizon, as frames one can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from asmsim.month import WINNERS_MONTHS
from asmsim.outcomes.recorder import VILLAGE_COLUMNS
from asmsim.records import Context, Library, Scenario, Shock, Value
from asmsim.state.people import NOWHERE, ROLES
from asmsim.state.sites import TENURES
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

EVENT_COLUMNS = [
    "month",
    "place",
    "place_id",
    "class",
    "reported",
    "expected",
    "participants",
    "deaths",
    "injuries",
]
COHORT_COLUMNS = ["cohort_month", "months_later", "place", "people"]
GROUP_COLUMNS = ["month", "grouping", "group", "people", "income", "formal_share"]


@dataclass(frozen=True, eq=False)
class Run:
    """One run.

    Attributes
    ----------
    scenario, context : str
        Names.
    seed : int
    series : DataFrame, month x outcome
        Every outcome in every month, in the outcome's monthly unit.
    sites : DataFrame, site and month
        Tenure, workers, output (g), guards, armed presence, pit price over world price, x, y (km).
    events : DataFrame
        What happened: month, place, class, reported, its probability that month, participants,
        deaths, injuries.
    displaced : DataFrame
        Cohorts of the evicted, and how many of each are where 12 and 24 months later.
    groups : DataFrame
        People at sites by status, origin, gender and role: number, mean income (USD/month), formal
        share.
    villages : DataFrame, village and month
    persons : DataFrame, person
        Mean monthly income over the 36 months from the policy month, for those who mined just
        before it.
    cleared : tuple of int
        Sites from which people were evicted since the policy month.
    summary : Series, outcome
        Headline figures: mean or sum of the last twelve months, or as the outcome's record says.
    """

    scenario: str
    context: str
    seed: int
    series: pd.DataFrame
    sites: pd.DataFrame
    events: pd.DataFrame
    displaced: pd.DataFrame
    groups: pd.DataFrame
    villages: pd.DataFrame
    persons: pd.DataFrame
    cleared: tuple[int, ...]
    summary: pd.Series[float]

    @classmethod
    def of(cls, model: CohabitationModel) -> Run:
        """Gather what a model has recorded so far."""
        recorder = model.recorder
        series = pd.DataFrame(recorder.series)
        series.index.name = "month"
        return cls(
            scenario=model.stance.name,
            context=model.context.name,
            seed=model.luck_seed,
            series=series,
            sites=_sites(model),
            events=pd.DataFrame(recorder.events, columns=EVENT_COLUMNS),
            displaced=pd.DataFrame(recorder.cohorts, columns=COHORT_COLUMNS),
            groups=pd.DataFrame(recorder.groups, columns=GROUP_COLUMNS),
            villages=pd.DataFrame(
                recorder.villages, columns=["month", "village", *VILLAGE_COLUMNS]
            ),
            persons=_persons(model),
            cleared=_cleared(model),
            summary=headline(series, model.library, model.policy_month),
        )


def headline(series: pd.DataFrame, library: Library, policy_month: int) -> pd.Series[float]:
    """One figure an outcome: as its record's ``headline`` says.

    ``mean`` and ``sum`` are over the last twelve months (a mean leaves out months in which the
    outcome is not defined), ``last`` is the last month's, ``since_policy`` the sum from the policy
    month on.
    """
    last_year = series.tail(MONTHS)
    found: dict[str, float] = {}
    for name in series.columns:
        kind = library.outcome(name).headline
        if series.empty:
            found[name] = float("nan")
        elif kind == "mean":
            found[name] = _mean(last_year[name].to_numpy())
        elif kind == "sum":
            found[name] = float(np.add.reduce(last_year[name].to_numpy()))
        elif kind == "last":
            found[name] = float(series[name].iloc[-1])
        else:
            found[name] = float(np.add.reduce(series[name].to_numpy()[policy_month:]))
    return pd.Series(found, dtype=float, name="summary")


def _mean(values: Any) -> float:
    """Mean of what is defined; NaN when nothing is."""
    defined = values[~np.isnan(values)]
    return float(np.add.reduce(defined) / len(defined)) if len(defined) else float("nan")


def _sites(model: CohabitationModel) -> pd.DataFrame:
    """Site and month, in that order; tenure by name."""
    table, kept = model.district.sites, model.recorder.sites
    months, n = len(kept["workers"]), len(table.id)
    columns: dict[str, Any] = {
        "month": np.repeat(np.arange(months), n),
        "site": np.tile(table.id, months),
    }
    for name, arrays in kept.items():
        columns[name] = np.concatenate(arrays) if arrays else np.empty(0)
    columns["tenure"] = pd.Categorical.from_codes(
        np.asarray(columns["tenure"], np.int64), categories=pd.Index(TENURES)
    )
    columns["x"] = np.tile(table.x, months)
    columns["y"] = np.tile(table.y, months)
    return pd.DataFrame(columns)


def _cleared(model: CohabitationModel) -> tuple[int, ...]:
    """Sites from which people were evicted since the policy month, in order."""
    origins = {
        origin
        for month, cohort in model.district.evictions.items()
        if month >= model.policy_month
        for origin in cohort.origins.tolist()
    }
    return tuple(sorted(origins))


def _persons(model: CohabitationModel) -> pd.DataFrame:
    """Those who mined just before the policy month, and what they earned after it."""
    people = model.district.people
    rows = np.flatnonzero(people.mined_at_policy)
    months = min(max(model.month - model.policy_month, 0), WINNERS_MONTHS)
    income = people.since_policy[rows] / months if months else np.full(len(rows), np.nan)
    return pd.DataFrame(
        {
            "person": people.id[rows],
            "role": [ROLES[code] for code in people.role[rows].tolist()],
            "local": people.local[rows] == 1,
            "woman": people.woman[rows] == 1,
            "works_at_site": people.site[rows] != NOWHERE,
            "income": income,
        }
    )


def simulate(
    scenario: str | Path | Scenario = "hands_off",
    *,
    context: str | Path | Context = "gold_generic",
    seed: int = 0,
    months: int = 120,
    start: str = "2015-01",
    policy_month: int = 24,
    miners: int = 5000,
    overrides: Mapping[str, Value] | None = None,
    shocks: Sequence[Shock | str] = (),
    programmes: Sequence[str | Path | Scenario] = (),
    library: Library | None = None,
) -> Run:
    """Simulate one district under one scenario.

    Parameters
    ----------
    scenario, context : name, path or record
    seed : int
        All luck; equal seeds share their luck across scenarios.
    months : int
        Horizon, up to 360.
    start : str, ``YYYY-MM``
        Month 0.
    policy_month : int
        First month of the scenario.
    miners : int, people
        Size of the district; everything else is in proportion.
    overrides : mapping
        Parameters by dotted name.
    shocks : sequence of Shock or str
        Dated changes of parameters or levers.
    programmes : sequence
        Levers that add to the scenario's.
    library : Library, optional
        Records to use instead of the packaged ones.

    Returns
    -------
    Run

    Raises
    ------
    AsmsimError
        When a name is unknown or a value is not allowed.
    """
    from asmsim.model import CohabitationModel
    from asmsim.studies.design import Study

    study = Study(
        scenarios=(scenario,),
        contexts=(context,),
        seed=seed,
        months=months,
        start=start,
        policy_month=policy_month,
        miners=miners,
        shocks=shocks,
    )
    model = CohabitationModel(
        scenario,
        context,
        seed=seed,
        months=months,
        start=start,
        policy_month=policy_month,
        miners=miners,
        overrides=overrides,
        shocks=study.shocks,
        programmes=programmes,
        library=library,
    )
    model.run_to(months)
    return Run.of(model)
