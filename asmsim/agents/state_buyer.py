"""The state buyer: a public trader, beside others or by law alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.agents import purse
from asmsim.agents.outlet import Outlet, Place
from asmsim.state.parameters import Parameters
from asmsim.state.terms import GROUNDS, NO_SCHEME, Terms, Took
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

KIND = "state buyer"
BEST = 1.0  # no standard asks for more than the best conduct


class StateBuyer(Outlet):
    """A public trader who buys from cooperatives at a set share of the world price."""

    def __init__(self, model: CohabitationModel) -> None:
        super().__init__(model, KIND)

    def asks(self, now: Parameters) -> bool:
        """Whether it is there, for this mineral."""
        return now.state_buyer.presence > 0.0

    def standard(self, place: Place) -> float:
        """The conduct it asks for by now: it began low, and rises."""
        q, market, month = place.now.state_buyer, place.market, self.model.district.month
        if market.state_since < 0:
            market.state_since = month
        return min(q.standard + q.rise * (month - market.state_since) / MONTHS, BEST)

    def terms(self, place: Place) -> Terms[float]:
        """Pay the set share of the world price to those who reach the standard of the day."""
        d, q = self.model.district, place.now.state_buyer
        return Terms(
            standard=self.standard(place),
            licensed=1.0,
            ground=GROUNDS.index(q.ground),
            floor=q.pays * place.world,
            usual=0.0,
            frees=0.0,
            premium=0.0,
            to_fund=0.0,
            to_treasury=0.0,
            presence=q.presence,
            declared=place.now.markets.returns,
            demand_g=q.capacity_kg_year * 1000.0 / MONTHS * d.scale,
            exports=1.0,
            scheme=NO_SCHEME,
            dues=0.0,
            trains=q.trains,
            teaches=d.now.training.conduct,
        )

    def receive(self, place: Place, took: Took[float]) -> None:
        """Note the metal it will export, and pay for training and for running it."""
        d, q, market = self.model.district, place.now.state_buyer, place.market
        market.state_kg, market.state_usd = took.grams / 1000.0, took.paid_usd
        usd = took.trained * d.now.training.usd_year / MONTHS
        purse.bill(self.model, "training", usd, "state_buyer.presence")
        running = q.presence * q.usd_year / MONTHS * d.scale
        purse.bill(self.model, "state_buyer", running, "state_buyer.presence")
