"""The recorder: keeps what each month was like, for the frames of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asmsim.outcomes import displacement, measure
from asmsim.outcomes.census import census
from asmsim.state.armed import ARMED_KINDS
from asmsim.state.district import District
from asmsim.state.events import ACTORS, OF_VIOLENCE, SITE_CLASSES, TRIGGERS

# What is kept of each site and month: name in the frame, column, compact type.
SITE_COLUMNS = (
    ("tenure", "tenure", np.int8),
    ("workers", "workers", np.int32),
    ("output_g", "recovered_g", np.float32),
    ("guards", "guards", np.float32),
    ("armed", "armed", np.float32),
    ("armed_by", "armed_by", np.int8),
    ("price_share", "price_share", np.float32),
)
VILLAGE_COLUMNS = ("residents", "grievance", "trust_firm", "received", "consumption", "harvest")
# Of those of a village who work at sites: how many, their mean income, the share of formal.
AT_SITES = ("at_sites", "income", "formal_share")


class Recorder:
    """Months recorded so far.

    Attributes
    ----------
    series : list of dict
        Outcomes by month.
    sites : dict of list of array
        Site columns by month.
    villages : dict of list of array
        Village columns by month.
    groups : list of array
        Number, summed income and number of formal of those who worked, by grouping and group.
    events, cohorts : list
        Rows for the frames of the same names.
    lines : list of array
        The ledger's lines by month, USD.
    """

    def __init__(self) -> None:
        self.series: list[dict[str, float]] = []
        self.sites: dict[str, list[npt.NDArray[Any]]] = {name: [] for name, _, _ in SITE_COLUMNS}
        self.events: list[tuple[Any, ...]] = []
        self.cohorts: list[tuple[Any, ...]] = []
        self.groups: list[npt.NDArray[np.float64]] = []
        names = (*VILLAGE_COLUMNS, *AT_SITES)
        self.villages: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in names}
        self.lines: list[npt.NDArray[np.float64]] = []

    def copy(self) -> Recorder:
        """Return a recorder that goes on from here on its own; months are never changed."""
        other = Recorder()
        other.series = list(self.series)
        other.sites = {name: list(months) for name, months in self.sites.items()}
        other.events = list(self.events)
        other.cohorts = list(self.cohorts)
        other.groups = list(self.groups)
        other.villages = {name: list(months) for name, months in self.villages.items()}
        other.lines = list(self.lines)
        return other

    def record(self, d: District) -> None:
        """Keep the month just lived."""
        counted = census(d)
        self.series.append(measure(d, counted))
        self.groups.append(counted.groups)
        self.lines.append(d.ledger.month.copy())
        for name, column, kind in SITE_COLUMNS:
            self.sites[name].append(getattr(d.sites, column).astype(kind))
        self.record_events(d)
        for later in displacement.LATER:
            where = displacement.whereabouts(d, d.month - later)
            if any(where.values()):
                self.cohorts += [
                    (d.month - later, later, place, count) for place, count in where.items()
                ]
        for name in VILLAGE_COLUMNS:
            self.villages[name].append(getattr(d.villages, name).copy())
        n, usd, formal = counted.homes[:, : len(d.villages.id)]
        for name, kept in zip(AT_SITES, (n, share(usd, n), share(formal, n)), strict=True):
            self.villages[name].append(kept)

    def record_events(self, d: District) -> None:
        """Keep the events that happened."""
        for name, events in d.events.items():
            kind = "site" if name in SITE_CLASSES else "village"
            for k in np.flatnonzero(events.happened).tolist():
                self.events.append(
                    (
                        d.month,
                        kind,
                        k,
                        name,
                        bool(events.reported[k]),
                        float(events.expected[k]),
                        int(events.participants[k]),
                        int(events.deaths[k]),
                        int(events.injuries[k]),
                        ACTORS.get(name) or ARMED_KINDS[events.actor[k]],
                        TRIGGERS.get(name) or OF_VIOLENCE[events.trigger[k]],
                    )
                )


def share(part: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A sum over how many it is of; not a number where it is of nobody."""
    found: npt.NDArray[np.float64] = np.full(len(n), np.nan)
    np.divide(part, n, out=found, where=n > 0.0)
    return found
