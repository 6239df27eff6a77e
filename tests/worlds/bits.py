"""Two worlds compared to the bit: every table, every body, every month recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from asmsim.model import CohabitationModel
from asmsim.records import default_library
from asmsim.state.district import District

TABLES = ("people", "sites", "villages", "cooperatives", "policy", "near")
SMALL: Mapping[str, Any] = {"miners": 400, "months": 48, "policy_month": 12}
# A district in which all that stances are made of happens within three years of the policy.
BUSY: Mapping[str, Any] = {
    "miners": 2000,
    "seed": 3,
    "overrides": {
        "act.months": 3.0,
        "agreement.conduct": 0.0,
        "agreement.mechanising": 2.0,
        "agreement.review_months": 6.0,
        "conflict.clash": 0.01,
        "deposit.hard_rock_share": 0.9,
        "district.concession_km2": 400.0,
        "firm.alarm_loss": 0.0005,
        "licence.fee_usd": 200.0,
        "licence.months": 3.0,
        "offtake.reach_km": 60.0,
        "organise.apply": 0.6,
        "organise.form": 0.6,
        "organise.unit": 30.0,
        "people.threshold": 0.1,
        "training.organise": 3.0,
        "zoning.standard": 0.2,
    },
}
STANCES = tuple(sorted(default_library().scenarios))


def world(scenario: Any = "hands_off", **settings: Any) -> CohabitationModel:
    """Make a small district, unlived yet."""
    return CohabitationModel(scenario, **{**SMALL, **settings})


def lived(scenario: Any = "hands_off", until: int = 30, **settings: Any) -> CohabitationModel:
    """Make a small district and let it live."""
    model = world(scenario, **settings)
    model.run_to(until)
    return model


def busy(scenario: Any, until: int = 48, **settings: Any) -> CohabitationModel:
    """Make a district in which much goes on, and let it live."""
    return lived(scenario, until, **{**BUSY, **settings})


def bits(value: Any) -> bytes:
    """Return a number, text or array as bytes, so that NaN equals itself and -0 is not 0."""
    if isinstance(value, np.ndarray):
        return value.tobytes()
    return np.float64(value).tobytes() if isinstance(value, int | float) else str(value).encode()


def series_differ(one: CohabitationModel, other: CohabitationModel) -> set[str]:
    """Name the outcomes that are not equal to the bit in all months."""
    assert len(one.recorder.series) == len(other.recorder.series)
    found = set()
    for old, new in zip(one.recorder.series, other.recorder.series, strict=True):
        assert old.keys() == new.keys()
        found |= {name for name in old if bits(old[name]) != bits(new[name])}
    return found


def records_differ(one: CohabitationModel, other: CohabitationModel) -> set[str]:
    """Name everything recorded that differs: outcomes, sites, events, cohorts, groups, villages."""
    found = series_differ(one, other)
    for name in ("events", "cohorts"):
        # As text: NaN is equal to itself there, and floats print to the last bit.
        if repr(getattr(one.recorder, name)) != repr(getattr(other.recorder, name)):
            found.add(f"recorder.{name}")
    old, new = kept(one), kept(other)
    assert old.keys() == new.keys()
    return found | {f"recorder.{name}" for name in old if old[name] != new[name]}


def kept(model: CohabitationModel) -> dict[str, list[bytes]]:
    """Return the arrays recorded by month, by their name."""
    recorder = model.recorder
    months = {"groups": recorder.groups}
    months |= {f"sites.{name}": arrays for name, arrays in recorder.sites.items()}
    months |= {f"villages.{name}": arrays for name, arrays in recorder.villages.items()}
    return {name: [bits(array) for array in arrays] for name, arrays in months.items()}


def state_differs(one: District, other: District, *, without: int | None = None) -> set[str]:
    """Name the columns and bodies that differ.

    Parameters
    ----------
    without : int, optional
        A row of the other district's people that is left out.
    """
    found = set()
    for table in TABLES:
        for name in getattr(one, table)._fields:
            old, new = getattr(getattr(one, table), name), getattr(getattr(other, table), name)
            if table == "people" and without is not None:
                new = np.delete(new, without)
            if bits(old) != bits(new):
                found.add(f"{table}.{name}")
    bodies = [(body, getattr(one, body), getattr(other, body)) for body in ("office", "market")]
    bodies += [("firm", *firms) for firms in zip(one.firms, other.firms, strict=True)]
    for body, old, new in bodies:
        found |= {
            f"{body}.{name}"
            for name, value in vars(old).items()
            if bits(value) != bits(vars(new)[name])
        }
    if bits(one.ledger.month) != bits(other.ledger.month):
        found.add("ledger")
    return found


def differ(one: CohabitationModel, other: CohabitationModel) -> set[str]:
    """Name everything in which two worlds differ."""
    return records_differ(one, other) | state_differs(one.district, other.district)
