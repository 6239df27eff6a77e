"""What the district is: extent, deposits, titles, acts, zones and the law."""

from __future__ import annotations

from typing import NamedTuple


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


class Titles(NamedTuple):
    """Titles over open ground: industry follows where artisanal miners find."""

    follow: float
    release: float


class Act(NamedTuple):
    """Ministerial acts: what ceding, leasing, buying ore and opening zones have to wait for."""

    months: float
    spread: float
    cue: float


class Zone(NamedTuple):
    """Zones for artisanal miners on unallocated ground."""

    sites: float
    reach: float
    draws: float
    assessed: float
    assessment_usd: float
    error: float
    near_km: float


class Law(NamedTuple):
    """What the law lets firm and miners agree on."""

    cession: bool
    lease: bool
    offtake: bool
    residence_months: float
    residents_only: bool
    mercury_ban: float
    child_ban: float
    pregnant_ban: float
    card_open: bool
    card_zones: bool
    customary: bool
    custom_months: float


class Access(NamedTuple):
    """Who may mine where by fiat."""

    open: float
    closed: float


class Election(NamedTuple):
    """Elections, which come back."""

    first: int
    every: int
    campaign: int
    force: float
    acts: float
