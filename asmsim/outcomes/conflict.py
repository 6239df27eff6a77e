"""Conflict: events by class, drawn, expected and reported; harm; intrusion; standstill."""

from __future__ import annotations

import numpy as np

from asmsim.outcomes.armed import presence
from asmsim.outcomes.census import Census
from asmsim.state.district import District
from asmsim.state.events import CLASSES
from asmsim.state.sites import CONCESSION_CORE, CONCESSION_MARGIN

EACH = ("expected", "events", "deaths", "injuries")
COUNTS = [f"{name}_{count}" for name in CLASSES for count in EACH]


def measure(d: District, _: Census) -> dict[str, float]:
    """Counts of the month; expected counts are summed hazards."""
    found: dict[str, float] = {}
    drawn = expected = reported = likely = injuries = deaths = 0.0
    found |= dict.fromkeys(COUNTS, 0.0)  # of classes that cannot happen here
    for name, events in d.events.items():
        hazard = float(np.add.reduce(events.expected))
        happened = float(np.count_nonzero(events.happened))
        found[f"{name}_expected"] = hazard
        found[f"{name}_events"] = happened
        drawn += happened
        expected += hazard
        reported += float(np.count_nonzero(events.reported))
        likely += float(np.add.reduce(events.likely_reported))
        found[f"{name}_deaths"] = float(np.add.reduce(events.deaths))
        found[f"{name}_injuries"] = float(np.add.reduce(events.injuries))
        injuries += found[f"{name}_injuries"]
        deaths += found[f"{name}_deaths"]
    found["events"] = drawn
    found["events_expected"] = expected
    found["events_reported"] = reported
    found["events_reported_expected"] = likely
    found["violent_deaths"] = deaths
    found["injuries"] = injuries
    found["meetings"] = d.meetings
    core = d.sites.tenure == CONCESSION_CORE
    margin = d.sites.tenure == CONCESSION_MARGIN
    found["intruder_days_core"] = float(np.add.reduce(d.sites.workdays * core))
    found["intruder_days"] = float(np.add.reduce(d.sites.workdays * (core | margin)))
    kept = d.sites.kept_by >= 0
    found["theft_days"] = float(np.add.reduce(d.sites.workdays * d.sites.industrial * kept))
    found["stoppage_days"] = sum(firm.stoppage_days for firm in d.firms)
    return found | presence(d)
