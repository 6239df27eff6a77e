"""Feeling: what people have against each other, as a neighbour hears it."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.census import Census
from asmsim.records import Family
from asmsim.state.district import District


def measure(d: District, census: Census) -> dict[str, float]:
    """Mean grievance of everybody, and how many of those at work have one of note."""
    grievance = d.people.grievance
    loud = float(np.count_nonzero(grievance > float(d.values["neighbour.loud"])))
    return {
        "mean_grievance": float(np.mean(grievance)) if grievance.size else float("nan"),
        "loud_people": min(loud, float(census.incomes.size)),
    }


FAMILY = Family(outcomes=("mean_grievance", "loud_people"), measure=measure)
