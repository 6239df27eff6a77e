"""Worlds that were lived, shared by tests that only look at them."""

from __future__ import annotations

from functools import cache
from typing import Any

from asmsim.model import CohabitationModel
from asmsim.records import Scenario, default_library
from asmsim.records.scenario import Dose

SMALL = 1500
SEEDS = (1, 2, 3, 4)


def under(*levers: str | Dose) -> Scenario:
    """The reference with some levers more, each at dose 1 unless a dose says otherwise."""
    more = tuple(Dose(lever=dose) if isinstance(dose, str) else dose for dose in levers)
    stance = default_library().scenario("hands_off")
    return stance.model_copy(update={"name": "under", "levers": (*stance.levers, *more)})


@cache
def _lived(
    scenario: str | Scenario, place: str, lasts: tuple[int, int], miners: int, seed: int, items: Any
) -> CohabitationModel:
    months, policy_month = lasts
    model = CohabitationModel(
        scenario,
        place,
        seed=seed,
        months=months,
        policy_month=policy_month,
        miners=miners,
        overrides=dict(items),
    )
    model.run_to(months)
    return model


def lived(
    overrides: dict[str, Any],
    *,
    scenario: str | Scenario = "hands_off",
    context: str = "gold_generic",
    months: int = 36,
    policy_month: int = 6,
    miners: int = SMALL,
    seed: int = 1,
) -> CohabitationModel:
    """A world after so many months; it is shared, so look and do not touch."""
    items = tuple(sorted(overrides.items()))
    return _lived(scenario, context, (months, policy_month), miners, seed, items)


def mean(model: CohabitationModel, outcome: str, last: int = 12) -> float:
    """Mean of an outcome over a world's last months, leaving out what is not defined."""
    values = [month[outcome] for month in model.recorder.series[-last:]]
    defined = [value for value in values if value == value]  # noqa: PLR0124 - NaN differs from itself
    return sum(defined) / len(defined)


def change(
    base: dict[str, Any],
    other: dict[str, Any],
    outcome: str,
    *,
    last: int = 12,
    **world: Any,
) -> float:
    """Mean paired change of an outcome over seeds, other world less base world.

    ``base`` is what a mechanism test is given as ``overrides``; it is in force in both.
    """
    changes = [
        mean(lived({**base, **other}, seed=seed, **world), outcome, last)
        - mean(lived(base, seed=seed, **world), outcome, last)
        for seed in SEEDS
    ]
    return sum(changes) / len(changes)
