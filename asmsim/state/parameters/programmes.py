"""Programmes: what holds for all of them together."""

from __future__ import annotations

from typing import NamedTuple


class Coordination(NamedTuple):
    """Programmes that know of each other, or do not."""

    level: float
    overlap: float
    time: float
    usd_year: float


class Grant(NamedTuple):
    """Grants of donors and others to sites and their cooperatives."""

    places: float
    reach: float
    sites: float
    usd_year: float
    works: float
    conduct: float


class Preparation(NamedTuple):
    """Ground prepared for miners."""

    sites: float
    reach: float
    months: float
    usd_site: float
    pace: float
    recovery: float
    safer: float


class Credit(NamedTuple):
    """Bank loans to artisanal businesses."""

    cover: float
    cover_share: float
    rate: float
    money_rate: float
    fear_year: float
    fear_loans: float
    default_year: float
    offer: float
    instalment: float
    traders: float


class Joint(NamedTuple):
    """Joint finance by several payers."""

    upgrades: float
    first_loss: float
    prepaid: float
