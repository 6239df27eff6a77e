"""The industrial mine: what it earns, guards, shares, promises and spends."""

from __future__ import annotations

from typing import NamedTuple


class Firm(NamedTuple):
    """The industrial mine."""

    output_koz: float
    cost_usd_oz: float
    cost_price_usd_oz: float
    cost_elasticity: float
    capital_usd_per_oz: float
    jobs_per_koz: float
    local_jobs: float
    wage_usd_month: float
    discount_rate: float
    ever_mined_discount: float
    asset_damage_usd_day: float
    stoppage_share_week: float
    guard_usd_year: float
    troop_usd_day: float
    security_budget: float
    abuse_cost_usd: float
    abuse_weight: float
    cash_cost_share: float
    shut_after: float
    alarm_loss: float
    alarm_months: float
    knowledge: float
    knowledge_gain: float
    knowledge_loss: float
    cue: float
    land_lost: float
    exploration_months: int
    cue_zones: float
    drilling: float
    rating: float
    debt_share: float
    rating_half_life: float


class Security(NamedTuple):
    """Guards: how far the firm uses them, and what they do."""

    willingness: float
    weight: float
    zero_tolerance: float
    posts: float
    reach: float
    ground: float
    trained: float
    training_usd_year: float


class Force(NamedTuple):
    """How force is used."""

    level: float
    harsh: float
    forces_deter: float
    training: float


class Eviction(NamedTuple):
    """Orders to clear ground, and how they are carried out."""

    order: float
    readiness: float
    sweep: float
    notice_months: float
    compensation_usd: float
    tools_usd: float
    hold_months: float
    smallest: float
    resettle_notice: float
    resettle_usd: float


class Engagement(NamedTuple):
    """What the firm does to know the miners and to be trusted: monitoring, engagement."""

    monitoring: float
    effort: float
    indirect: float
    rung_months: float
    rungs: float
    fall: float
    spoils: float
    indirect_weight: float
    third_party_trust: float
    trust_top: float
    trust_speed: float
    learns: float
    respect_speed: float
    chief_share: float
    chief_wants_usd: float
    cost_usd_year: float
    monitoring_usd_year: float
    told_state: float
    told_press: float
    told_buyers: float


class Zoning(NamedTuple):
    """Security zones by type of ASM: whom the firm tolerates."""

    tolerance: float
    standard: float
    error: float


class Cession(NamedTuple):
    """Ground the firm gives up."""

    share: float
    reach: float


class Lease(NamedTuple):
    """Ground on which the firm lets cooperatives dig under contract."""

    share: float
    reach: float
    tribute: float
    tribute_rate: float


class Agreement(NamedTuple):
    """Agreements between the firm and cooperatives, and what ends them."""

    acceptance: float
    trust: float
    conduct: float
    tenure_value: float
    review_months: float
    mechanising: float
    broken_trust: float
    left_to_miners: float
    fairer: float
    longer_months: float
    open: float
    liability_usd: float
    cover: float
    cover_share: float


class Community(NamedTuple):
    """What the firm invests in villages."""

    usd_year: float
    budget_usd: float
    productive: float
    through_chief: float
    earns: float
    decay: float


class Expansion(NamedTuple):
    """The concession grows."""

    area: float
    area_reach: float
    output_reach: float
    crowding_out: float
