"""Move: some choose anew; unknown deposits are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.rules import access, jobs, livelihoods, move
from asmsim.state.choice import Help, Leaving, Options
from asmsim.state.columns import BoolColumn, FloatColumn, IndexColumn
from asmsim.state.district import District
from asmsim.state.people import MINING, NOWHERE
from asmsim.state.reach import reached
from asmsim.state.sites import ASM_ZONE, CEDED, lies_in
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


SHOWN = (ASM_ZONE, CEDED)  # ground set aside, which those asked to leave are shown


def open_to(d: District) -> tuple[BoolColumn, FloatColumn]:
    """Pits from which custom keeps women, and what it costs migrants to be where none may be."""
    men_only = d.sites.custom < d.now.differ.woman_barred
    closed = (d.sites.tenure == ASM_ZONE) & d.now.law.residents_only
    return men_only, d.now.move.tenure_risk * closed


def help_to_live_otherwise(d: District, fields: FloatColumn) -> Help:
    """What is offered to those at sites, as far as there are places; others' ventures may fail."""
    p = d.now.livelihoods
    livelihoods.wear(d.people, p.fails, d.luck.livelihood, d.month)
    chance: FloatColumn = np.zeros(len(d.sites.id))
    near: IndexColumn = np.full(len(d.sites.id), NOWHERE, np.int32)
    if p.places > 0.0:
        asked = (d.policy.helped > 0.0) & (d.sites.workers > 0)
        look = d.now.move.reconsider * float(np.add.reduce(d.sites.workers * asked))
        chance[asked] = reached(p.places / MONTHS * d.scale, look, d.now.coordination)
        near = livelihoods.nearby(d.near, livelihoods.viable(d.sites))
    return Help(chance, near, fields, np.zeros(3, np.int32), p, d.now.offer.months)


def pay_help(model: CohabitationModel, offer: Help) -> None:
    """Charge what was given to those who pay for it."""
    p = offer.terms
    started, home, moved = offer.took.tolist()
    purse.bill(model, "livelihoods", started * p.start_usd, "livelihoods.places")
    usd = home * p.home_usd + moved * p.move_usd
    purse.bill(model, "way_home", usd, "livelihoods.places")


def phase(model: CohabitationModel) -> None:
    """Some reconsider what to do and where; unknown deposits are found."""
    d, p, home = model.district, model.district.now.move, model.district.now.home
    days, fear = d.now.work.days_year / MONTHS, d.now.belief.violence_fear
    farm = home.farm_wage_usd_day * home.farm_days * (1.0 - d.villages.land_lost)
    fields = (farm * d.villages.harvest + d.villages.demand) * (1.0 - d.villages.levy)
    dig, process = move.site_values(d.sites, p, days)
    shut = access.closed(d.sites, d.policy, d.luck.access)
    dig[shut] = process[shut] = -np.inf
    access.clear(d.people, shut)
    options = Options(
        dig,
        process,
        move.farm_values(fields, p, days) - p.danger * fear * d.villages.danger,
        move.away_value(home.away_wage_usd_day * home.farm_days, p, days),
        move.income_risk(d.now.work.noise_sigma),
        move.job_value(d.now.firm.wage_usd_month, p, days),
        jobs.chance(d.people, d.vacancies, p.reconsider, d.kinds.job),
        *open_to(d),
    )
    took = np.zeros(len(d.sites.id), np.int32)
    zones = np.flatnonzero(lies_in(d.sites.tenure, SHOWN)).astype(np.int32)
    offers = np.where(d.sites.kept_by >= 0, d.policy.departure, 0.0)
    leaving = Leaving(offers, d.sites.offer_month, d.sites.kept_by, took, zones, d.now.offer)
    offer = help_to_live_otherwise(d, fields)
    ground = (d.sites.x, d.sites.y, d.sites.kept_by)
    d.departures = move.choose(
        d.people, options, (leaving, offer), d.near, ground, (p, d.kinds), d.luck, d.month
    )
    pay_help(model, offer)
    for agent in model.firms:
        its = took * (d.sites.holder == agent.number)
        usd = float(np.add.reduce(its * offers))
        purse.bill(model, "departure", usd, "offer.departure_usd", firms=(agent,))
    if d.pool:
        effort = np.count_nonzero(d.people.occupation == MINING) / d.pool
        move.discover(d.sites, p, d.luck, d.month, effort)
