"""What pictures are of: one context of a comparison, some of its scenarios and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from asmsim.errors import unknown
from asmsim.records import Context, Messages, Outcome, Scenario
from asmsim.report import row
from asmsim.report.figures.letters import BREAK
from asmsim.report.figures.picture import Picture
from asmsim.report.figures.style import Look, look, settled
from asmsim.report.law import aside
from asmsim.studies.comparison import Comparison
from asmsim.studies.design import YEAR, Study, month_of
from asmsim.studies.law import NotPermitted
from asmsim.studies.verdict import FEWEST_PAIRS

N = TypeVar("N", Context, Scenario, Outcome)


class Subject:
    """One context of a comparison, and what of it is shown.

    Parameters
    ----------
    found : Comparison
    words : Messages
    context : str
    scenarios, outcomes : sequence of str
        Those shown; none named means all. The reference is always shown beside the others.

    Attributes
    ----------
    reference : Scenario
    compared : tuple of Scenario
        The scenarios shown beside it that were run here.
    measured, outcomes : tuple of Outcome
        All there are, and those shown.
    chosen : bool
        Whether the outcomes were named.
    telling : tuple of Outcome
        Of those shown, all but what is 0 in every run; all of them when they were named.

    Raises
    ------
    UnknownName
        For a name the study does not have.
    """

    def __init__(
        self,
        found: Comparison,
        words: Messages,
        context: str,
        scenarios: Sequence[str] = (),
        outcomes: Sequence[str] = (),
    ) -> None:
        self.found = found
        self.words = words
        self.plan = plan = found.plan
        self.context = _named("context", [context], plan.contexts)[0]
        runs = found.runs[found.runs["context"] == context]
        shown = _named("scenario", scenarios, plan.scenarios)
        run = set(runs["scenario"])
        self.reference = plan.scenarios[0]
        self.compared = tuple(
            each for each in shown if each.name in run and each.name != plan.reference
        )
        self.measured = tuple(
            plan.told(each, self.context, words)
            for each in plan.outcomes
            if each.name in runs.columns
        )
        self.outcomes = _named("outcome", outcomes, self.measured)
        self.chosen = bool(outcomes)
        self.telling = tuple(
            each for each in self.outcomes if self.chosen or not (runs[each.name] == 0.0).all()
        )
        self._shown = shown

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The reference and the scenarios compared with it."""
        return (self.reference, *self.compared)

    @cached_property
    def forbidden(self) -> tuple[Scenario, ...]:
        """The scenarios asked for that the law of this context forbids."""
        barred = {each.scenario for each in self._barred}
        return tuple(each for each in self._shown if each.name in barred)

    def why_forbidden(self, scenario: Scenario) -> str:
        """Say which law forbids a scenario here, and where that stands."""
        laws = [
            self.text("law", law=each.meaning or each.law, source=each.source)
            for each in self._barred
            if each.scenario == scenario.name
        ]
        return self.text("forbidden", laws=self.words.chain(dict.fromkeys(laws)))

    @property
    def _barred(self) -> list[NotPermitted]:
        return [each for each in self.plan.forbidden if each.context == self.context.name]

    def look(self, scenario: Scenario) -> Look:
        """Return how a scenario looks, the same in every picture of the study."""
        names = [each.name for each in self.plan.scenarios]
        return look(names.index(scenario.name))

    # --- numbers --------------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> dict[tuple[str, str], dict[Any, Any]]:
        here = self.found.contrasts
        here = here[here["context"] == self.context.name]
        return {(each["scenario"], each["outcome"]): each for each in here.to_dict("records")}

    def row(self, scenario: Scenario, outcome: Outcome) -> row.Row:
        """Return one outcome of one scenario as the table writes it."""
        return row.written(outcome, self._rows[scenario.name, outcome.name], self.words)

    def smallest(self, outcome: Outcome) -> float:
        """Return the smallest difference that matters in a district of this size."""
        size = self.plan.miners / float(Study.model_fields["miners"].default)
        return outcome.smallest * (size if outcome.extensive else 1.0)

    @cached_property
    def _series(self) -> dict[str, pd.DataFrame]:
        here = self.found.series
        here = here[here["context"] == self.context.name]
        return {str(name): rows for name, rows in here.groupby("scenario", sort=False)}

    def months(self, scenario: Scenario, outcome: Outcome) -> npt.NDArray[np.float64]:
        """Return an outcome by run and month, each the year up to it as the headline reckons it.

        A year of a sum is its sum and of a mean its mean, so that the last month is the table's
        figure. Months before the first whole year are not defined.
        """
        values = self._series[scenario.name][outcome.name].to_numpy(float)
        by_month = values.reshape(-1, self.plan.months)
        if outcome.headline not in ("mean", "sum"):
            return by_month
        year = min(YEAR, self.plan.months)
        windows = np.lib.stride_tricks.sliding_window_view(by_month, year, axis=1)
        known = np.isfinite(windows)
        count = known.sum(axis=2)
        total = np.where(known, windows, 0.0).sum(axis=2)
        with np.errstate(invalid="ignore", divide="ignore"):
            whole = total / count if outcome.headline == "mean" else total
        whole = np.where(count == 0, np.nan, whole)
        return np.hstack([np.full((len(by_month), year - 1), np.nan), whole])

    def detail(self, name: str, scenario: Scenario) -> pd.DataFrame:
        """Return what is kept of one scenario's runs beside outcomes; empty where nothing is."""
        table = self.found.details.get(name)
        if table is None:
            return pd.DataFrame()
        here = (table["context"] == self.context.name) & (table["scenario"] == scenario.name)
        return table[here]

    # --- words ----------------------------------------------------------------------------------

    def text(self, key: str, **fields: object) -> str:
        """Return a text of the figures."""
        return self.words.text(f"figure.{key}", **fields)

    @property
    def colon(self) -> str:
        """What stands between a title and what is said of it."""
        return self.words.text("punctuation.colon")

    @cached_property
    def about(self) -> str:
        """Where, on how many pairs it rests, from when policies run, and how sure it is."""
        plan, words = self.plan, self.words
        if plan.replicates < FEWEST_PAIRS:
            pairs = words.text("table.one_pair")
        else:
            pairs = words.text("table.pairs", n=words.number(plan.replicates))
        parts = [self.text("about", context=self.context.title, pairs=pairs, policy=self.policy)]
        parts += aside(plan, self.context, words)
        return " ".join(parts)

    @cached_property
    def policy(self) -> str:
        """The month in which policies begin."""
        return self.words.month(month_of(self.plan.start, self.plan.policy_month))

    @cached_property
    def last_year(self) -> dict[str, str]:
        """First and last month of the run's last twelve."""
        months = (max(0, self.plan.months - YEAR), self.plan.months - 1)
        first, last = (self.words.month(month_of(self.plan.start, month)) for month in months)
        return {"first": first, "last": last}

    def heading(self, outcome: Outcome, unit: str) -> str:
        """Return an outcome's title with the unit its numbers are in."""
        return f"{outcome.title}, {unit}" if unit else outcome.title

    def outcome_said(self, scenario: Scenario, outcome: Outcome) -> str:
        """Say in a sentence's part what the table says of one outcome of one scenario."""
        found = self.row(scenario, outcome)
        if not found.interval:
            return self.text("said_alone", scenario=scenario.title, verdict=found.word)
        return self.text(
            "said",
            scenario=scenario.title,
            difference=self.words.amount(found.difference, found.unit),
            interval=found.interval,
            verdict=found.word,
        )

    def picture(self, kind: str, title: str, alt: str, draw: Callable[[], Figure]) -> Picture:
        """Return a picture of this subject; of several contexts, its name says which."""
        name = kind if len(self.plan.contexts) == 1 else f"{self.context.name}-{kind}"

        def drawn() -> Figure:
            with settled(name):
                return draw()

        return Picture(name, plain(title), plain(f"{alt} {self.about}"), drawn)


def plain(text: str) -> str:
    """Return a text on one line."""
    return " ".join(BREAK.split(text.strip()))


def _named(kind: str, names: Iterable[str], there: Sequence[N]) -> tuple[N, ...]:
    """Return the records of these names, in their own order; of no names, all."""
    names = list(names)
    for name in names:
        if name not in {each.name for each in there}:
            raise unknown(kind, name, [each.name for each in there], field=f"{kind}s")
    return tuple(each for each in there if not names or each.name in names)
