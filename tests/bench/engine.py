"""The engine's side: the slice of its month that the twin knows, over a frozen environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from asmsim.model import CohabitationModel
from asmsim.records import Value
from asmsim.rules import belief, channels, jobs, move, organise, routes, sale, work
from asmsim.state.choice import Help, Leaving, Options
from asmsim.state.columns import FloatColumn
from asmsim.state.district import District
from asmsim.state.founding import mean_weight
from asmsim.state.units import MONTHS
from tests.bench.twin import WINNERS_MONTHS

SETTLED = 3  # months the whole model lives before the environment is frozen


class Frozen(NamedTuple):
    """A district whose environment stays as it is from now on."""

    district: District
    rates: FloatColumn  # dues asked, by cooperative
    papers: channels.Papers  # what they bring at each site
    job_chance: float  # that somebody born here who looks for other work is offered one


def frozen(
    miners: int,
    *,
    seed: int = 0,
    policy_month: int = 24,
    overrides: Mapping[str, Value] | None = None,
) -> Frozen:
    """Let a district live a few whole months, then freeze what is not the miners' own."""
    model = CohabitationModel(
        miners=miners, seed=seed, months=60, policy_month=policy_month, overrides=overrides
    )
    model.run_to(SETTLED)
    d = model.district
    support = d.policy.support[d.cooperatives.site]
    rates = organise.dues(d.cooperatives, d.now.pit.dues, d.now.organise, d.now.licence, support)
    cost = routes.legal_cost(d.sites)
    papers = channels.papers(d.sites, d.now.markets, d.now.organise.access_premium, cost)
    chance = jobs.chance(d.people, d.vacancies, d.now.move.reconsider, d.kinds.job)
    return Frozen(d, rates, papers, chance)


def live(world: Frozen) -> None:
    """Live one month of the slice by the engine's compiled rules."""
    d, rates, papers, job_chance = world
    p, days = d.now, d.now.work.days_year / MONTHS
    season = work.season(p.work, d.calendar_month)
    work.dig(d.people, d.sites, p.work, d.kinds, d.luck, d.month, season)
    sale.share_gross(d.sites, d.villages, p.pit)
    flows = np.zeros(len(sale.FLOWS))
    pit = np.append(np.zeros_like(rates), 0.0), np.append(np.ones_like(rates), 1.0)
    coops = (d.cooperatives.treasury, rates, *pit)  # nobody sells to outlets
    sale.pay_at_sites(d.people, d.sites, coops, (p.pit, d.kinds), papers, flows)
    np.add.at(d.villages.fund, d.sites.village, d.sites.access_usd)
    sale.pay_elsewhere(d.people, d.villages, (p.home, d.kinds), p.firm.wage_usd_month, flows)
    counting = d.policy_month <= d.month < d.policy_month + WINNERS_MONTHS
    sale.keep_house(
        d.people,
        d.villages.consumption,
        d.sites.traders,
        (p.pit, p.home, d.kinds),
        (d.luck.advance, d.month, counting),
        flows,
    )
    newcomers = (p.move.rush_hype, mean_weight(p))
    belief.hear(d.sites, p.belief, p.work, p.pit, newcomers, d.month)
    need = p.people.poverty_line_usd_day * (1.0 + p.people.dependants) * 365.25 / MONTHS
    trust = (p.people.trust_firm, p.people.trust_state)
    belief.feel(d.people, d.sites, d.villages.respect, (p.belief, d.kinds), need, trust)
    options = Options(
        *move.site_values(d.sites, p.move, days),
        move.farm_values(farm_hope(d), p.move, days),
        move.away_value(p.home.away_wage_usd_day * p.home.farm_days, p.move, days),
        move.income_risk(p.work.noise_sigma),
        move.job_value(p.firm.wage_usd_month, p.move, days),
        job_chance,
        d.sites.custom < p.differ.woman_barred,
        np.zeros(len(d.sites.id)),
    )
    ground = (d.sites.x, d.sites.y, d.sites.kept_by)
    move.choose(
        d.people,
        options,
        (no_offers(d), no_help(d)),
        d.near,
        ground,
        (p.move, d.kinds),
        d.luck,
        d.month,
    )
    d.month += 1


def no_offers(d: District) -> Leaving:
    """Nobody is asked to leave."""
    n = len(d.sites.id)
    nothing, nobody = np.zeros(n), np.zeros(n, np.int32)
    zones = np.empty(0, np.int32)
    return Leaving(nothing, d.sites.offer_month, d.sites.kept_by, nobody, zones, d.now.offer)


def no_help(d: District) -> Help:
    """Nobody is helped to live otherwise."""
    n = len(d.sites.id)
    nowhere, nobody = np.full(n, -1, np.int32), np.zeros(3, np.int32)
    terms = d.now.livelihoods
    return Help(np.zeros(n), nowhere, farm_hope(d), nobody, terms, d.now.offer.months)


def farm_hope(d: District) -> FloatColumn:
    """What people count on from farming, by village, USD/month."""
    home = d.now.home
    usual = home.farm_wage_usd_day * home.farm_days
    hope: FloatColumn = usual * (1.0 - d.villages.land_lost) * d.villages.harvest
    return hope
