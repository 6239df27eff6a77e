"""How an outcome went, month by month, in all the runs of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from asmsim.records import Outcome, Scenario
from asmsim.report.figures.panel import Values, limits
from asmsim.report.figures.subject import Subject
from asmsim.report.row import scaled
from asmsim.studies.verdict import FEWEST_PAIRS

BAND = (0.05, 0.95)
"""The shares of runs between which the band lies."""


class Course(NamedTuple):
    """How an outcome went in the runs of one scenario: their mean and where most of them were."""

    mean: Values
    low: Values
    high: Values


def _course(subject: Subject, scenario: Scenario, outcome: Outcome, scale: float) -> Course:
    runs = subject.months(scenario, outcome) / scale
    known = np.isfinite(runs)
    count = known.sum(axis=0)
    total = np.where(known, runs, 0.0).sum(axis=0)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    if len(runs) < FEWEST_PAIRS:
        return Course(mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan))
    whole = known.all(axis=0)
    low, high = np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    low[whole], high[whole] = np.quantile(runs[:, whole], BAND, axis=0)
    some = ~whole & (count >= FEWEST_PAIRS)
    if some.any():
        low[some], high[some] = np.nanquantile(runs[:, some], BAND, axis=0)
    return Course(mean, low, high)


def courses_of(subject: Subject, outcome: Outcome) -> tuple[list[Course], str]:
    """Return the course under every scenario, the reference first, and the unit they are in."""
    ends = [float(np.nanmax(np.abs(runs), initial=0.0)) for runs in _raw(subject, outcome)]
    scale, unit = scaled(outcome, ends, subject.words)
    found = [_course(subject, scenario, outcome, scale) for scenario in subject.scenarios]
    return found, unit


def _raw(subject: Subject, outcome: Outcome) -> list[Values]:
    runs = (subject.months(scenario, outcome) for scenario in subject.scenarios)
    return [each[np.isfinite(each)] for each in runs]


def span_of(courses: Sequence[Course]) -> tuple[float, float]:
    """Return a scale that holds all courses."""
    return limits(np.concatenate([np.concatenate(course) for course in courses]))
