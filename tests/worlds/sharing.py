"""What tests of sharing have in common: a district where much happens, and means over its seeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asmsim.model import CohabitationModel
from asmsim.records import Scenario
from asmsim.records.scenario import Dose
from tests.worlds.bits import BUSY
from tests.worlds.lived import lived, mean

SEEDS = (1, 2, 3)
LASTING = ("people.", "agreement.mechanising")  # of the busy district, what is left as it is
QUICK: dict[str, Any] = {
    name: v for name, v in BUSY["overrides"].items() if not name.startswith(LASTING)
}
CONCESSION = ("concession_core", "concession_margin")


def lives(
    overrides: dict[str, Any], scenario: str | Scenario, *, months: int = 42, **given: Any
) -> list[CohabitationModel]:
    """Worlds of some seeds under a scenario; ``overrides`` of the test go before ours."""
    world = {**QUICK, **given, **overrides}
    return [
        lived(world, scenario=scenario, months=months, miners=2000, seed=seed) for seed in SEEDS
    ]


def average(
    worlds: list[CohabitationModel],
    what: str | Callable[[CohabitationModel], float],
    last: int = 12,
) -> float:
    """Mean over worlds of an outcome's last months, or of what a function says of each."""
    found = [mean(w, what, last) if isinstance(what, str) else what(w) for w in worlds]
    return float(sum(found) / len(found))


def dose(lever: str, *where: str, **terms: Any) -> Dose:
    """A dose of a lever at places."""
    return Dose(lever=lever, where=where, **terms)
