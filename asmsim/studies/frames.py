"""The frames of a run that are put together from its tables and its recorder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from asmsim.ledger import LINES
from asmsim.outcomes.census import CLASSES, CODES, GROUPINGS
from asmsim.outcomes.recorder import share
from asmsim.state.armed import ARMED_KINDS
from asmsim.state.people import NOWHERE, ROLES, STATUSES, WINNERS_MONTHS
from asmsim.state.sites import TENURES, UNKNOWN
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

PLACE_COLUMNS: dict[str, Any] = {
    "kind": "",
    "id": 0,
    "x": np.nan,
    "y": np.nan,
    "half_km": np.nan,
    "core_km": np.nan,
    "tenure_before": "",
    "tenure_after": "",
    "people_before": np.nan,
    "people_after": np.nan,
    "evicted": 0,
    "known": True,
}
"""Columns of the places, with what a kind of place has that lacks them."""


def _monthly(
    place: str, ids: npt.NDArray[np.int64], kept: Mapping[str, list[npt.NDArray[Any]]]
) -> dict[str, Any]:
    """Put columns of a kind of place one month under another."""
    months = len(next(iter(kept.values())))
    columns: dict[str, Any] = {
        "month": np.repeat(np.arange(months), len(ids)),
        place: np.tile(ids, months),
    }
    for name, arrays in kept.items():
        columns[name] = np.concatenate(arrays) if arrays else np.empty(0)
    return columns


def sites(model: CohabitationModel) -> pd.DataFrame:
    """Site and month, in that order; tenure by name."""
    table, months = model.district.sites, len(model.recorder.series)
    columns = _monthly("site", table.id, model.recorder.sites)
    columns["tenure"] = pd.Categorical.from_codes(
        np.asarray(columns["tenure"], np.int64), categories=pd.Index(TENURES)
    )
    held = np.asarray(columns["armed_by"], np.int64)  # -1, nobody, is no category
    columns["armed_by"] = pd.Categorical.from_codes(held, categories=pd.Index(ARMED_KINDS))
    columns["x"] = np.tile(table.x, months)
    columns["y"] = np.tile(table.y, months)
    return pd.DataFrame(columns)


def villages(model: CohabitationModel) -> pd.DataFrame:
    """Village and month, in that order."""
    return pd.DataFrame(_monthly("village", model.district.villages.id, model.recorder.villages))


def groups(model: CohabitationModel) -> pd.DataFrame:
    """Those who worked at sites, by month and group: number, mean income, share of each class."""
    kept = model.recorder.groups
    names = [(grouping, group) for grouping, groups in GROUPINGS for group in groups]
    places = [(k, code) for k, (_, groups) in enumerate(GROUPINGS) for code in range(len(groups))]
    rows, codes = np.array(places).T
    shape = len(kept), CLASSES + CODES, len(GROUPINGS), CODES
    found = np.moveaxis(np.array(kept).reshape(shape)[:, :, rows, codes], 1, 0)
    n, usd, *classes = found.reshape(CLASSES + CODES, -1)
    columns = {
        "month": np.repeat(np.arange(len(kept)), len(names)),
        "grouping": [grouping for grouping, _ in names] * len(kept),
        "group": [group for _, group in names] * len(kept),
        "people": n.astype(np.int64),
        "income": share(usd, n),
    }
    shares = {f"{name}_share": share(classes[code], n) for code, name in enumerate(STATUSES)}
    return pd.DataFrame(columns | shares)


def persons(model: CohabitationModel) -> pd.DataFrame:
    """Those at sites just before the policy month, what they were, what they earned after it."""
    people = model.district.people
    rows = np.flatnonzero(people.at_site_at_policy)
    months = min(max(model.month - model.policy_month, 0), WINNERS_MONTHS)
    income = people.since_policy[rows] / months if months else np.full(len(rows), np.nan)
    return pd.DataFrame(
        {
            "person": people.id[rows],
            "status": _named((*STATUSES, ""), people.status_at_policy[rows]),
            "role": _named(ROLES, people.role_at_policy[rows]),
            "local": people.local[rows] == 1,
            "woman": people.woman[rows] == 1,
            "young": people.young[rows] == 1,
            "fought": people.fought[rows] == 1,
            "works_at_site": people.site[rows] != NOWHERE,
            "income": income,
        }
    )


def accounts(model: CohabitationModel) -> pd.DataFrame:
    """Every line of the ledger, summed since the policy month."""
    months = model.recorder.lines[model.policy_month :]
    return pd.DataFrame(
        {
            "line": list(LINES),
            "payer": [line.payer for line in LINES.values()],
            "payee": [line.payee for line in LINES.values()],
            "usd": np.add.reduce(months, axis=0) if months else np.zeros(len(LINES)),
        }
    )


def evicted(model: CohabitationModel) -> npt.NDArray[np.int64]:
    """People evicted from each site since the policy month; who is evicted twice counts twice."""
    origins = [
        cohort.origins
        for month, cohort in model.district.evictions.items()
        if month >= model.policy_month
    ]
    count: npt.NDArray[np.int64] = np.bincount(
        np.concatenate([np.empty(0, np.int64), *origins]), minlength=len(model.district.sites.id)
    )
    return count


def places(
    model: CohabitationModel, by_site: pd.DataFrame, by_village: pd.DataFrame
) -> pd.DataFrame:
    """Where everything is, under which tenure, and how many people are there.

    Parameters
    ----------
    model : CohabitationModel
    by_site, by_village : DataFrame
        What was recorded of each month.
    """
    d, policy = model.district, model.policy_month
    before, after = (policy - MONTHS, policy), (model.month - MONTHS, model.month)
    at = by_site.loc[by_site["month"] == policy - 1, "tenure"].astype(str)
    tenure = at.to_numpy() if len(at) else _named(TENURES, d.sites.title)
    site = pd.DataFrame(
        {
            "kind": "site",
            "id": d.sites.id,
            "x": d.sites.x,
            "y": d.sites.y,
            "tenure_before": tenure,
            "tenure_after": _named(TENURES, d.sites.tenure),
            "people_before": _mean(by_site, "site", "workers", before, d.sites.id),
            "people_after": _mean(by_site, "site", "workers", after, d.sites.id),
            "evicted": evicted(model),
            "known": d.sites.discovery_month != UNKNOWN,
        }
    )
    village = pd.DataFrame(
        {
            "kind": "village",
            "id": d.villages.id,
            "x": d.villages.x,
            "y": d.villages.y,
            "people_before": _mean(by_village, "village", "residents", before, d.villages.id),
            "people_after": _mean(by_village, "village", "residents", after, d.villages.id),
        }
    )
    middle = d.ground.side / 2.0
    fixed = [
        ("town", 0, d.ground.town_x, d.ground.town_y, np.nan, np.nan),
        *(("concession", number, *held) for number, held in enumerate(d.ground.concessions)),
        ("district", 0, middle, middle, middle, np.nan),
    ]
    ground = pd.DataFrame(fixed, columns=["kind", "id", "x", "y", "half_km", "core_km"])
    return _under(site, village, ground)


def _under(*parts: pd.DataFrame) -> pd.DataFrame:
    """Put kinds of places one under another; a column that a kind lacks is filled."""
    whole = {
        name: np.concatenate(
            [part[name] if name in part else np.full(len(part), lacking) for part in parts]
        )
        for name, lacking in PLACE_COLUMNS.items()
    }
    return pd.DataFrame(whole)


def _mean(
    frame: pd.DataFrame,
    place: str,
    column: str,
    months: tuple[int, int],
    ids: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Mean of a column by place over months from one until another; undefined without any."""
    within = frame[(frame["month"] >= months[0]) & (frame["month"] < months[1])]
    means: npt.NDArray[np.float64] = (
        within.groupby(place)[column].mean().reindex(ids).to_numpy(dtype=np.float64)
    )
    return means


def _named(names: tuple[str, ...], codes: npt.NDArray[Any]) -> npt.NDArray[np.object_]:
    """Write codes as the names they stand for."""
    named: npt.NDArray[np.object_] = np.array(names, dtype=object)[codes]
    return named
