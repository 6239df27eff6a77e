"""Outcomes that need a pair: a world and the reference world of the same luck.

Winners and losers are the same persons in both worlds; spill-over is where miners are that in the
other world are not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from asmsim.state.units import MONTHS
from asmsim.studies.run import Run

MATTERS = 0.1  # relative change of income from which one has won or lost
NEAR_KM = 10.0


def winners(reference: Run, run: Run) -> dict[str, float]:
    """Shares of those mining before the policy who earn over a tenth more, or less, than else.

    Income is the mean over the 36 months from the policy month, person by person.
    """
    if run.persons.empty:
        return {"winners": float("nan"), "losers": float("nan")}
    before = reference.persons["income"].to_numpy()
    after = run.persons["income"].to_numpy()
    gain = after - before
    needed = MATTERS * before
    return {
        "winners": float(np.count_nonzero(gain > needed) / len(gain)),
        "losers": float(np.count_nonzero(-gain > needed) / len(gain)),
    }


def workers(run: Run) -> npt.NDArray[np.float64]:
    """Mean workers of each site over the last twelve months."""
    last = run.sites[run.sites["month"] >= run.sites["month"].max() - MONTHS + 1]
    found: npt.NDArray[np.float64] = last.groupby("site", sort=True)["workers"].mean().to_numpy()
    return found


def displacement(reference: Run, run: Run) -> dict[str, float]:
    """Spill-over, change within 10 km, net ratio; not defined where nobody was displaced.

    Spill-over = extra miners on ground outside the target (this world less the reference) over
    people displaced; the target is the sites that were cleared. Net ratio = change of miners in
    the district over change on the target.
    """
    displaced = float(run.summary["displaced_persons"])
    if not run.cleared or displaced <= 0.0:
        return dict.fromkeys(("spill_over", "change_within_10_km", "net_ratio"), float("nan"))
    change = workers(run) - workers(reference)
    place = run.sites[run.sites["month"] == 0]
    x, y = place["x"].to_numpy(), place["y"].to_numpy()
    target = np.zeros(len(change), bool)
    target[list(run.cleared)] = True
    places = np.column_stack([x, y])
    gap, _ = cKDTree(places[target]).query(places)
    local = float(np.add.reduce(change[target]))
    return {
        "spill_over": float(np.add.reduce(change[~target])) / displaced,
        "change_within_10_km": float(np.add.reduce(change[~target & (gap <= NEAR_KM)])),
        "net_ratio": float(np.add.reduce(change)) / local if local else float("nan"),
    }


def against(reference: Run | None, run: Run) -> Run:
    """Return the run with its outcomes against the reference; none when that one failed.

    Against itself a world has no winners and no spill-over.
    """
    if reference is None:
        return run
    found = winners(reference, run)
    if run is reference:
        found |= {"spill_over": 0.0, "change_within_10_km": 0.0, "net_ratio": float("nan")}
    else:
        found |= displacement(reference, run)
    return replace(run, summary=pd.concat([run.summary, pd.Series(found)]))
