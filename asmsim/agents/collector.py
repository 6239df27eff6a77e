"""The collector: Mesa's, filled with all outcomes of a month at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from mesa import DataCollector


class Collector(DataCollector):
    """Mesa's collector of the monthly outcomes, beside what a user lets it report.

    Mesa calls a function for each reporter and copies what it returns. For a hundred numbers that
    were measured already, that took a tenth of a small district's month.

    Parameters
    ----------
    outcomes : sequence of str
        Names of the monthly outcomes, each a model reporter.
    """

    def __init__(self, outcomes: Sequence[str]) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # Mesa's
            model_reporters={name: (lambda m, name=name: m.latest(name)) for name in outcomes}
        )
        self.outcomes = frozenset(outcomes)

    def collect(self, model: Any) -> None:
        """Keep the month just recorded, and what a user's own reporters say of it."""
        month = model.recorder.series[-1]
        for name, values in self.model_vars.items():
            if name in self.outcomes:
                values.append(month.get(name, math.nan))
        every = self.model_reporters
        self.model_reporters = {
            name: reporter for name, reporter in every.items() if name not in self.outcomes
        }
        try:
            super().collect(model)  # type: ignore[no-untyped-call]  # Mesa's
        finally:
            self.model_reporters = every
