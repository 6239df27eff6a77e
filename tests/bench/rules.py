"""The miner rules alone: the engine and its twin on the same district, side by side."""

from __future__ import annotations

import copy
from functools import partial
from typing import NamedTuple

from tests.bench.clock import seconds, side_by_side
from tests.bench.engine import frozen, live
from tests.bench.fortune import dice
from tests.bench.founding import twin

ENGINE_MONTHS = 3  # in a row, each round, from the same state
LEAST_TWIN = 0.05e6  # miner-months a second: a slower twin is at fault, not the ratio
LEAST_RATIO = 40.0


class Rules(NamedTuple):
    """What was measured at one size; a miner-month is one month of one miner of the stated size."""

    miners: int
    people: int  # all those of the district, who cost time as well
    engine_per_s: float  # miner-months
    twin_per_s: float
    ratio: float


def rules(miners: int, rounds: int) -> Rules:
    """Time both at one size."""
    founded = frozen(miners)
    objects = twin(founded, dice(0))

    def engine() -> float:
        world = copy.deepcopy(founded)
        live(world)  # its memory is touched, its code is compiled
        spent = sum(seconds(partial(live, world)) for _ in range(ENGINE_MONTHS))
        return miners * ENGINE_MONTHS / spent

    def plain() -> float:
        return miners / seconds(objects.step)

    engine()
    plain()
    per_s, twin_per_s, ratio = side_by_side(engine, plain, rounds)
    return Rules(miners, len(founded.district.people.id), per_s, twin_per_s, ratio)
