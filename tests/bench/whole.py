"""The whole model: time per miner-month by size, a long run, and where a month's time goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any, NamedTuple

from asmsim.model import CohabitationModel
from asmsim.month import MONTH, Phase
from tests.bench.clock import seconds

LONG_MINERS, LONG_MONTHS = 5000, 120
LONG_S = 0.7  # "well under a second"
FLAT = 1.5  # times the cheapest size's cost that the dearest may be


class Size(NamedTuple):
    """What a month costs at one size, all phases included."""

    miners: int
    months: int
    founding_s: float
    month_s: float  # the quickest
    ns_per_miner_month: float


def size(miners: int, months: int) -> Size:
    """Time some months at one size, the first left out."""
    start = process_time()
    model = CohabitationModel(miners=miners, months=months + 1)
    founding = process_time() - start
    model.step()
    month = min(seconds(model.step) for _ in range(months))
    return Size(miners, months, founding, month, 1e9 * month / miners)


def long_run(rounds: int) -> float:
    """Seconds from founding to the end of a usual run, warm: the quickest of some."""

    def run() -> None:
        CohabitationModel(miners=LONG_MINERS, months=LONG_MONTHS).run_to(LONG_MONTHS)

    return min(seconds(run) for _ in range(rounds))


def by_phase(miners: int, months: int) -> dict[str, float]:
    """Seconds each phase takes in its quickest month at one size, the first month left out."""
    spent: dict[str, list[float]] = {phase.name: [] for phase in MONTH}

    def timed(phase: Phase) -> Phase:
        def does(model: Any) -> None:
            spent[phase.name].append(seconds(partial(phase.does, model)))

        return phase._replace(does=does)

    model = CohabitationModel(miners=miners, months=months + 1, phases=[*map(timed, MONTH)])
    model.run_to(months + 1)
    return {name: min(times[1:]) for name, times in spent.items()}


def warm_up(say: Callable[[str], object]) -> float:
    """Compile everything, so that nothing timed later does; returns the seconds it took."""
    say("compiling, which takes a minute once per version of the code")
    return seconds(lambda: CohabitationModel("confrontation", miners=300, months=40).run_to(40))
