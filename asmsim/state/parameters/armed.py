"""Armed actors: what they take, where they stand, when they come and go."""

from __future__ import annotations

from typing import NamedTuple


class Armed(NamedTuple):
    """Armed actors: what they take, where they stand, when they come and go."""

    levy: float
    village_sees: float
    households: float
    post_men: float
    upkeep_usd: float
    reserve_months: float
    learn: float
    weighing: float
    enter: float
    leave: float
    posted: float
    challenge: float
    recruit: float
    replace_usd: float
    detection: float
    monitoring: float
    patrol: float
    patrol_reach: float
    hold_off: float
    finance: float


class ArmedKind(NamedTuple):
    """One kind of armed actor: men, exposure to detection and to sanction."""

    men: float
    detection: float
    sanction: float
