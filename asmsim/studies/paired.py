"""Outcomes that need a pair: a world and the reference world of the same luck.

Winners and losers are the same persons in both worlds; spill-over is where miners are that in the
other world are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from asmsim.state.people import ROLES, STATUSES
from asmsim.state.units import MONTHS
from asmsim.studies.run import GAIN_COLUMNS, Run

MATTERS = 0.1  # relative change of income from which one has won or lost
NEAR_KM = 10.0


@dataclass(frozen=True)
class Change:
    """What one world changed for those who worked at sites before the policy, person by person.

    Income is the mean over the 36 months from the policy month.
    """

    gain: npt.NDArray[np.float64]  # USD/month
    won: npt.NDArray[np.bool_]
    lost: npt.NDArray[np.bool_]


def change(reference: Run, run: Run) -> Change:
    """Compare the same persons in both worlds; who earns over a tenth more has won."""
    before = reference.persons["income"].to_numpy()
    gain = run.persons["income"].to_numpy() - before
    needed = MATTERS * before
    return Change(gain, gain > needed, -gain > needed)


def winners(found: Change) -> dict[str, float]:
    """Shares of those at sites before the policy who earn over a tenth more, or less, than else."""
    n = len(found.gain) or float("nan")  # shares of nobody are not defined
    return {
        "winners": float(np.count_nonzero(found.won) / n),
        "losers": float(np.count_nonzero(found.lost) / n),
    }


def gains(found: Change, persons: pd.DataFrame) -> pd.DataFrame:
    """Who gains and loses, by what people were in the month before the policy.

    Every group has a row; the gain of nobody is not defined.
    """
    them = {
        "all": (("all",), np.full(len(persons), "all")),
        "status": (STATUSES, persons["status"]),
        "origin": (("migrant", "local"), np.where(persons["local"], "local", "migrant")),
        "gender": (("man", "woman"), np.where(persons["woman"], "woman", "man")),
        "role": (ROLES, persons["role"]),
        "age": (("older", "young"), np.where(persons["young"], "young", "older")),
        "past": (
            ("never fought", "ex-combatant"),
            np.where(persons["fought"], "ex-combatant", "never fought"),
        ),
    }
    rows = []
    for grouping, (names, group) in them.items():
        for name in names:
            here = np.asarray(group == name, bool)
            n = int(np.count_nonzero(here))
            won, lost = (int(np.count_nonzero(who[here])) for who in (found.won, found.lost))
            mean = float(np.add.reduce(found.gain[here])) / n if n else float("nan")
            rows.append((grouping, name, n, won, lost, mean))
    return pd.DataFrame(rows, columns=GAIN_COLUMNS)


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
    changed = change(reference, run)
    found = winners(changed)
    if run is reference:
        found |= {"spill_over": 0.0, "change_within_10_km": 0.0, "net_ratio": float("nan")}
    else:
        found |= displacement(reference, run)
    return replace(
        run,
        summary=pd.concat([run.summary, pd.Series(found)]),
        gains=gains(changed, reference.persons),
    )
