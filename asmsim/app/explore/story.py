"""The story of what was clicked: a site, a village, a group of people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from asmsim.app.explore.happenings import said, tenure
from asmsim.app.explore.world import World
from asmsim.outcomes.census import CODES, COUNTED, EARNED, FORMALS, GROUPINGS
from asmsim.records import Messages
from asmsim.report.row import capital
from asmsim.state.cooperatives import DISSOLVED, LICENSED
from asmsim.state.sites import ORES, TENURES
from asmsim.studies.design import YEAR, month_of

GRAMS_A_KG = 1000.0


class Story(NamedTuple):
    """A heading, lines, and what happened there."""

    title: str
    lines: list[str]
    happened: list[str]


def story(world: World, picked: str, words: Messages) -> Story | None:
    """Return the story of what is picked; nothing when there is no such place or group."""
    kind, _, name = picked.partition(" ")
    with world.lock:
        if kind == "site" and _is_row(name, len(world.model.district.sites.id)):
            return _site(world, int(name), words)
        if kind == "village" and _is_row(name, len(world.model.district.villages.id)):
            return _village(world, int(name), words)
        for place, (grouping, groups) in enumerate(GROUPINGS):
            if kind == grouping and name in groups:
                return _group(world, place, groups.index(name), picked, words)
    return None


def _is_row(name: str, rows: int) -> bool:
    return name.isdigit() and int(name) < rows


def groups(words: Messages) -> dict[str, str]:
    """Return the groups of people one can ask about, by what picks them."""
    return {
        f"{grouping} {name}": group_said(grouping, name, words)
        for grouping, names in GROUPINGS
        for name in names
    }


def group_said(grouping: str, name: str, words: Messages) -> str:
    """Return a group in words."""
    key = f"figure.winners.{grouping}.{name.replace(' ', '_')}"
    return words.text(key) if key in words else name.replace("_", " ")


def _site(world: World, site: int, words: Messages) -> Story:
    d, kept = world.model.district, world.model.recorder.sites
    s = d.sites
    text = words.text
    workers = [int(month[site]) for month in kept["workers"]]
    year = np.add.reduce([month[site] for month in kept["output_g"][-YEAR:]])
    lines = [
        text(
            "app.story.site",
            ore=text(f"app.ore.{ORES[int(s.ore[site])].replace(' ', '_')}"),
            village=words.number(int(s.village[site])),
        ),
        " ".join(_tenures(world, site, words)),
        text(
            "app.story.workers",
            now=words.number(workers[-1] if workers else int(s.workers[site])),
            most=words.number(max(workers, default=0)),
            month=_month(world, int(np.argmax(workers)) if workers else 0, words),
        ),
        text(
            "app.story.output",
            kg=words.figure(float(year) / GRAMS_A_KG),
            left=words.percent(float(s.reserve_g[site] / max(s.initial_g[site], 1e-9))),
            price=words.percent(float(s.price_share[site])),
        ),
    ]
    lines += _organised(world, site, words)
    if s.guards[site] > 0.0:
        lines.append(text("app.story.guards", n=words.number(float(round(s.guards[site], 1)))))
    if s.armed[site] > 0.0:
        lines.append(text("app.story.armed"))
    title = text(
        "app.map.site", n=words.number(site), tenure=tenure(TENURES[s.tenure[site]], words)
    )
    return Story(title, lines, _happened(world, "site", site, words))


def _tenures(world: World, site: int, words: Messages) -> Iterator[str]:
    """Say under what tenure it was first, and what it became when."""
    codes = [int(month[site]) for month in world.model.recorder.sites["tenure"]]
    if not codes:
        return
    first = tenure(TENURES[codes[0]], words)
    yield words.text("app.story.first", tenure=first)
    for month in range(1, len(codes)):
        if codes[month] != codes[month - 1]:
            now = tenure(TENURES[codes[month]], words)
            said = words.text("app.story.became", tenure=now, month=_month(world, month, words))
            yield capital(said)


def _organised(world: World, site: int, words: Messages) -> Iterator[str]:
    d = world.model.district
    alive, coops = d.n_cooperatives, d.cooperatives
    here = (coops.site[:alive] == site) & (coops.papers[:alive] != DISSOLVED)
    if here.any():
        yield words.text(
            "app.story.cooperatives",
            n=words.number(int(np.count_nonzero(here))),
            members=words.number(int(np.add.reduce(coops.members[:alive][here]))),
            licensed=words.number(int(np.count_nonzero(here & (coops.papers[:alive] == LICENSED)))),
            agreed=words.number(int(np.count_nonzero(here & (coops.agreement[:alive] == 1)))),
        )


def _village(world: World, village: int, words: Messages) -> Story:
    d = world.model.district
    v = d.villages
    lines = [
        words.text(
            "app.story.village",
            people=words.number(int(v.residents[village])),
            consumption=words.number(float(v.consumption[village]), 0),
            received=words.figure(float(v.received[village])),
        ),
        words.text(
            "app.story.mood",
            grievance=words.percent(float(v.grievance[village])),
            trust=words.percent(float(v.trust_firm[village])),
        ),
    ]
    residents = words.number(int(v.residents[village]))
    title = words.text("app.map.village", n=words.number(village), people=residents)
    return Story(title, lines, _happened(world, "village", village, words))


def _group(world: World, grouping: int, code: int, picked: str, words: Messages) -> Story:
    kept = world.model.recorder.groups
    kind, _, name = picked.partition(" ")
    title = group_said(kind, name, words)
    if not kept:
        return Story(title, [], [])
    before = max(0, min(world.place.policy_month, len(kept)) - 1)
    lines = []
    for month in dict.fromkeys((before, len(kept) - 1)):
        table = kept[month].reshape(-1, len(GROUPINGS), CODES)[:, grouping, code]
        n = float(table[COUNTED])
        income = float(table[EARNED]) / n if n else math.nan
        formal = float(table[FORMALS]) / n if n else math.nan
        line = words.text(
            "app.story.group",
            month=_month(world, month, words),
            people=words.number(n, 0),
            income=words.number(income, 0),
            formal=words.percent(formal),
        )
        lines.append(capital(line))
    return Story(title, lines, [])


def _happened(world: World, where: str, place: int, words: Messages) -> list[str]:
    return [
        said(each, world.place.start, words)
        for each in reversed(world.log)
        if (each.where, each.place) == (where, place)
    ]


def _month(world: World, month: int, words: Messages) -> str:
    return words.month(month_of(world.place.start, month))
