"""Digging, the pit contract, and what it does to land and health."""

from __future__ import annotations

from typing import NamedTuple


class Work(NamedTuple):
    """Digging and recovering."""

    days_year: float
    season_amplitude: float
    season_peak: float
    crowding: float
    capacity: float
    depletion: float
    vein_sigma: float
    vein_half_life: float
    noise_sigma: float
    recovery_alluvial: float
    recovery_hard: float
    recovery_improved: float
    improved_time: float
    fatal_per_1000_years: float


class Pit(NamedTuple):
    """The pit contract and finance of miners."""

    weight_skilled: float
    weight_foreman: float
    weight_manager: float
    land_share: float
    processing_share: float
    tailings_value: float
    tied_discount: float
    financier_share: float
    debt_interest: float
    debt_ceiling: float
    advance_months: float
    advance_offer: float
    advance_below: float
    dues: float
    posts: float


class Technique(NamedTuple):
    """Technique without mercury: what it costs, who is helped to it, how it spreads and is lost."""

    places: float
    places_year: float
    equipment_usd: float
    learn: float
    payback_months: float
    wear: float
    conduct: float
    ban_cost: float


class Environment(NamedTuple):
    """What digging does to people and land."""

    mercury_concentrate: float
    mercury_whole_ore: float
    worked_ha_miner_year: float
    child_share: float
