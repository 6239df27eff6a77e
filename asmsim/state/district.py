"""A district: every table, every body, the clock and the luck of one world."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.ledger import Ledger
from asmsim.luck import Luck
from asmsim.state.armed import Armed, Posts
from asmsim.state.bodies import FirmState, Market, Office
from asmsim.state.columns import FloatColumn, empty
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.events import CLASSES, Events
from asmsim.state.ground import Ground
from asmsim.state.near import Near
from asmsim.state.parameters import Parameters
from asmsim.state.people import People
from asmsim.state.sites import Policy, Sites
from asmsim.state.villages import Villages


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
        The same with this month's policy in force.
    added : mapping
        What each payer's levers add to a parameter this month, by dotted name and payer.
    scale : float
        Size relative to the default district of 5,000 miners.
    month : int
        The month being lived, 0-based.
    start : int
        Month 0 as ``12 * year + month - 1``.
    """

    values: Mapping[str, Any]
    now: Parameters
    luck: Luck
    scale: float
    month: int
    start: int
    policy_month: int
    price: FloatColumn
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
    market: Market
    pool: int
    ledger: Ledger = field(default_factory=Ledger)
    added: dict[str, dict[str, float]] = field(default_factory=dict)
    events: dict[str, Events] = field(default_factory=dict)
    meetings: float = 0.0
    fatal_accidents: int = 0
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
    def world_price(self) -> float:
        """World price this month, USD/g; after the horizon the last one holds."""
        month = min(self.month, len(self.price) - 1)
        return float(self.price[month]) * self.now.markets.price_factor

    def clear_events(self) -> None:
        """Begin a month in which nothing has happened yet."""
        sizes = {"clash": len(self.sites.id)}
        for name in CLASSES:
            self.events[name] = empty(Events, sizes.get(name, len(self.villages.id)))

    def stocks(self) -> dict[str, float]:
        """Cash each party of the ledger holds, USD."""
        return {
            "people": float(np.add.reduce(self.people.savings)),
            "villages": float(np.add.reduce(self.villages.fund)),
            "cooperatives": float(np.add.reduce(self.cooperatives.treasury)),
            "firm": sum(firm.cash for firm in self.firms),
            "government": self.office.cash,
            "buyers": self.market.cash,
            "financiers": self.market.financiers_cash,
            "armed": float(np.add.reduce(self.armed.cash)),
        }
