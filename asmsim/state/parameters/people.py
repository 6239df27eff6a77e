"""Who lives here, what they live on, how they choose and what they believe."""

from __future__ import annotations

from typing import NamedTuple


class People(NamedTuple):
    """Who lives here."""

    pool: int
    local_share: float
    women_share: float
    women_processors: float
    skilled_share: float
    foreman_share: float
    manager_share: float
    processor_share: float
    young_share: float
    fighter_share: float
    away_share: float
    skill_sigma: float
    reservation_ordinary: float
    reservation_middle: float
    reservation_manager: float
    reservation_migrant: float
    reservation_sigma: float
    risk_aversion: float
    risk_sigma: float
    threshold: float
    threshold_sigma: float
    dependants: float
    poverty_line_usd_day: float
    savings_months: float
    trust_firm: float
    trust_state: float


class Differ(NamedTuple):
    """How migrants, women, the young and ex-combatants differ from others (R12)."""

    migrant_stay: float
    migrant_travel: float
    migrant_land: float
    migrant_welcome: float
    migrant_fee: float
    migrant_regard: float
    migrant_senior: float
    woman_pay: float
    woman_time: float
    woman_barred: float
    woman_credit: float
    woman_job: float
    woman_senior: float
    young_stay: float
    young_land: float
    young_senior: float
    fighter_land: float
    fighter_nerve: float


class Home(NamedTuple):
    """Income outside mining, and consumption."""

    farm_wage_usd_day: float
    farm_days: float
    farm_season: float
    harvest_sigma: float
    away_wage_usd_day: float
    smoothing: float
    buffer_months: float
    buffer_speed: float
    chief_passes_on: float
    chiefs_reinvesting: float
    chief_reinvests: float
    local_multiplier: float
    land_pressure: float


class Move(NamedTuple):
    """Choosing work and site."""

    reconsider: float
    looks: int
    neighbours: int
    slope: float
    stay: float
    farm_access: float
    away_access: float
    return_rate: float
    home_tie: float
    distance: float
    danger: float
    tenure_risk: float
    reference_g_day: float
    reference_price_usd_g: float
    discovery: float
    rush_hype: float
    job_access: float
    switch: float


class Offer(NamedTuple):
    """Offers to leave ground by agreement."""

    departure_usd: float
    package_usd: float
    months: float
    belief: float
    trust: float


class Livelihoods(NamedTuple):
    """Other livelihoods, a way home and viable ground nearby, offered to those at sites (P20)."""

    places: float
    places_year: float
    sites: float
    other_usd: float
    start_usd: float
    fails: float
    home_usd: float
    move_usd: float
    jobs: float


class Children(NamedTuple):
    """Children and pregnant women at work: need, conduct, bans and help."""

    need: float
    pregnant_share: float
    elsewhere: float
    places: float
    places_year: float
    usd_year: float


class Belief(NamedTuple):
    """Trust, grievance, what people believe about yields, dangers and the mine."""

    yield_speed: float
    empty_speed: float
    danger_speed: float
    guard_fear: float
    violence_fear: float
    hardship: float
    grievance_speed: float
    eviction_grievance: float
    legitimacy: float
    trust_legitimacy: float
    trust_speed: float
    force_trust: float
    kin: float
    bribe_trust: float
    margin_speed: float
    margin_noise: float
    incumbency: float
    chief_legitimacy: float
    margin_bias: float
    published: float
    publish_usd_year: float
    land_grievance: float
