"""What outlets ask for and pay, and what they took: the two ends of a month's deal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from asmsim.state.columns import FloatColumn

NO_SCHEME = -1.0
# Where an outlet may buy, of the ground on which licences are given; as parameters name it.
ANYWHERE, SET_ASIDE, PREPARED = range(3)
GROUNDS = ("licensed", "declared", "prepared")

Number = TypeVar("Number", float, FloatColumn)


class Terms(NamedTuple, Generic[Number]):
    """What an outlet asks for, pays and takes this month; of several, an array in each field."""

    standard: Number  # least conduct
    licensed: Number  # 1 where papers that are only lodged will not do
    ground: Number  # where it may buy, a number in ``GROUNDS``
    floor: Number  # the least it pays, USD/g
    usual: Number  # 1 where it pays what licensed channels do, when that is more
    frees: Number  # 1 where it finances those it buys from, as other formal buyers do
    premium: Number  # USD/g beside the price; what of it is neither of these two is the members'
    to_fund: Number
    to_treasury: Number
    presence: Number  # of the district
    declared: Number  # share of their metal that the licensed have to sell it, whatever it pays
    demand_g: Number
    exports: Number  # 1 where what it buys is the state's to export
    scheme: Number  # which certificate it gives, or NO_SCHEME
    dues: Number  # the part of a month's audit that a cooperative pays for it, USD
    trains: Number  # share of members trained where it may buy
    teaches: Number  # by how much training speeds improvement of conduct


class Took(NamedTuple, Generic[Number]):
    """What an outlet bought of a mineral in a month; of several, an array in each field."""

    grams: Number
    paid_usd: Number
    offered_g: Number  # what it could have had
    sellers: Number  # cooperatives
    audited: Number  # those that take part in its scheme
    fund_usd: Number
    treasury_usd: Number
    premium_usd: Number  # in all
    trained: Number  # members


class Goods(NamedTuple):
    """What cooperatives have to sell and to promise; arrays by cooperative."""

    grams: FloatColumn
    promised: FloatColumn  # for audits so far, USD; bids add to it


def together(each: Sequence[Terms[float]]) -> Terms[FloatColumn]:
    """The terms of several outlets, side by side."""
    return Terms(*np.array(each, float).T.copy())
