"""What happened in a month, as data; `said` puts it into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.records import Messages
from asmsim.report.row import capital
from asmsim.state.cooperatives import LICENSED
from asmsim.state.events import BY_ARMED
from asmsim.state.sites import TENURES
from asmsim.state.units import MONTHS
from asmsim.studies.design import month_of
from asmsim.studies.run import EVENT_COLUMNS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

GRAVE = {"clash", *BY_ARMED}
"""Classes of events that are told first."""


class Happening(NamedTuple):
    """One thing that happened.

    Attributes
    ----------
    month : int
    kind : str
        An event's class, or evicted, tenure, licensed, discovered.
    where : str
        "site" or "village".
    place : int
    people : int
        Who took part, or whom it befell.
    deaths : int
    detail : str
        The new tenure.
    """

    month: int
    kind: str
    where: str
    place: int
    people: int = 0
    deaths: int = 0
    detail: str = ""

    @property
    def weight(self) -> tuple[int, bool, int]:
        """What is told first within a month: the dead, violence, many people."""
        return self.deaths, self.kind in GRAVE, self.people


def start_of(model: CohabitationModel) -> str:
    """Return a model's month 0 as YYYY-MM."""
    year, month = divmod(model.district.start, MONTHS)
    return f"{year}-{month + 1:02d}"


def happenings(model: CohabitationModel) -> list[Happening]:
    """Return what happened in the month last lived, the gravest first."""
    return sorted(_all(model), key=lambda each: each.weight, reverse=True)


def _all(model: CohabitationModel) -> Iterator[Happening]:
    d, kept = model.district, model.recorder
    month = model.month - 1
    for row in reversed(kept.events):
        event = dict(zip(EVENT_COLUMNS, row, strict=True))
        if event["month"] != month:
            break
        yield Happening(
            month,
            event["class"],
            event["place"],
            event["place_id"],
            event["participants"],
            event["deaths"],
        )
    for site in np.flatnonzero(d.sites.evicted).tolist():
        yield Happening(month, "evicted", "site", site, int(d.sites.evicted[site]))
    if len(kept.sites["tenure"]) > 1:
        before, now = kept.sites["tenure"][-2], kept.sites["tenure"][-1]
        worked = (d.sites.discovery_month >= 0) & (before != now)
        for site in np.flatnonzero(worked).tolist():
            workers = int(d.sites.workers[site])
            tenure = TENURES[int(now[site])]
            yield Happening(month, "tenure", "site", site, workers, detail=tenure)
    alive = d.n_cooperatives
    coops = d.cooperatives
    granted = (coops.papers[:alive] == LICENSED) & (coops.registered_month[:alive] == month)
    for row in np.flatnonzero(granted).tolist():
        members = int(coops.members[row])
        yield Happening(month, "licensed", "site", int(coops.site[row]), members)
    if month > 0:
        for site in np.flatnonzero(d.sites.discovery_month == month).tolist():
            yield Happening(month, "discovered", "site", site, int(d.sites.workers[site]))


def said(each: Happening, start: str, words: Messages) -> str:
    """Put what happened into a sentence, its month first."""
    key = f"app.happened.{each.kind}"
    text = words.text(
        key if key in words else "app.happened.event",
        place=words.text(f"app.place_{each.where}", n=words.number(each.place)),
        people=words.number(each.people),
        kind=each.kind.replace("_", " "),
        tenure=tenure(each.detail, words) if each.detail else "",
    )
    if each.deaths:
        text += " " + words.text("app.happened.deaths", n=words.number(each.deaths))
    colon = words.text("punctuation.colon")
    return capital(f"{words.month(month_of(start, each.month))}{colon}{text}")


def tenure(name: str, words: Messages) -> str:
    """Return a tenure in words."""
    return words.named("figure.map.tenure", name)
