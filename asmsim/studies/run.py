"""One run: a world lived to its horizon, as frames one can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from asmsim.records import Context, Library, Programme, Scenario, Shock, Value
from asmsim.state.units import MONTHS
from asmsim.studies import frames
from asmsim.studies.plan import Plan, library_of, single

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
    "actor",
    "trigger",
]
COHORT_COLUMNS = ["cohort_month", "months_later", "place", "people"]
GAIN_COLUMNS = ["grouping", "group", "people", "winners", "losers", "gain_usd"]


@dataclass(frozen=True, eq=False)
class Run:
    """One run.

    Attributes
    ----------
    scenario, context : str
        Names.
    seed : int
    policy_month : int
        First month of the scenario.
    series : DataFrame, month x outcome
        Every outcome in every month, in the outcome's monthly unit.
    sites : DataFrame, site and month
        Tenure, workers, output (g), guards, armed presence and whose, pit price over world price,
        x, y (km).
    events : DataFrame
        What happened: month, place, class, reported, its probability that month, participants,
        deaths, injuries, who brought it and what.
    displaced : DataFrame
        Cohorts of the evicted, and how many of each are where 12 and 24 months later.
    groups : DataFrame
        People at sites by status, origin, gender and role: number, mean income (USD/month), formal
        share.
    villages : DataFrame, village and month
        Residents, grievance, trust, what was received and consumed (USD/month), harvest; and of
        those of the village who work at sites how many, their mean income and share of formal.
    persons : DataFrame, person
        Those who mined in the month before the policy: status and role then, origin, gender, and
        mean monthly income over the 36 months from the policy month.
    accounts : DataFrame, line of the ledger
        Payer, payee and what was paid since the policy month, USD.
    places : DataFrame
        Sites, villages, the town, concessions and the district: where, how large, tenure and people
        before the policy and at the end, evictions since.
    gains : DataFrame
        Those who mined in the month before the policy, by what they were then: how many, who of
        them gain and lose against the reference, and how much; without rows for a run alone.
    cleared : tuple of int
        Sites from which people were evicted since the policy month.
    summary : Series, outcome
        Headline figures: mean or sum of the last twelve months, or as the outcome's record says.
    """

    scenario: str
    context: str
    seed: int
    policy_month: int
    series: pd.DataFrame
    sites: pd.DataFrame
    events: pd.DataFrame
    displaced: pd.DataFrame
    groups: pd.DataFrame
    villages: pd.DataFrame
    persons: pd.DataFrame
    accounts: pd.DataFrame
    places: pd.DataFrame
    gains: pd.DataFrame
    cleared: tuple[int, ...]
    summary: pd.Series[float]

    @classmethod
    def of(cls, model: CohabitationModel) -> Run:
        """Gather what a model has recorded so far."""
        recorder = model.recorder
        series = pd.DataFrame(recorder.series)
        series.index.name = "month"
        sites = frames.sites(model)
        villages = frames.villages(model)
        return cls(
            scenario=model.stance.name,
            context=model.context.name,
            seed=model.luck_seed,
            policy_month=model.policy_month,
            series=series,
            sites=sites,
            events=pd.DataFrame(recorder.events, columns=EVENT_COLUMNS),
            displaced=pd.DataFrame(recorder.cohorts, columns=COHORT_COLUMNS),
            groups=frames.groups(model),
            villages=villages,
            persons=frames.persons(model),
            accounts=frames.accounts(model),
            places=frames.places(model, sites, villages),
            gains=pd.DataFrame(columns=GAIN_COLUMNS),
            cleared=tuple(np.flatnonzero(frames.evicted(model)).tolist()),
            summary=headline(series, model.library, model.policy_month),
        )

    @property
    def details(self) -> dict[str, pd.DataFrame]:
        """What a study keeps of the run beside its outcomes: short tables by name."""
        since = self.displaced["cohort_month"] >= self.policy_month
        return {
            "accounts": self.accounts,
            "displaced": self.displaced[since],
            "groups": self.gains,
            "places": self.places,
        }


def headline(series: pd.DataFrame, library: Library, policy_month: int) -> pd.Series[float]:
    """One figure an outcome: as its record's ``headline`` says.

    ``mean`` and ``sum`` are over the last twelve months (a mean leaves out months in which the
    outcome is not defined, and counts each as much as its weight, where the record names one),
    ``last`` is the last month's, ``since_policy`` the sum from the policy month on.
    """
    last_year = series.tail(MONTHS)
    found: dict[str, float] = {}
    for name in series.columns:
        outcome = library.outcome(name)
        kind = outcome.headline
        if series.empty:
            found[name] = float("nan")
        elif kind == "mean" and outcome.weight:
            weights = series[outcome.weight].shift(outcome.lag, fill_value=0.0).tail(MONTHS)
            found[name] = _mean(last_year[name].to_numpy(), weights.to_numpy())
        elif kind == "mean":
            found[name] = _mean(last_year[name].to_numpy())
        elif kind == "sum":
            found[name] = float(np.add.reduce(last_year[name].to_numpy()))
        elif kind == "last":
            found[name] = float(series[name].iloc[-1])
        else:
            found[name] = float(np.add.reduce(series[name].to_numpy()[policy_month:]))
    return pd.Series(found, dtype=float, name="summary")


def _mean(values: Any, weights: Any = 1.0) -> float:
    """Mean of what is defined; NaN when nothing is."""
    defined = ~np.isnan(values)
    counts = np.broadcast_to(weights, values.shape)[defined]
    total = np.add.reduce(counts)
    return float(np.add.reduce(values[defined] * counts) / total) if total else float("nan")


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
    shocks: Sequence[Shock | str | Path] | Path = (),
    programmes: Sequence[str | Path | Programme | Scenario] = (),
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
    shocks : sequence of Shock, text or path, or a path
        Dated changes of parameters or levers, or files of them (TOML or CSV).
    programmes : sequence of name, path or Programme
        Levers that add to the scenario's; a name may say a dose, as in ``solidaridad=0.5``.
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
    ready = single(
        scenario,
        library,
        contexts=context,
        seed=seed,
        months=months,
        start=start,
        policy_month=policy_month,
        miners=miners,
        overrides=dict(overrides or {}),
        shocks=shocks,
        programmes=programmes,
    )
    return run_single(ready, library)


def run_single(plan: Plan, library: Library | None = None) -> Run:
    """Run the first scenario of a plan once, in its first context, with the plan's own seed."""
    model = world(plan, plan.contexts[0], plan.scenarios[0], plan.seed, library)
    model.run_to(plan.months)
    return Run.of(model)


def world(
    plan: Plan,
    context: Context,
    scenario: Scenario,
    seed: int,
    library: Library | None = None,
) -> CohabitationModel:
    """Make a world of a plan, unlived yet.

    Parameters
    ----------
    plan : Plan
    context : Context
    scenario : Scenario
    seed : int
    library : Library, optional
        The plan's own unless told.
    """
    from asmsim.model import CohabitationModel

    return CohabitationModel(
        scenario,
        context,
        seed=seed,
        months=plan.months,
        start=plan.start,
        policy_month=plan.policy_month,
        miners=plan.miners,
        overrides=plan.overrides,
        shocks=plan.shocks,
        programmes=plan.programmes,
        library=library or library_of(plan.library, plan.root),
    )
