"""A district: every table, every body, the clock and the luck of one world."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.ledger import Ledger
from asmsim.luck import Luck
from asmsim.state import minerals
from asmsim.state.armed import Armed, Posts, kinds
from asmsim.state.bodies import Bank, FirmState, Market, Office
from asmsim.state.columns import FloatColumn, taken
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.events import BY_ARMED, CLASSES, SITE_CLASSES, Events, quiet
from asmsim.state.ground import Ground
from asmsim.state.kinds import Kinds
from asmsim.state.near import Near
from asmsim.state.parameters import Parameters
from asmsim.state.people import People
from asmsim.state.sites import Policy, Sites
from asmsim.state.villages import Villages


class Part(NamedTuple):
    """A mineral's sites, and what holds for them this month."""

    rows: minerals.Rows
    sites: Sites  # a table of their own
    policy: Policy  # by these sites
    now: Parameters
    market: Market
    world_price: float  # USD/g


class Cohort(NamedTuple):
    """Everyone evicted in one month."""

    people: npt.NDArray[np.int64]  # rows
    origins: npt.NDArray[np.int32]  # the site each was evicted from
    forced: bool  # without consent, or notice under 30 days, or no compensation


@dataclass
class District:
    """One world. Rules change its tables in place; ``copy`` makes another that goes its own way.

    Attributes
    ----------
    values : mapping
        Parameters by dotted name as context and user set them, before any policy.
    now : Parameters
        The same with this month's policy in force, as they hold for the first mineral.
    added : mapping
        What each payer's levers add to a parameter this month, by dotted name and payer.
    others : tuple of Parameters
        As they hold for the second mineral, where there is one.
    prices : tuple of array
        World price by month before any policy, of each mineral, USD/g.
    markets : list of Market
        Traders and exporters of each mineral.
    kinds : Kinds
        How kinds of people differ, from ``now``.
    scale : float
        Size relative to the default district of 5,000 miners.
    month : int
        The month being lived, 0-based.
    start : int
        Month 0 as ``12 * year + month - 1``.
    """

    values: Mapping[str, Any]
    now: Parameters
    kinds: Kinds
    luck: Luck
    scale: float
    month: int
    start: int
    policy_month: int
    prices: tuple[FloatColumn, ...]
    people: People
    sites: Sites
    policy: Policy
    villages: Villages
    cooperatives: Cooperatives
    n_cooperatives: int
    near: Near
    ground: Ground
    armed: Armed
    posts: Posts
    firms: list[FirmState]
    office: Office
    markets: list[Market]
    pool: int
    others: tuple[Parameters, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    added: dict[str, dict[str, float]] = field(default_factory=dict)
    events: dict[str, Events] = field(default_factory=dict)
    bank: Bank = field(default_factory=Bank)
    meetings: float = 0.0
    fatal_accidents: int = 0
    children_at_work: float = 0.0
    pregnant_at_work: float = 0.0
    violent_deaths: int = 0
    departures: int = 0
    vacancies: int = 0
    evictions: dict[int, Cohort] = field(default_factory=dict)

    def copy(self) -> District:
        """Return a district that shares nothing that can change."""
        return copy.deepcopy(self)

    @property
    def calendar_month(self) -> int:
        """Month of the year, 0 for January."""
        return (self.start + self.month) % 12

    @property
    def market(self) -> Market:
        """Traders and exporters of the first mineral."""
        return self.markets[0]

    @property
    def price(self) -> FloatColumn:
        """World price of the first mineral by month, before any policy, USD/g."""
        return self.prices[0]

    @property
    def by_mineral(self) -> tuple[Parameters, ...]:
        """Parameters with this month's policy in force, as they hold for each mineral."""
        return self.now, *self.others

    @property
    def world_prices(self) -> FloatColumn:
        """World price this month by mineral, USD/g; after the horizon the last one holds."""
        month = min(self.month, len(self.price) - 1)
        each = zip(self.prices, self.by_mineral, strict=True)
        return np.array([float(path[month]) * p.markets.price_factor for path, p in each])

    def parts(self) -> Iterator[Part]:
        """Each mineral's part of the district; what is changed in its sites is changed here."""
        prices = self.world_prices.tolist()
        tables = minerals.apart(self.sites, len(self.markets))  # first: it takes changes over
        each = zip(tables, self.by_mineral, self.markets, prices, strict=True)
        for (rows, sites), now, market, price in each:
            policy = taken(self.policy, rows) if self.others else self.policy
            yield Part(rows, sites, policy, now, market, price)

    @property
    def world_price(self) -> float:
        """World price of the first mineral this month, USD/g."""
        month = min(self.month, len(self.price) - 1)
        return float(self.price[month]) * self.now.markets.price_factor

    @property
    def has_armed(self) -> bool:
        """Whether there are armed actors, or will be some: men they have or are to have."""
        to_come = sum(kind.men for kind in kinds(self.now))
        return to_come > 0.0 or bool(self.armed.men.any())

    def clear_events(self) -> None:
        """Begin a month in which nothing has happened yet, of what may happen in it."""
        self.events = {
            name: quiet(len(self.sites.id if name in SITE_CLASSES else self.villages.id))
            for name in CLASSES
            if self.has_armed or name not in BY_ARMED
        }

    def stocks(self) -> dict[str, float]:
        """Cash each party of the ledger holds, USD."""
        return {
            "people": float(np.add.reduce(self.people.savings)),
            "villages": float(np.add.reduce(self.villages.fund)),
            "cooperatives": float(np.add.reduce(self.cooperatives.treasury)),
            "firm": sum(firm.cash for firm in self.firms),
            "government": self.office.cash,
            "armed": float(np.add.reduce(self.armed.cash)),
            "buyers": sum(market.cash for market in self.markets),
            "financiers": sum(market.financiers_cash for market in self.markets),
        }
