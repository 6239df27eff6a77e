"""The shape of the parameters: one named tuple a group, mirroring ``library/parameters/``.

Meanings, units, ranges, grades and sources stand in the library's records; a test holds that the
fields here and the keys there are the same. Compiled rules take one group whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, get_type_hints


class District(NamedTuple):
    """Counts and extent of the default district; ``--miners`` scales them all."""

    side_km: float
    deposits: int
    known: int
    villages: int
    village_spread_km: float
    town_place: float
    firms: int
    belt_width_km: float
    concession_km2: float
    core_share: float
    other_title_share: float


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
    away_share: float
    skill_sigma: float
    reservation_ordinary: float
    reservation_middle: float
    reservation_manager: float
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


class Deposit(NamedTuple):
    """What lies in the ground."""

    grade_g_day: float
    grade_sigma: float
    core_grade: float
    reserve_years: float
    usual_workforce: float
    reserve_sigma: float
    hard_rock_share: float
    industrial_mean: float
    industrial_rho: float


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
    smuggler_cost: float
    legal_share_at_zero: float
    wedge_slope: float
    adjust_down: float
    adjust_up: float
    served_usual: float
    presence_slope: float
    formal_traders: float
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


class Work(NamedTuple):
    """Digging and recovering."""

    days_year: float
    season_amplitude: float
    season_peak: float
    crowding: float
    capacity: float
    depletion: float
    noise_sigma: float
    recovery_alluvial: float
    recovery_hard: float
    recovery_improved: float
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
    local_multiplier: float


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


class Organise(NamedTuple):
    """Cooperatives: forming, joining, papers, lapsing."""

    unit: float
    largest: float
    smallest: float
    form: float
    join: float
    apply: float
    lapse: float
    sensitivity: float
    net_scale_usd: float
    access_premium: float
    finance_gain: float
    reserve_years: float
    time_share: float
    founding_share: float
    founding_lapsed: float
    conduct_start: float
    conduct_gain: float
    conduct_decay: float
    pace_safety: float
    pace_mercury: float
    pace_children: float
    pace_organisation: float
    pace_records: float
    progress_months: float
    gravest: float
    licence_conduct: float
    buyers_conduct: float


class Licence(NamedTuple):
    """The state's licence."""

    fee_usd: float
    months: float
    term_years: float
    upkeep_usd: float
    spread: float
    capacity_year: float
    support: float
    support_share: float
    faster: float
    more_capacity: float
    more_staff_usd: float


class Law(NamedTuple):
    """What the law lets firm and miners agree on."""

    cession: bool
    lease: bool
    offtake: bool


class State(NamedTuple):
    """Inspection, bribes, force."""

    inspection: float
    corruption: float
    bribe_usd: float
    force_priority: float
    enforcement: float
    cue: float
    royalty: float
    local_share: float
    grant_usd: float
    staff_cost_usd: float
    troops_per_1000: float
    practice: float


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


class Environment(NamedTuple):
    """What digging does to people and land."""

    mercury_concentrate: float
    mercury_whole_ore: float
    worked_ha_miner_year: float
    child_share: float


class Act(NamedTuple):
    """Ministerial acts: what ceding, leasing, buying ore and opening zones have to wait for."""

    months: float
    spread: float
    cue: float


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
    cost_usd_year: float
    monitoring_usd_year: float


class Zoning(NamedTuple):
    """Security zones by type of ASM: whom the firm tolerates."""

    tolerance: float
    standard: float
    error: float


class Offer(NamedTuple):
    """Offers to leave ground by agreement."""

    departure_usd: float
    package_usd: float
    months: float
    belief: float
    trust: float


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


class Agreement(NamedTuple):
    """Agreements between the firm and cooperatives, and what ends them."""

    acceptance: float
    trust: float
    conduct: float
    tenure_value: float
    review_months: float
    mechanising: float
    broken_trust: float


class Zone(NamedTuple):
    """Zones for artisanal miners on unallocated ground."""

    sites: float
    reach: float
    draws: float
    assessed: float
    assessment_usd: float
    error: float
    near_km: float


class Training(NamedTuple):
    """Training, technical help and help with papers."""

    share: float
    reach_km: float
    usd_year: float
    conduct: float
    organise: float


class Community(NamedTuple):
    """What the firm invests in villages."""

    usd_year: float
    budget_usd: float
    productive: float
    through_chief: float
    earns: float
    decay: float


class Titles(NamedTuple):
    """Titles over open ground: industry follows where artisanal miners find."""

    follow: float
    release: float


class Parameters(NamedTuple):
    """All groups; a field's name is the group's name in the library."""

    district: District
    people: People
    deposit: Deposit
    price: Price
    markets: Markets
    work: Work
    pit: Pit
    home: Home
    move: Move
    organise: Organise
    licence: Licence
    law: Law
    state: State
    firm: Firm
    security: Security
    force: Force
    eviction: Eviction
    conflict: Conflict
    belief: Belief
    environment: Environment
    act: Act
    engagement: Engagement
    zoning: Zoning
    offer: Offer
    cession: Cession
    lease: Lease
    offtake: Offtake
    agreement: Agreement
    zone: Zone
    training: Training
    community: Community
    titles: Titles


GROUPS: dict[str, Any] = get_type_hints(Parameters)
HINTS = {group: get_type_hints(shape) for group, shape in GROUPS.items()}
NAMES = tuple(f"{group}.{key}" for group, shape in GROUPS.items() for key in shape._fields)


def parameters(values: Mapping[str, Any]) -> Parameters:
    """The parameters from a mapping of dotted names to checked values."""
    return Parameters(
        **{
            group: shape(*(kind(values[f"{group}.{key}"]) for key, kind in HINTS[group].items()))
            for group, shape in GROUPS.items()
        }
    )
