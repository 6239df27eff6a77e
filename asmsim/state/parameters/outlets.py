"""Buyers who deal with cooperatives, and help given in return for legal sales."""

from __future__ import annotations

from typing import NamedTuple


class Scheme(NamedTuple):
    """One scheme of certified buyers: what they ask for, pay, and take."""

    demand_kg_year: float
    most_kg_year: float
    mineral: str
    standard: float
    floor: float
    premium_usd_kg: float
    to_fund: float
    to_treasury: float
    audit_usd_year: float
    audit_borne: float
    licensed: bool


class StateBuyer(NamedTuple):
    """A public trader: beside others, or by law the only one."""

    presence: float
    rule: str
    pays: float
    standard: float
    rise: float
    capacity_kg_year: float
    ground: str
    trains: float
    usd_year: float
    bans: float


class Reward(NamedTuple):
    """Help and equipment in return for legal sales."""

    places: float
    share: float
    worth: float
    found: float
    months_out: int
    help_usd_year: float
