"""Events: hazards, numbers, harm, echo."""

from __future__ import annotations

from typing import NamedTuple


class Conflict(NamedTuple):
    """Events: hazards, numbers, harm, echo."""

    meeting_rate: float
    clash: float
    participants_sigma: float
    clash_participants: float
    protest: float
    protest_participants: float
    protest_gap_usd: float
    reported_participants: float
    reported_otherwise: float
    background: float
    branching: float
    half_life: float
    death_per_participant: float
    injury_per_participant: float
    force_harm: float
    stoppage_days_clash: float
    stoppage_days_protest: float
    memory_half_life: float
    violence: float
    violence_harm: float
    looting: float
    looting_harm: float
    loot_share: float
    looting_nearby: float
    battle_harm: float
    stoppage_days_raid: float
