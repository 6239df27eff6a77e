"""A made-up study with everything figures show: eight scenarios with long and awkward titles."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from asmsim.ledger import LINES
from asmsim.outcomes.displacement import LATER, PLACES
from asmsim.records import Scenario
from asmsim.state.people import ROLES, STATUSES
from asmsim.state.sites import TENURES
from asmsim.studies import manifest
from asmsim.studies.comparison import Comparison, contrasts
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan, plan

TITLES = {
    "confrontation": "Confrontation: guards, evictions and the state called in on the concession",
    "coexistence": "Coexistence",
    "cohabitation_zone": "Cohabitation by a zone for artisanal miners outside the concession",
    "cohabitation_ceded": "Cohabitation on ceded ground & tolerated margins",
    "collaboration_offtake": "Collaboration <off-take at $40 a gram, paid in $ on delivery>",
    "collaboration_tribute": "Collaboration_by_tribute^{2} {half} \\alpha",
    "disengagement": "Disengagement (the firm leaves)",
}
GROUPS = {
    "all": ("all",),
    "status": STATUSES,
    "origin": ("migrant", "local"),
    "gender": ("man", "woman"),
    "role": ROLES,
    "age": ("older", "young"),
    "past": ("never fought", "ex-combatant"),
}
KEYS = ("context", "scenario", "replicate")
CONTEXT = "gold_generic"


@cache
def comparison(
    scenarios: int = 8, replicates: int = 6, months: int = 60, policy_month: int = 24
) -> Comparison:
    """Return a made-up comparison; the same numbers every time."""
    others = [
        Scenario(name=name, title=title, source="made up for tests")
        for name, title in list(TITLES.items())[: scenarios - 1]
    ]
    made = plan(
        Study(
            scenarios=("hands_off", *others),
            replicates=replicates,
            months=months,
            policy_month=policy_month,
        )
    )
    series = _series(made)
    runs = _runs(made, series)
    details = {
        name: pd.DataFrame(rows, columns=[*KEYS, *columns])
        for name, (columns, rows) in {
            "accounts": (("line", "payer", "payee", "usd"), _accounts(made)),
            "displaced": (("cohort_month", "months_later", "place", "people"), _displaced(made)),
            "groups": (
                ("grouping", "group", "people", "winners", "losers", "gain_usd"),
                _groups(made),
            ),
            "places": (PLACE_COLUMNS, _places(made)),
        }.items()
    }
    return Comparison(
        runs=runs,
        contrasts=contrasts(made, runs),
        series=series,
        manifest={**manifest.begun(made), "failed": []},
        details=details,
    )


def _luck(*key: int) -> np.random.Generator:
    return np.random.default_rng([20_150_101, *key])


def _runs_of(made: Plan) -> list[tuple[int, str, int]]:
    names = [scenario.name for scenario in made.scenarios]
    return [
        (place, name, n) for (place, name), n in product(enumerate(names), range(made.replicates))
    ]


def _series(made: Plan) -> pd.DataFrame:
    """Months of every outcome: an own level, luck shared within a replicate, a change by policy."""
    outcomes = [each for each in made.outcomes if each.headline != "pair"]
    frames = []
    month = np.arange(made.months)
    for place, name, n in _runs_of(made):
        columns: dict[str, object] = {"context": CONTEXT, "scenario": name, "replicate": n}
        columns["month"] = month
        for k, outcome in enumerate(outcomes):
            level = 0.4 if outcome.unit == "1" else 8.0 * outcome.smallest
            shared = level * (1 + 0.1 * _luck(n, k).normal(size=made.months))
            size = outcome.smallest * _luck(place, k).normal(0.0, 6.0) * bool(place)
            own = _luck(n, k, place).normal(size=made.months)
            after = (month >= made.policy_month) * (size + outcome.smallest * own * bool(place))
            grown = np.clip((month - made.policy_month) / 12, 0.0, 1.0)
            values = shared + after * grown
            if outcome.unit == "1":
                values = np.clip(values, 0.0, 1.0)
            columns[outcome.name] = values / (12 if outcome.headline == "sum" else 1)
        columns["abuses"] = np.zeros(made.months)
        if "returned_12" in columns:
            columns["returned_12"] = np.full(made.months, np.nan)
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def _runs(made: Plan, series: pd.DataFrame) -> pd.DataFrame:
    last = series[series["month"] >= made.months - 12]
    means = last.groupby(list(KEYS), sort=False).mean().drop(columns="month")
    for outcome in made.outcomes:
        if outcome.headline == "sum":
            means[outcome.name] *= 12
        elif outcome.headline == "pair":
            luck = _luck(len(outcome.name)).uniform(0.0, 0.4, len(means))
            known = luck if outcome.name != "net_ratio" else np.full(len(means), np.nan)
            means[outcome.name] = known
    found = means.reset_index()
    found.insert(3, "seed", [made.seed_of(n) for n in found["replicate"]])
    return found


def _accounts(made: Plan) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for place, name, n in _runs_of(made):
        for k, (line, (payer, payee, _)) in enumerate(LINES.items()):
            level = 2e6 * (1 + k % 5) * (1 + 0.05 * _luck(n, k).normal())
            moved = (
                1e6 * bool(place) * _luck(place, k).normal() * (1 + 0.2 * _luck(n, place).normal())
            )
            rows.append((CONTEXT, name, n, line, payer, payee, max(0.0, level + moved)))
    return rows


def _displaced(made: Plan) -> list[tuple[object, ...]]:
    """Somebody is displaced under every scenario but the third."""
    rows: list[tuple[object, ...]] = []
    for place, name, n in _runs_of(made):
        if place == 2:
            continue
        for later in LATER:
            shares = _luck(place, later).dirichlet(np.array([8.0, 5.0, 2.0, 0.5, 1.0, 0.05]))
            counts = _luck(n, place).multinomial(200 + 40 * place, shares)
            month = made.policy_month + n % 3
            rows += [
                (CONTEXT, name, n, month, later, where, int(people))
                for where, people in zip(PLACES, counts, strict=True)
            ]
    return rows


def _groups(made: Plan) -> list[tuple[object, ...]]:
    """Everybody in every group, but nobody with a criminal status."""
    rows: list[tuple[object, ...]] = []
    for place, name, n in _runs_of(made):
        for k, (grouping, group) in enumerate(
            (grouping, group) for grouping, groups in GROUPS.items() for group in groups
        ):
            people = 0 if group == "criminal" else 4000 // (1 + k)
            won, lost = _luck(place, k).uniform(0.0, 0.5, 2) * bool(place)
            lost = 1.0 if place == 1 and k == 0 else lost
            won = 0.0 if lost == 1.0 else won
            shares = np.array([won, lost, 1.0 - won - lost])
            winners, losers, _ = _luck(n, place, k).multinomial(people, shares)
            gain = float(60.0 * (won - lost)) if people else float("nan")
            rows.append((CONTEXT, name, n, grouping, group, people, winners, losers, gain))
    return rows


PLACE_COLUMNS = (
    "kind",
    "id",
    "x",
    "y",
    "half_km",
    "core_km",
    "tenure_before",
    "tenure_after",
    "people_before",
    "people_after",
    "evicted",
    "known",
)


def _places(made: Plan) -> list[tuple[object, ...]]:
    """Sites along a belt through a concession, every tenure among them; villages and a town."""
    nan = float("nan")
    rows: list[tuple[object, ...]] = []
    for place, name, n in _runs_of(made):
        run = (CONTEXT, name, n)
        luck = _luck(n)
        nothing = (nan, nan, "", "")
        rows.append((*run, "district", 0, 27.5, 27.5, 27.5, nan, "", "", nan, nan, 0, True))
        rows.append((*run, "concession", 0, 30.0, 26.0, 5.1, 2.0, "", "", nan, nan, 0, True))
        rows.append((*run, "town", 0, 20.0, 12.0, *nothing, 9000.0, 9500.0, 0, True))
        for k in range(6):
            x, y = luck.uniform(3, 52, 2)
            people = float(luck.integers(300, 3000))
            rows.append((*run, "village", k, x, y, *nothing, people, 1.1 * people, 0, True))
        for k in range(60):
            x, y = luck.uniform(3, 52), luck.uniform(10, 42)
            inner = max(abs(x - 30), abs(y - 26))
            before = (
                "concession_core" if inner < 2 else "concession_margin" if inner < 5.1 else "open"
            )
            after = TENURES[k % len(TENURES)] if place > 2 and k < 20 else before
            people = float(luck.integers(0, 250)) if k % 3 else 0.0
            evicted = int(people) if place in (1, 6) and inner < 5.1 else 0
            known = bool(k % 7)
            rows.append(
                (
                    *run,
                    "site",
                    k,
                    x,
                    y,
                    nan,
                    nan,
                    before,
                    after,
                    people,
                    people * 0.8,
                    evicted,
                    known,
                )
            )
    return rows
