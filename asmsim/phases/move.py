"""Move: some choose anew; unknown deposits are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.rules import access, jobs, move
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.district import District
from asmsim.state.people import MINING
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
    options = move.Options(
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
    leaving = move.Leaving(offers, d.sites.offer_month, d.sites.kept_by, took, zones, d.now.offer)
    ground = (d.sites.x, d.sites.y, d.sites.kept_by)
    d.departures = move.choose(
        d.people, options, leaving, d.near, ground, (p, d.kinds), d.luck, d.month
    )
    for agent in model.firms:
        its = took * (d.sites.holder == agent.number)
        usd = float(np.add.reduce(its * offers))
        purse.bill(model, "departure", usd, "offer.departure_usd", firms=(agent,))
    if d.pool:
        effort = np.count_nonzero(d.people.occupation == MINING) / d.pool
        move.discover(d.sites, p, d.luck, d.month, effort)
