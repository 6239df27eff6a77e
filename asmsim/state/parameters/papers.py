"""Cooperatives, licences, training, and the office that grants them."""

from __future__ import annotations

from typing import NamedTuple


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
    premium_conduct: float
    premium_half_usd: float


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
    cheaper: float
    simpler: float
    longer: float
    loan: float
    loan_share: float
    loan_years: float


class Card(NamedTuple):
    """The artisanal card: where the law gives one, who holds it has all the papers it asks for."""

    fee_usd: float
    buys: float
    tenure_value: float


class Training(NamedTuple):
    """Training, technical help and help with papers."""

    share: float
    places: float
    reach_km: float
    usd_year: float
    conduct: float
    organise: float


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
    pressing: float
    giving_in: float
    constituency: float
