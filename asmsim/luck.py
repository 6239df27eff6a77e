"""Named counter-based random streams: who draws what, when, decides the number; order never does.

Every random decision has a stream of its own. A draw is a pure function of (seed, stream, month,
permanent id, draw number), so one more draw, one more person or another policy changes nobody
else's luck, and worlds that share a seed can be compared pair by pair.

The generator is Philox4x32-7 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as
easy as 1, 2, 3", SC'11): by their tests seven rounds are the fewest that pass all of BigCrush, and
the customary ten a margin of theirs. Our tests hold the published vectors of both. A stream's key
is a hash of the seed and the stream's *name*, never its place in a list.
"""

from __future__ import annotations

import hashlib
import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.compiled import compiled, inlined
from asmsim.quantile import normal_quantile

ROUNDS = 7
MASK = np.uint64(0xFFFFFFFF)
M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
WORD = np.uint64(32)
SPARE_BITS = np.uint64(12)
STEP = 2.0**-52
MOST_COUNTS = 1000  # a Poisson count is cut here; means are far below


class Luck(NamedTuple):
    """The key of every stream of one world; a field's name is its stream's name."""

    founding_person: np.uint64
    founding_place: np.uint64
    founding_site: np.uint64
    founding_allocation: np.uint64
    founding_cooperative: np.uint64
    price: np.uint64
    trader: np.uint64
    assessment: np.uint64
    reward: np.uint64
    farm: np.uint64
    vein: np.uint64
    output: np.uint64
    accident: np.uint64
    advance: np.uint64
    licence: np.uint64
    inspection: np.uint64
    organise: np.uint64
    join: np.uint64
    apply: np.uint64
    lapse: np.uint64
    clash: np.uint64
    protest: np.uint64
    background: np.uint64
    casualty: np.uint64
    reported: np.uint64
    eviction: np.uint64
    reconsider: np.uint64
    look: np.uint64
    taste: np.uint64
    discovery: np.uint64
    margin: np.uint64
    act: np.uint64
    agreement: np.uint64
    job: np.uint64
    layoff: np.uint64
    knowledge: np.uint64
    tolerance: np.uint64
    title: np.uint64
    zone: np.uint64
    founding_armed: np.uint64
    armed: np.uint64
    violence: np.uint64
    looting: np.uint64
    battle: np.uint64
    network: np.uint64
    access: np.uint64
    drilling: np.uint64
    expansion: np.uint64
    pressing: np.uint64
    credit: np.uint64
    second_price: np.uint64
    grant: np.uint64
    post: np.uint64
    technique: np.uint64
    livelihood: np.uint64
    card: np.uint64


def key(seed: int, stream: str) -> np.uint64:
    """The 64-bit key of a named stream under a seed (BLAKE2b of both)."""
    digest = hashlib.blake2b(f"{seed}/{stream}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def luck(seed: int) -> Luck:
    """All streams of one seed."""
    return Luck(*(key(seed, stream) for stream in Luck._fields))


@inlined
def philox(
    c0: np.uint64,
    c1: np.uint64,
    c2: np.uint64,
    c3: np.uint64,
    k0: np.uint64,
    k1: np.uint64,
    rounds: int = ROUNDS,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Philox4x32: four 32-bit words from a counter of four words and a key of two."""
    for _ in range(rounds):
        p0 = M0 * c0
        p1 = M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> WORD) ^ c1 ^ k0,
            p1 & MASK,
            (p0 >> WORD) ^ c3 ^ k1,
            p0 & MASK,
        )
        k0 = (k0 + W0) & MASK
        k1 = (k1 + W1) & MASK
    return c0, c1, c2, c3


@inlined
def pair(stream: np.uint64, month: int, identity: int, draw: int) -> tuple[float, float]:
    """Two independent uniforms, each strictly between 0 and 1 (52 bits)."""
    who = np.uint64(identity)
    w0, w1, w2, w3 = philox(
        who & MASK,
        who >> WORD,
        np.uint64(month) & MASK,
        np.uint64(draw) & MASK,
        stream & MASK,
        stream >> WORD,
    )
    u = (np.float64(((w0 << WORD) | w1) >> SPARE_BITS) + 0.5) * STEP
    v = (np.float64(((w2 << WORD) | w3) >> SPARE_BITS) + 0.5) * STEP
    return u, v


@inlined
def uniform(stream: np.uint64, month: int, identity: int, draw: int) -> float:
    """A uniform strictly between 0 and 1."""
    return pair(stream, month, identity, draw)[0]


@compiled
def normal(stream: np.uint64, month: int, identity: int, draw: int) -> float:
    """A standard normal, by inversion; it rises with the uniform it is made of."""
    return normal_quantile(uniform(stream, month, identity, draw))


@compiled
def gumbel(stream: np.uint64, month: int, identity: int, draw: int) -> float:
    """A standard Gumbel: adding one to each option's utility makes the best a logit choice."""
    return -math.log(-math.log(uniform(stream, month, identity, draw)))


@compiled
def poisson(u: float, mean: float) -> int:
    """The Poisson count at quantile ``u``, by inversion; monotone in ``u`` and in ``mean``."""
    if mean <= 0.0:
        return 0
    mass = math.exp(-mean)
    total = mass
    count = 0
    while total < u and count < MOST_COUNTS:
        count += 1
        mass *= mean / count
        total += mass
    return count


@compiled
def uniforms(
    stream: np.uint64, month: int, identities: npt.NDArray[np.int64], draw: int
) -> npt.NDArray[np.float64]:
    """One uniform for each id: several at a time, so far cheaper than one by one."""
    found = np.empty(identities.size)
    for k in range(identities.size):
        found[k] = uniform(stream, month, identities[k], draw)
    return found


@compiled
def normals(
    stream: np.uint64, month: int, identities: npt.NDArray[np.int64], draw: int
) -> npt.NDArray[np.float64]:
    """One standard normal for each id."""
    found = np.empty(identities.size)
    for k in range(identities.size):
        found[k] = normal(stream, month, identities[k], draw)
    return found
