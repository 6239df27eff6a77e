"""Prices, channels, and the firm's purchase of ore."""

from __future__ import annotations

from typing import NamedTuple


class Mineral(NamedTuple):
    """What is mined: the first mineral, or either one as the parameters hold for it."""

    name: str
    unit: str
    series: str
    concealable: float


class Second(NamedTuple):
    """The second mineral: what differs from the first."""

    share: float
    name: str
    unit: str
    series: str
    concealable: float
    central_usd_g: float
    sigma_month: float
    persistence: float
    grade_g_day: float
    hard_rock_share: float
    industrial_mean: float
    recovery_alluvial: float
    recovery_hard: float
    recovery_improved: float
    tailings_value: float
    mercury_concentrate: float
    mercury_whole_ore: float
    smuggler_cost: float
    legal_share_at_zero: float
    trader_half_g: float
    village_way: float
    traceability: float
    detection: float


class Price(NamedTuple):
    """World price of the mineral."""

    path: str
    central_usd_g: float
    sigma_month: float
    persistence: float


class Markets(NamedTuple):
    """Traders, exporters and the price at the pit."""

    price_factor: float
    supply_elasticity: float
    traders: float
    trader_reach: float
    trader_half_g: float
    trade_margin: float
    tax: float
    due_diligence: float
    borne_upstream: float
    compliance: float
    traceability: float
    discount: float
    compensation: float
    compensates: float
    smuggler_cost: float
    legal_share_at_zero: float
    wedge_slope: float
    adjust_down: float
    adjust_up: float
    served_usual: float
    presence_slope: float
    formal_traders: float
    returns: float
    assessments: float
    standard: float
    assessment_error: float
    inconsistency: float
    zero_tolerance: float
    exit: float
    leave: float
    come_back: float
    village_share: float
    village_way: float
    launder_most: float
    launder_scale: float
    launder_detection: float
    launder_penalty: float
    due_diligence_more: float
    due_diligence_detects: float
    due_diligence_visits: float
    sees_armed: float


class Offtake(NamedTuple):
    """The firm's purchase of miners' ore for its plant."""

    willingness: float
    power: float
    recovery: float
    milling_usd_t: float
    haul_usd_t_km: float
    assay_usd_t: float
    due_diligence: float
    tonnes_day: float
    spare: float
    own_g_t: float
    reach_km: float
    wait: float
    distrust: float
    slope: float
    hesitancy: float
    hesitancy_half_life: float
    reassured: float
    prepaid: float
    capital_rate: float
