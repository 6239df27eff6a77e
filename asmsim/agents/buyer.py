"""Buyers: exporters by either route, traders at the pits, in villages and at buying points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import bank
from asmsim.agents.body import Body
from asmsim.rules import border, buyers, markets, outlets, points, routes, technique
from asmsim.state.columns import FloatColumn, IndexColumn
from asmsim.state.district import Part
from asmsim.state.reason import Reason
from asmsim.state.sites import FINDING, GRAVEST

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel

EXPORTER, SMUGGLER = "licensed exporter", "smuggling exporter"
PIT, VILLAGE = "pit traders", "village traders"
OFFTAKE, POINT = "firm's off-take", "licensed buying points"
KINDS = (EXPORTER, SMUGGLER, PIT, VILLAGE, OFFTAKE, POINT)  # as they decide: exporters first


class Buyer(Body):
    """One kind of buyer.

    Attributes
    ----------
    kind : str
        Licensed exporter (the formal buyers: they answer for what they buy), smuggling exporter,
        pit traders (they come to the pits, and finance those who owe them ore), village traders
        (they pay more, to who is free and comes to them), the firm's off-take (it buys ore, where
        it has an agreement), or licensed buying points (near the pits, where there are any).
    pays : float
        What it pays this month per unit of world price; traders' is the mean over what they post.
    bought_kg : float
        What it took this month, of the first mineral.
    second_kg : float
        The same of the second.
    reason : Reason or None
        What it just decided, and why.
    """

    def __init__(self, model: CohabitationModel, kind: str) -> None:
        super().__init__(model)
        self.kind = kind
        self.pays = 0.0
        self.bought_kg = 0.0
        self.second_kg = 0.0
        self.reason: Reason | None = None

    def decide(self) -> None:
        """Set terms: who serves which site, what exporters pay, what traders post."""
        decide = {
            EXPORTER: self.source,
            SMUGGLER: self.smuggle,
            PIT: self.post,
            VILLAGE: self.wait,
            OFFTAKE: self.mill,
            POINT: self.open,
        }
        decide[self.kind]()

    def source(self) -> None:
        """Assess sites, stay or leave, and take the share of the metal that the wedge allows."""
        d = self.model.district
        sites = d.sites
        seen = buyers.conduct(sites, d.cooperatives, d.now.organise, d.n_cooperatives)
        wedges = np.zeros(len(sites.id))
        for part in d.parts():
            its = seen[0][part.rows], seen[1][part.rows]
            wedges[part.rows] = self.serve(part, its)
        worth = sites.recovered_g * sites.world_price
        self.pays = weighted(sites.legal_net, worth)
        worked = sites.workers > 0
        found, grave = (np.count_nonzero(worked & (sites.finding == f)) for f in (FINDING, GRAVEST))
        share = weighted(sites.legal_share, worth)
        self.reason = Reason(
            "source",
            {
                "served": weighted(sites.served, sites.workers),
                "found": int(found + grave),
                "worked": int(np.count_nonzero(worked)),
                "grave": int(grave),
                "wedge": weighted(wedges, worth),
                "legal": share,
            },
        )

    def serve(self, part: Part, seen: tuple[FloatColumn, FloatColumn]) -> FloatColumn:
        """Do so for one mineral; returns the wedge at its sites, in points of value.

        Parameters
        ----------
        seen : (array, array), by its sites
            Conduct, and the worse of safety and children.
        """
        luck, month = self.model.district.luck.assessment, self.model.district.month
        sites, p, organise = part.sites, part.now.markets, part.now.organise
        buyers.assess(sites, seen, p, organise.gravest, luck, month)
        state = part.now.state_buyer
        barred = outlets.by_law(state, "monopoly")
        gone = np.maximum(part.policy.exit, barred)
        buyers.relate(sites, part.policy._replace(exit=gone), p)
        burden, market, cut = self.burden(part, seen[0]), part.market, part.now.quota.cut
        wedges = routes.wedge(p, burden)
        market.allowed = routes.rationed(market.allowed, cut, market.usual_kg, market.legal_kg)
        allowed = market.allowed * (1.0 - barred)
        routes.pay(sites, p, burden)
        sole = outlets.by_law(state, "sole_exporter")
        if sole > 0.0:
            wedges = wedges + routes.sole(sites, sole, state.pays)
        routes.split(sites, p, routes.drift(sites, p, wedges), allowed)
        gain = organise.access_premium + organise.finance_gain
        routes.open_channels(sites, p, gain, allowed)
        market.legal_share = weighted(sites.legal_trend, sites.recovered_g)
        market.net = weighted(routes.exporters_net(sites), sites.recovered_g)
        return wedges

    def burden(self, part: Part, conduct: FloatColumn) -> routes.Burden:
        """What the routes out cost at each site of a mineral this month."""
        p, market = part.now.border, part.market
        market.coalition = border.coverage(p, market.coalition)
        hidden = part.now.markets.smuggler_cost + border.on_smuggled(p, market.coalition)
        part.sites.border[:] = border.on_legal(p, market.coalition, conduct)
        ban = part.now.law.mercury_ban * part.now.technique.ban_cost
        rules = ban * technique.dirty(part.sites)
        smuggling = np.full(len(part.rows), hidden)
        return routes.Burden(part.policy.tax, smuggling, part.sites.border, rules)

    def smuggle(self) -> None:
        """Pay what the other route leaves."""
        sites = self.model.district.sites
        self.pays = weighted(sites.smuggled_net, sites.recovered_g * sites.world_price)
        self.reason = Reason("smuggle", {"pays": self.pays})

    def post(self) -> None:
        """Set out to the pits and post prices there, against what villages pay."""
        d = self.model.district
        sites = d.sites
        for part in d.parts():
            terms = routes.exporters_net(part.sites), self.village_net(part)
            p, world = markets.informed(part.now.markets, part.now.information), part.world_price
            p = markets.financed(p, d.now.credit.traders * bank.ready(d))
            markets.post_prices(part.sites, p, d.luck.trader, d.month, world, terms)
        self.pays = weighted(sites.price_share, sites.traders)
        owed = int(np.count_nonzero(sites.tied_g > 0.0))
        self.reason = Reason("post", {"traders": int(sites.traders.sum()), "owed": owed})

    def village_net(self, part: Part) -> FloatColumn:
        """What a village pays per unit of world price, by site of a mineral, less the way there."""
        sites, villages = part.sites, self.model.district.villages
        if not len(villages.id):
            return np.zeros(len(sites.id))
        home = sites.village
        km = np.hypot(sites.x - villages.x[home], sites.y - villages.y[home])
        return markets.village_net(part.now.markets, part.market.net, km)

    def wait(self) -> None:
        """Wait in the village for who is free and finds the way worth it."""
        d = self.model.district
        self.pays = d.now.markets.village_share * d.market.net
        worth_it = int(np.count_nonzero(d.sites.to_village))
        self.reason = Reason("wait", {"pays": self.pays, "sites": worth_it})

    def mill(self) -> None:
        """Buy ore at the price the firm last bargained, where it has an agreement."""
        d = self.model.district
        where = d.sites.ore_price > 0.0
        price = weighted(d.sites.ore_price * where, d.sites.ore_g)
        self.pays = price / d.world_price if d.world_price > 0.0 else 0.0
        bound = int(np.count_nonzero(d.cooperatives.agreement[: d.n_cooperatives]))
        terms = int(np.count_nonzero(where))
        self.reason = Reason("mill", {"sites": terms, "agreements": bound})

    def open(self) -> None:
        """Open near the largest pits, and pay what the legal route leaves."""
        d = self.model.district
        number = sum(self.gather(part) for part in d.parts())
        sites = d.sites
        turned = sites.to_point * sites.recovered_g
        self.pays = weighted(sites.price_share, turned) if turned.any() else 0.0
        worth_it = int(np.count_nonzero(sites.to_point))
        self.reason = Reason("open", {"points": number, "sites": worth_it})

    @staticmethod
    def gather(part: Part) -> int:
        """Do so for one mineral; returns how many points are open."""
        sites, p = part.sites, part.now.points
        sites.to_point[:] = 0.0
        if p.share <= 0.0:
            sites.point[:] = 0
            return 0
        number = points.open_points(sites, p)
        known = markets.informed(part.now.markets, part.now.information)
        paid = points.net(sites, p, known, points.way_km(sites))
        turned = routes.leaving(known, paid - sites.price_share)
        points.match(sites, paid, turned, part.world_price)
        return number

    def take(self) -> None:
        """Note the month's metal: exporters what left by their route, traders what they bought."""
        d = self.model.district
        self.bought_kg, *others = (self.took(part) for part in d.parts())
        self.second_kg = sum(others)

    def took(self, part: Part) -> float:
        """What it took of a mineral this month, kg."""
        sites, market = part.sites, part.market
        free = np.maximum(0.0, sites.recovered_g - sites.tied_g - sites.outlet_g)
        free = free * sites.to_village * (1.0 - sites.to_point)
        carried_kg = float(np.add.reduce(free)) / 1000.0
        outlets_kg = float(np.add.reduce(sites.outlet_g)) / 1000.0
        at_pit = market.legal_kg + market.smuggled_kg - carried_kg - market.point_kg - outlets_kg
        return {
            EXPORTER: market.legal_kg - market.certified_kg - market.state_kg,
            SMUGGLER: market.smuggled_kg,
            PIT: at_pit,
            VILLAGE: carried_kg,
            OFFTAKE: market.plant_kg,
            POINT: market.point_kg,
        }[self.kind]


def weighted(values: FloatColumn, weights: FloatColumn | IndexColumn) -> float:
    """Mean of a column over sites by weight; over all alike where nothing weighs."""
    total = float(np.add.reduce(weights))
    if total > 0.0:
        return float(np.add.reduce(values * weights)) / total
    return float(np.mean(values)) if len(values) else 0.0
