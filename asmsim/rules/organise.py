"""Organise: miners form, join and leave cooperatives, apply for papers, let them lapse.

Organising pays when secure tenure, finance and better channels exceed dues, upkeep, fee, tax and
time. ``net_benefit`` sums that a member and year; hazards are logistic in it. A licence covers the
members' work on permitted ground; those who do not join stay informal.
"""

from __future__ import annotations

import math

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import Luck, uniform
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.cooperatives import (
    DISSOLVED,
    LAPSED,
    LICENSED,
    LODGED,
    NONE,
    Cooperatives,
)
from asmsim.state.kinds import Kinds, kind
from asmsim.state.papers import bribes_usd, eagerness
from asmsim.state.parameters import Law, Licence, Organise, State
from asmsim.state.people import (
    CRIMINAL,
    FORMAL,
    ILLEGAL,
    INFORMAL,
    LEGAL,
    LEGITIMATE,
    MINING,
    NETWORK,
    NO_STATUS,
    NOWHERE,
    People,
)
from asmsim.state.sites import (
    ASM_ZONE,
    LEASED,
    OPEN,
    OTHER_TITLE,
    TOLERATED,
    Sites,
    licensable,
)
from asmsim.state.units import MONTHS

MONTH_SHIFT, SITE_SHIFT = 44, 12  # a cooperative's id packs month, site and ordinal there


def net_benefit(
    yield_usd: FloatColumn,
    channel: FloatColumn,
    p: Organise,
    legal_cost: FloatColumn,
    terms: tuple[Licence, FloatColumn, State],
) -> FloatColumn:
    """What a licence is worth to a member, USD a year, by site.

    Bribes avoided + freedom from tied sale + better price of licensed channels − upkeep − fee
    spread over unit and term − what the legal route costs − days spent on meetings and papers.
    Finance, channels and what they cost are there as far as licensed channels are open.

    Parameters
    ----------
    terms : (Licence, array, State)
        Between the two groups: share of the fee that others pay, by site.
    """
    licence, support, state = terms
    income = MONTHS * yield_usd
    sales = (p.finance_gain + p.access_premium - legal_cost) * income
    gain = bribes_usd(state) + channel * sales
    fee = licence.fee_usd * (1.0 - support) / (p.unit * licence.term_years)
    time = p.time_share * income
    return gain - licence.upkeep_usd - fee - time


@compiled
def recount(people: People, sites: Sites, coops: Cooperatives, alive: int) -> None:
    """Members of each cooperative; organised diggers of each site."""
    coops.members[:alive] = 0
    sites.organised[:] = 0
    for i in range(people.id.size):
        c = people.cooperative[i]
        if c == NOWHERE:
            continue
        s = people.site[i]
        if s != coops.site[c] or coops.papers[c] == DISSOLVED:
            people.cooperative[i] = NOWHERE
            continue
        coops.members[c] += 1
        if people.occupation[i] == MINING:
            sites.organised[s] += 1


@compiled
def form(
    sites: Sites,
    coops: Cooperatives,
    net: FloatColumn,
    p: Organise,
    helped: FloatColumn,
    luck: Luck,
    when: tuple[int, int],
) -> int:
    """New cooperatives where enough diggers are unorganised; returns how many rows are in use.

    Per potential unit the yearly hazard is ``form`` times eagerness times help; at most one forms
    at a site in a month.
    """
    month, alive = when
    for s in range(sites.id.size):
        loose = sites.diggers[s] - sites.organised[s]
        if loose < p.unit or not (licensable(sites.tenure[s]) or sites.tenure[s] == TOLERATED):
            continue
        hazard = p.form / MONTHS * eagerness(net[s], p) * helped[s] * loose / p.unit
        if uniform(luck.organise, month, sites.id[s], 0) < 1.0 - math.exp(-hazard):
            coops.id[alive] = (month << MONTH_SHIFT) | (sites.id[s] << SITE_SHIFT)
            coops.site[alive] = s
            coops.founded[alive] = month
            coops.leadership[alive] = uniform(luck.organise, month, sites.id[s], 1)
            coops.safety[alive] = p.conduct_start
            coops.mercury[alive] = p.conduct_start
            coops.children[alive] = p.conduct_start
            coops.organisation[alive] = p.conduct_start
            coops.records[alive] = p.conduct_start
            alive += 1
    return alive


@compiled
def welcome(people: People, i: int, kinds: Kinds, residence: float, month: int) -> float:
    """How readily a cooperative admits somebody, 1 for locals; 0 before a migrant's residence."""
    if not people.local[i] and month - people.arrived[i] < residence:
        return 0.0
    return float(kinds.welcome[kind(people, i)])


@compiled
def count_loose(
    people: People, n_sites: int, kinds: Kinds, residence: float, month: int
) -> FloatColumn:
    """Diggers of each site in no cooperative, each counted as readily as one would admit him."""
    loose = np.zeros(n_sites)
    for i in range(people.id.size):
        s = people.site[i]
        if s != NOWHERE and people.occupation[i] == MINING and people.cooperative[i] == NOWHERE:
            loose[s] += welcome(people, i, kinds, residence, month)
    return loose


@compiled
def join(
    people: People,
    sites: Sites,
    coops: Cooperatives,
    terms: tuple[Organise, Law, Kinds],
    luck: Luck,
    when: tuple[int, int],
) -> None:
    """Unorganised diggers join the youngest cooperative of their site that has room.

    A new cooperative gathers about ``unit`` members at once; others admit ``join`` a month. They
    welcome migrants less, and not at all before these have worked at the site as long as the law
    asks.
    """
    p, law, kinds = terms
    month, alive = when
    loose = count_loose(people, sites.id.size, kinds, law.residence_months, month)
    room = np.full(sites.id.size, NOWHERE)
    chance = np.zeros(sites.id.size)
    for c in range(alive):
        if coops.papers[c] == DISSOLVED:
            continue
        s = coops.site[c]
        if coops.members[c] < p.largest:
            room[s] = c
            if coops.founded[c] == month:
                chance[s] = min(1.0, p.unit / max(loose[s], 1.0))
            else:
                chance[s] = p.join
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE or people.cooperative[i] != NOWHERE or people.occupation[i] != MINING:
            continue
        c = room[s]
        if c == NOWHERE or coops.members[c] >= p.largest:
            continue
        asked = chance[s] * welcome(people, i, kinds, law.residence_months, month)
        if uniform(luck.join, month, people.id[i], 0) < asked:
            people.cooperative[i] = c
            coops.members[c] += 1


@compiled
def papers(
    sites: Sites,
    coops: Cooperatives,
    funds: FloatColumn,
    helped: tuple[FloatColumn, FloatColumn, FloatColumn],
    terms: tuple[Organise, Licence],
    luck: Luck,
    when: tuple[int, int],
) -> tuple[float, float, float, float, float]:
    """Apply, pay upkeep, lapse, dissolve; returns fees, support, upkeep, escheat and loans, USD.

    What is left when a cooperative dissolves goes to the fund of the site's village.

    A cooperative applies when it can pay what of the fee nobody pays or lends. Each year a licensed
    one pays its upkeep or lapses; even one that could pay lapses with a hazard that falls with the
    net benefit. Others pay ``licence.support`` of the fee.

    Parameters
    ----------
    helped : (array, array, array), by site
        What a licence is worth to a member, USD a year; by how much help speeds an application;
        share of the fee that others pay.
    """
    p, licence = terms
    net, help_here, support_here = helped
    month, alive = when
    fees = support = upkeep = escheat = loans = 0.0
    for c in range(alive):
        held = coops.papers[c]
        if held == DISSOLVED:
            continue
        s = coops.site[c]
        eager = eagerness(net[s], p)
        if coops.members[c] < p.smallest and coops.founded[c] < month:
            coops.papers[c] = DISSOLVED
            coops.agreement[c] = 0
            escheat += coops.treasury[c]
            funds[sites.village[s]] += coops.treasury[c]
            coops.treasury[c] = 0.0
        elif held == NONE or held == LAPSED:
            chance = 1.0 - math.exp(-p.apply / MONTHS * eager * help_here[s])
            own = licence.fee_usd * (1.0 - support_here[s])
            lent = licence.loan * own
            able = coops.treasury[c] >= own - lent and licensable(sites.tenure[s])
            able = able and sites.tenure[s] != LEASED  # a contract holds there, not a licence
            if able and uniform(luck.apply, month, coops.id[c], 0) < chance:
                coops.treasury[c] -= own - lent
                coops.owed[c] += lent
                loans += lent
                fees += own
                support += licence.fee_usd - own
                coops.papers[c] = LODGED
                coops.lodged_month[c] = month
        elif held == LICENSED:
            age = month - coops.licensed_month[c]
            if month >= coops.expiry_month[c]:
                coops.papers[c] = LAPSED
            elif age > 0 and age % MONTHS == 0:
                due = licence.upkeep_usd * coops.members[c]
                hazard = p.lapse * (2.0 - eager)
                quits = uniform(luck.lapse, month, coops.id[c], 0) < 1.0 - math.exp(-hazard)
                if quits or coops.treasury[c] < due:
                    coops.papers[c] = LAPSED
                else:
                    coops.treasury[c] -= due
                    upkeep += due
    return fees, support, upkeep, escheat, loans


def dues(
    coops: Cooperatives, rate: float, p: Organise, licence: Licence, support: FloatColumn
) -> FloatColumn:
    """Share of income each cooperative asks: nothing once a fee and years of upkeep are in hand.

    Parameters
    ----------
    support : array, cooperative
        Share of the fee that others pay.
    """
    fee = licence.fee_usd * (1.0 - support)
    enough = fee + p.reserve_years * licence.upkeep_usd * coops.members
    return np.where(coops.treasury < enough, rate, 0.0)


@compiled
def better(part: float, gain: float, decay: float) -> float:
    """One part of conduct a month on."""
    return part + gain * (1.0 - part) - decay * part


def asked(p: Organise, served: FloatColumn) -> FloatColumn:
    """What is left of the gain in conduct where formal buyers who ask for it have left, by site."""
    return 1.0 - p.buyers_conduct * (1.0 - served)


@compiled
def conduct(coops: Cooperatives, p: Organise, alive: int, spurred: FloatColumn) -> None:
    """Five parts of conduct rise with leadership (more so under licence) and fall with neglect.

    What its buyers give a cooperative (``spur``) speeds the gain.

    part += gain * pace * leadership * (1 - part) - decay * part, each part at a pace of its own.

    Parameters
    ----------
    spurred : array, site
        By how much training speeds the gain and absent formal buyers slow it; 1 with neither.
    """
    for c in range(alive):
        if coops.papers[c] == DISSOLVED:
            continue
        gain = p.conduct_gain * coops.leadership[c] * spurred[coops.site[c]] * coops.spur[c]
        if coops.papers[c] == LICENSED or coops.agreement[c]:
            gain *= 1.0 + p.licence_conduct
        coops.safety[c] = better(coops.safety[c], gain * p.pace_safety, p.conduct_decay)
        coops.mercury[c] = better(coops.mercury[c], gain * p.pace_mercury, p.conduct_decay)
        coops.children[c] = better(coops.children[c], gain * p.pace_children, p.conduct_decay)
        coops.organisation[c] = better(
            coops.organisation[c], gain * p.pace_organisation, p.conduct_decay
        )
        coops.records[c] = better(coops.records[c], gain * p.pace_records, p.conduct_decay)


@compiled
def in_right(people: People, i: int, tenure: int, terms: tuple[Law, bool], month: int) -> bool:
    """Whether the law asks for nothing more than what somebody has: a card, or customary right.

    By custom work open ground those born here, and who has been at the site long enough.
    """
    law, card_holds = terms
    if card_holds and people.card_until[i] >= month:
        return True
    if not law.customary or tenure != OPEN:
        return False
    there = month - people.arrived[i]
    return bool(people.local[i] or there >= max(law.residence_months, law.custom_months))


@compiled
def derive_status(
    people: People,
    sites: Sites,
    coops: Cooperatives,
    terms: tuple[Organise, Law, BoolColumn],
    month: int,
) -> None:
    """Each miner's class, from tenure and papers alone (R1); never a choice.

    Derived when papers have moved and before anybody is evicted or moves on, so that it is the
    class of this month's work.

    Formal: licensed cooperative on permitted ground, or one under contract on leased ground.
    Legitimate: papers lodged and in progress,
    no gravest abuse.
    Criminal, before all others: whose work a criminal network finances; to pay a levy is not.
    Informal: open ground, zones and other title without papers. Illegal: core, margin, no-go and
    protected ground without agreement, and zones for those whom the law keeps out of them.
    Legal: who holds a card where that is all the law asks for, or works open ground by custom.

    Parameters
    ----------
    terms : (Organise, Law, array by site)
        Parameters, and where a card holds.
    """
    p, law, card_ground = terms
    for i in range(people.id.size):
        s = people.site[i]
        if s == NOWHERE:
            people.status[i] = NO_STATUS
            continue
        c = people.cooperative[i]
        tenure = sites.tenure[s]
        kept_out = law.residents_only and tenure == ASM_ZONE and not people.local[i]
        if people.lender[i] == NETWORK and people.debt[i] > 0.0:
            people.status[i] = CRIMINAL
        elif sites.intrusion[s] or kept_out:
            people.status[i] = ILLEGAL
        elif c != NOWHERE and (
            (coops.papers[c] == LICENSED and licensable(tenure))
            or (coops.agreement[c] and tenure == LEASED)
        ):
            people.status[i] = FORMAL
        elif in_right(people, i, tenure, (law, card_ground[s]), month):
            people.status[i] = LEGAL
        elif (
            c != NOWHERE
            and coops.papers[c] == LODGED
            and month - coops.lodged_month[c] <= p.progress_months
            and min(coops.safety[c], coops.children[c]) >= p.gravest
            and tenure != OTHER_TITLE
        ):
            people.status[i] = LEGITIMATE
        else:
            people.status[i] = INFORMAL
