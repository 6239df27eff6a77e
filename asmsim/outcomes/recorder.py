"""The recorder: keeps what each month was like, for the frames of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asmsim.outcomes import displacement, measure
from asmsim.state.district import District
from asmsim.state.events import CLASSES
from asmsim.state.people import ROLES, STATUSES

# What is kept of each site and month: name in the frame, column, compact type.
SITE_COLUMNS = (
    ("tenure", "tenure", np.int8),
    ("workers", "workers", np.int32),
    ("output_g", "recovered_g", np.float32),
    ("guards", "guards", np.float32),
    ("armed", "armed", np.float32),
    ("price_share", "price_share", np.float32),
)
VILLAGE_COLUMNS = ("residents", "grievance", "trust_firm", "received", "consumption", "harvest")


class Recorder:
    """Months recorded so far.

    Attributes
    ----------
    series : list of dict
        Outcomes by month.
    sites : dict of list of array
        Site columns by month.
    events, cohorts, groups, villages : list
        Rows for the frames of the same names.
    lines : list of array
        The ledger's lines by month, USD.
    """

    def __init__(self) -> None:
        self.series: list[dict[str, float]] = []
        self.sites: dict[str, list[npt.NDArray[Any]]] = {name: [] for name, _, _ in SITE_COLUMNS}
        self.events: list[tuple[Any, ...]] = []
        self.cohorts: list[tuple[Any, ...]] = []
        self.groups: list[tuple[Any, ...]] = []
        self.villages: list[tuple[Any, ...]] = []
        self.lines: list[npt.NDArray[np.float64]] = []

    def copy(self) -> Recorder:
        """Return a recorder that goes on from here on its own; months are never changed."""
        other = Recorder()
        other.series = list(self.series)
        other.sites = {name: list(months) for name, months in self.sites.items()}
        other.events = list(self.events)
        other.cohorts = list(self.cohorts)
        other.groups = list(self.groups)
        other.villages = list(self.villages)
        other.lines = list(self.lines)
        return other

    def record(self, d: District) -> None:
        """Keep the month just lived."""
        self.series.append(measure(d))
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
        self.record_groups(d)
        for v in range(len(d.villages.id)):
            row = [getattr(d.villages, column)[v].item() for column in VILLAGE_COLUMNS]
            self.villages.append((d.month, v, *row))

    def record_events(self, d: District) -> None:
        """Keep the events that happened."""
        for name in CLASSES:
            events = d.events[name]
            kind = "site" if name == "clash" else "village"
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
                    )
                )

    def record_groups(self, d: District) -> None:
        """Keep numbers and mean income of those who work at sites, by group."""
        people = d.people
        works = np.flatnonzero(people.worked)
        income = people.income[works]
        formal = people.status[works] == 0
        for kind, names, code in (
            ("status", STATUSES, people.status[works]),
            ("origin", ("migrant", "local"), people.local[works]),
            ("gender", ("man", "woman"), people.woman[works]),
            ("role", ROLES, people.role[works]),
        ):
            size = len(names) + 1
            n = np.bincount(code, minlength=size)
            total = np.bincount(code, weights=income, minlength=size)
            papers = np.bincount(code, weights=formal, minlength=size)
            for k, name in enumerate(names):
                mean = total[k] / n[k] if n[k] else float("nan")
                share = papers[k] / n[k] if n[k] else float("nan")
                self.groups.append((d.month, kind, name, int(n[k]), float(mean), float(share)))
