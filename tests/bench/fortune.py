"""Where the twin gets its luck: the engine's keyed draws, or plain dice for timing.

With ``keyed`` the twin draws number by number what the engine draws, so the two can be compared
person by person. With ``dice`` it draws from ``random.random``, as models of the field do.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import NamedTuple

from asmsim import luck


class Fortune(NamedTuple):
    """One function a decision; each takes the month and the person's id, some one number more."""

    noise: Callable[[int, int], float]  # of output: standard normal
    accident: Callable[[int, int], float]  # uniform
    advance: Callable[[int, int], float]  # uniform
    reconsider: Callable[[int, int], float]  # uniform
    look: Callable[[int, int], tuple[float, float]]  # two uniforms
    job: Callable[[int, int], float]  # uniform
    taste: Callable[[int, int, int], float]  # Gumbel, by option


def keyed(seed: int) -> Fortune:
    """Return the engine's own draws under a seed."""
    keys = luck.luck(seed)
    return Fortune(
        noise=lambda month, who: luck.normal(keys.output, month, who, 0),
        accident=lambda month, who: luck.uniform(keys.accident, month, who, 0),
        advance=lambda month, who: luck.uniform(keys.advance, month, who, 0),
        reconsider=lambda month, who: luck.uniform(keys.reconsider, month, who, 0),
        look=lambda month, who: luck.pair(keys.look, month, who, 0),
        job=lambda month, who: luck.uniform(keys.job, month, who, 0),
        taste=lambda month, who, option: luck.gumbel(keys.taste, month, who, option),
    )


def dice(seed: int) -> Fortune:
    """Return plain dice: cheap, and different for each order of asking."""
    draw = random.Random(seed).random

    def uniform(_month: int, _who: int) -> float:
        return draw()

    def pair(_month: int, _who: int) -> tuple[float, float]:
        return draw(), draw()

    def normal(_month: int, _who: int) -> float:
        return math.sqrt(-2.0 * math.log(1.0 - draw())) * math.cos(math.tau * draw())

    def gumbel(_month: int, _who: int, _option: int) -> float:
        return -math.log(-math.log(1.0 - draw()))

    return Fortune(normal, uniform, uniform, uniform, pair, uniform, gumbel)
