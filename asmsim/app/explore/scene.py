"""What the map shows of a month, as plain data: drawn from arrays, one mark a site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from asmsim.app.explore.happenings import tenure
from asmsim.app.explore.looks import LOOKS, UNKNOWN
from asmsim.records import Messages
from asmsim.state.district import District
from asmsim.state.events import SITE_CLASSES
from asmsim.state.people import NO_STATUS, NOWHERE, STATUSES
from asmsim.state.sites import TENURES
from asmsim.state.sites import UNKNOWN as NOT_FOUND

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

Scene: TypeAlias = dict[str, Any]

MAP_WORDS = (
    "guards",
    "armed",
    "evicted",
    "violence",
    "moved",
    "margin",
    "core",
    "keys",
    "table",
)
HEADS = ("site", "tenure", "people", "status", "guards", "armed")
"""Words of the map, and the columns of its table."""

COUNTED = {"people", "guards"}
"""Columns that hold numbers."""

RECENT = 12
"""Months for which moves of the displaced are drawn."""

ROOM = 0.04
LOWEST = 0.5
"""Of the map: room at its edges in sides of the district, and its least height in widths."""

MOST_MOVES = 40
FIGURES = 3
"""Decimals of kilometres: a metre."""


def scene(model: CohabitationModel, colour_by: str, picked: str, words: Messages) -> Scene:
    """Return the map of the month last lived.

    Parameters
    ----------
    model : CohabitationModel
    colour_by : {"tenure", "status"}
    picked : str
        What is picked out: "site 12", "village 3".
    words : Messages
    """
    d = model.district
    marks = list(_marks(d, at_work(model), colour_by, words))
    kinds = list(dict.fromkeys(mark["kind"] for mark in marks))
    looks = LOOKS[colour_by]
    return {
        "box": _box(d),
        "scale": _scale(d.ground.side),
        "scale_text": f"{words.number(_scale(d.ground.side))} {words.text('figure.map.km')}",
        "town": {
            "x": d.ground.town_x,
            "y": d.ground.town_y,
            "label": words.text("figure.map.town"),
        },
        "concessions": [
            {"x": each.x, "y": each.y, "half": each.half, "core": each.core_half}
            for each in d.ground.concessions
        ],
        "villages": list(_villages(d, words)),
        "sites": marks,
        "moves": list(_moves(d)),
        "picked": picked,
        "legend": [
            {"label": kind_said(colour_by, name, words), **looks.get(name, UNKNOWN)._asdict()}
            for name in [*looks, *(each for each in kinds if each not in looks)]
            if name in kinds
        ],
        "label": words.text("app.map.label"),
        "words": {key: words.text(f"app.map.{key}") for key in MAP_WORDS},
        "heads": [
            {
                "name": each,
                "title": words.text(f"app.map.head_{each}"),
                "counted": each in COUNTED,
            }
            for each in HEADS
        ],
        "said": said(d, marks, words),
    }


def _box(d: District) -> dict[str, float]:
    """Return the part of the district where anything is or may be found, wider than high."""
    held = d.ground.concessions
    x = [d.ground.town_x, *(each.x + sign * each.half for each in held for sign in (-1, 1))]
    y = [d.ground.town_y, *(each.y + sign * each.half for each in held for sign in (-1, 1))]
    x += [*d.sites.x.tolist(), *d.villages.x.tolist()]
    y += [*d.sites.y.tolist(), *d.villages.y.tolist()]
    room = ROOM * d.ground.side
    width = max(x) - min(x) + 2 * room
    height = max(max(y) - min(y) + 2 * room, LOWEST * width)
    middle = (max(y) + min(y)) / 2
    return {
        "left": round(min(x) - room, FIGURES),
        "bottom": round(middle - height / 2, FIGURES),
        "width": round(width, FIGURES),
        "height": round(height, FIGURES),
    }


def _scale(side: float) -> float:
    """Return a round length, about a fifth of the district's side, km."""
    return max(each for each in (1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if each <= max(1.0, side / 4))


def at_work(model: CohabitationModel) -> npt.NDArray[np.int32]:
    """Return how many worked at each site in the month last lived, as the frames of a run do.

    The district itself has counted already who will be there in the month to come.
    """
    kept = model.recorder.sites["workers"]
    found: npt.NDArray[np.int32] = kept[-1] if kept else model.district.sites.workers
    return found


def statuses(d: District) -> npt.NDArray[np.int64]:
    """Return how many of each status work at each site."""
    people = d.people
    here = (people.site != NOWHERE) & (people.status != NO_STATUS) & (people.worked > 0)
    n = len(STATUSES)
    code = people.site[here].astype(np.int64) * n + people.status[here]
    return np.bincount(code, minlength=len(d.sites.id) * n).reshape(-1, n)


def _marks(
    d: District, people: npt.NDArray[np.int32], colour_by: str, words: Messages
) -> Iterator[dict[str, Any]]:
    """Yield the sites that are known, the largest first so that small ones lie on top."""
    sites = d.sites
    counted = statuses(d)
    usual = counted.argmax(axis=1)
    violence = np.zeros(len(sites.id), bool)
    for name in SITE_CLASSES:
        if name in d.events:
            violence |= d.events[name].happened == 1
    known = np.flatnonzero(sites.discovery_month != NOT_FOUND)
    order = known[np.argsort(-people[known], kind="stable")]
    looks = LOOKS[colour_by]
    for site in order.tolist():
        workers = int(people[site])
        ground = TENURES[int(sites.tenure[site])]
        status = STATUSES[int(usual[site])] if counted[site].any() else ""
        kind = ground if colour_by == "tenure" else status
        guards = round(float(sites.guards[site] + sites.forces[site]), 1)
        armed = float(sites.armed[site]) > 0.0
        evicted = int(sites.evicted[site])
        look = looks.get(kind, UNKNOWN)
        yield {
            "id": site,
            "x": round(float(sites.x[site]), FIGURES),
            "y": round(float(sites.y[site]), FIGURES),
            "people": workers,
            "kind": kind,
            "tenure": tenure(ground, words),
            "status": words.text(f"figure.winners.status.{status}") if status else "",
            "guards": guards,
            "armed": armed,
            "cells": {
                "people": words.number(workers),
                "guards": words.number(guards) if guards else "",
                "armed": words.text("report.true") if armed else "",
            },
            "evicted": evicted,
            "violence": bool(violence[site]),
            "colour": look.colour,
            "path": look.path,
            "label": _label(site, workers, tenure(ground, words), (guards, armed, evicted), words),
        }


def _label(
    site: int, workers: int, ground: str, seen: tuple[float, bool, int], words: Messages
) -> str:
    guards, armed, evicted = seen
    parts = [words.text("app.map.site", n=words.number(site), tenure=ground)]
    parts.append(words.text("app.map.people", n=words.number(workers)))
    if guards:
        parts.append(words.text("app.map.guards_n", n=words.number(guards)))
    if armed:
        parts.append(words.text("app.map.armed"))
    if evicted:
        parts.append(words.text("app.map.evicted_n", n=words.number(evicted)))
    return ", ".join(parts)


def _villages(d: District, words: Messages) -> Iterator[dict[str, Any]]:
    for row in range(len(d.villages.id)):
        residents = int(d.villages.residents[row])
        yield {
            "id": row,
            "x": round(float(d.villages.x[row]), FIGURES),
            "y": round(float(d.villages.y[row]), FIGURES),
            "label": words.text(
                "app.map.village", n=words.number(row), people=words.number(residents)
            ),
        }


def _moves(d: District) -> Iterator[dict[str, Any]]:
    """Yield where people evicted in the last year work now, most people first."""
    sites = d.sites
    pairs: dict[tuple[int, int], int] = {}
    for month, cohort in d.evictions.items():
        if month <= d.month - 1 - RECENT:
            continue
        now = d.people.site[cohort.people]
        gone = (now != NOWHERE) & (now != cohort.origins)
        for origin, place in zip(cohort.origins[gone].tolist(), now[gone].tolist(), strict=True):
            pairs[origin, place] = pairs.get((origin, place), 0) + 1
    for (origin, place), people in sorted(pairs.items(), key=lambda each: -each[1])[:MOST_MOVES]:
        yield {
            "x1": round(float(sites.x[origin]), FIGURES),
            "y1": round(float(sites.y[origin]), FIGURES),
            "x2": round(float(sites.x[place]), FIGURES),
            "y2": round(float(sites.y[place]), FIGURES),
            "people": people,
        }


def kind_said(colour_by: str, name: str, words: Messages) -> str:
    """Return a tenure or a status in words."""
    if colour_by == "tenure":
        return tenure(name, words)
    key = f"figure.winners.status.{name}"
    return words.text(key) if name and key in words else words.text("app.map.nobody")


def said(d: District, marks: list[dict[str, Any]], words: Messages) -> str:
    """Say what is to be seen on the map."""
    worked = [mark for mark in marks if mark["people"]]
    people = sum(mark["people"] for mark in worked)
    guarded = sum(mark["guards"] > 0 for mark in marks)
    held = sum(mark["armed"] for mark in marks)
    return words.text(
        "app.map.said",
        people=words.number(people),
        sites=words.number(len(worked)),
        guarded=words.number(guarded),
        held=words.number(held),
        evicted=words.number(int(np.add.reduce(d.sites.evicted))),
    )
