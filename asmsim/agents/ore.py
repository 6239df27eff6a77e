"""The firm's purchase of miners' ore: whether it may, at what price, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from asmsim.agents import purse
from asmsim.rules import plant
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.minerals import FIRST
from asmsim.state.sites import ASM_ZONE, CEDED, HARD_ROCK, LEASED, OPEN, UNKNOWN
from asmsim.state.units import GRAMS_PER_OUNCE, MONTHS

if TYPE_CHECKING:
    from asmsim.agents.firm import Firm

ORE_GROUND = (OPEN, ASM_ZONE, CEDED, LEASED)  # where the firm may buy ore: with papers


class Terms(NamedTuple):
    """What a gram held in ore is worth at each site, USD; a price of 0 means no offer."""

    price: FloatColumn  # what the firm pays
    value: FloatColumn  # what it is worth to the firm after all its costs
    outside: FloatColumn  # what it brings at the pit


class Ore:
    """A firm's dealings in ore."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm

    @property
    def wanted(self) -> bool:
        """Whether the stance has the firm buy ore, and the law lets it."""
        d = self.firm.model.district
        return bool(d.now.law.offtake and (d.policy.offtake > 0.0).any())

    @property
    def bought(self) -> bool:
        """Whether it buys: the minister has signed, and the plant runs."""
        signed = self.firm.state.ore_act_month
        in_force = signed != UNKNOWN and self.firm.model.district.month >= signed
        return self.wanted and in_force and self.firm.state.runs

    def terms(self, ours: BoolColumn) -> Terms:
        """Price of a gram in ore by site: a bargain over the surplus, and no offer without one.

        Parameters
        ----------
        ours : array, site
            Where an agreement would be with this firm.
        """
        d, p = self.firm.model.district, self.firm.model.district.now.offtake
        outside = plant.at_the_pit(d.sites)
        km = plant.haul_km(d.sites, d.ground, self.firm.number)
        kept = p.recovery * d.world_price * (1.0 - p.due_diligence - d.now.state.royalty)
        value = kept - plant.cost(d.sites, p, km, self.put_off_usd_t())
        part = p.power * (1.0 - d.now.agreement.left_to_miners)
        offered = ours & (d.policy.offtake > 0.0) & (d.sites.ore == HARD_ROCK)
        offered &= d.sites.mineral == FIRST  # what its plant is built for
        offered &= (km <= p.reach_km) & np.isin(d.sites.tenure, ORE_GROUND)
        price = np.where(offered, plant.bargain(value, outside, part), 0.0)
        return Terms(price, value, outside)

    def buy(self) -> None:
        """Pay for the ore that was delivered, win its metal, sell it."""
        d, state, p = (
            self.firm.model.district,
            self.firm.state,
            self.firm.model.district.now.offtake,
        )
        ore = d.sites.ore_g * self.firm.contracts.ours()
        state.ore_g = float(np.add.reduce(ore))
        state.ore_revenue_usd = state.ore_t = state.displaced_usd = 0.0
        if state.ore_g <= 0.0:
            return
        state.holding += 1
        state.ore_t = float(np.add.reduce(plant.tonnes(d.sites, p, ore)))
        state.displaced_usd = state.ore_t * self.put_off_usd_t()
        km = plant.haul_km(d.sites, d.ground, self.firm.number)
        won = ore * p.recovery * d.world_price
        handled = ore * plant.cost(d.sites, p, km, 0.0) + p.due_diligence * won
        paid = ore * d.sites.ore_price
        d.sites.earned_usd[:] += won * (1.0 - d.now.state.royalty) - handled - paid
        state.ore_revenue_usd = float(np.add.reduce(won))
        self.firm.earn("ore_revenue", state.ore_revenue_usd)
        self.firm.spend("ore_cost", float(np.add.reduce(handled)))
        bought = float(np.add.reduce(paid))
        self.firm.spend("ore_bought", bought)
        if p.prepaid > 0.0:
            usd, whose = p.prepaid * p.capital_rate * bought, (self.firm,)
            purse.bill(self.firm.model, "working_capital", usd, "offtake.prepaid", firms=whose)

    def put_off_usd_t(self) -> float:
        """Margin on own ore that each tonne bought last puts off once the plant is full, USD."""
        d, p = self.firm.model.district, self.firm.model.district.now.offtake
        own_g = d.now.firm.output_koz * 1000.0 * GRAMS_PER_OUNCE / MONTHS * d.scale
        won_g_t = p.own_g_t * p.recovery
        spare_t = p.spare * own_g / won_g_t
        return plant.displaced(self.firm.state.ore_t, spare_t, won_g_t * self.firm.margin_usd_g)
