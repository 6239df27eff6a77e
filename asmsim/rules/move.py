"""Move: some reconsider what to do and where; discoveries start rushes.

Utility of an option = slope * log(certainty-equivalent income a day, in the person's own
reservation terms) less danger, moving cost and tenure risk; a Gumbel taste keyed by person, month
and option makes the best option a logit choice. Mining at a site is worth the reservation wage
times what the site yields over the reference yield at which the wage was asked (Stoop and
Verpoorten's survey). At a site one digs or processes, whichever pays. Staying has an advantage,
which gives workforces their persistence. What is one's own differs by kind of people (R12).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from asmsim.compiled import compiled
from asmsim.luck import Luck, gumbel, pair, uniform, uniforms
from asmsim.state.choice import Help, Leaving, Options, Own, is_helped, lump_sum, take_help
from asmsim.state.columns import CodeColumn, FloatColumn, IndexColumn
from asmsim.state.kinds import Kinds, kind, take_role, trade
from asmsim.state.near import Near
from asmsim.state.parameters import Move, Offer
from asmsim.state.people import (
    AWAY,
    DEAD,
    FARMING,
    FIRM_JOB,
    MINING,
    NEVER,
    NOWHERE,
    ORDINARY,
    PAN,
    PROCESSING,
    PROCESSOR,
    People,
)
from asmsim.state.sites import UNKNOWN, Sites

# Numbers under which an option's taste is drawn; a site's is SITE + its id.
FARM_OPTION, AWAY_OPTION, JOB_OPTION, SITE_OPTION = 0, 1, 2, 3
LITTLE = 1e-6  # USD: keeps the logarithm of an income of nothing finite


@compiled
def site_values(sites: Sites, p: Move, days: float) -> tuple[FloatColumn, FloatColumn]:
    """What digging and processing at each site are worth, without what is one's own.

    slope * log(income over the reference income) less danger and tenure risk; -inf while unknown.
    """
    reference = p.reference_g_day * p.reference_price_usd_g * days
    dig = np.full(sites.id.size, -math.inf)
    process = np.full(sites.id.size, -math.inf)
    for s in range(sites.id.size):
        if sites.discovery_month[s] == UNKNOWN:
            continue
        cost = p.danger * sites.danger[s] + p.tenure_risk * sites.intrusion[s]
        dig[s] = p.slope * math.log((sites.yield_usd[s] + LITTLE) / reference) - cost
        process[s] = p.slope * math.log((sites.yield_processor[s] + LITTLE) / reference) - cost
    return dig, process


def income_risk(noise_sigma: float) -> float:
    """Half the variance of monthly log output, which a certainty equivalent falls short by."""
    return 0.5 * noise_sigma * noise_sigma


def farm_values(income: FloatColumn, p: Move, days: float) -> FloatColumn:
    """What farming is worth, by village: slope * log(income a mining day) plus access."""
    return p.slope * np.log(income / days) + p.farm_access


def job_value(wage: float, p: Move, days: float) -> float:
    """What a job at the mine is worth: slope * log(wage a mining day) plus access."""
    return p.slope * math.log(max(wage, LITTLE) / days) + p.job_access


def away_value(income: float, p: Move, days: float) -> float:
    """What living away is worth: slope * log(income a mining day) plus access."""
    return p.slope * math.log(income / days) + p.away_access


@compiled
def walk(stream: np.uint64, month: int, who: int, places: int) -> tuple[int, int]:
    """Where in a list one starts looking, and the odd stride by which one goes on.

    The number of places is a power of two, so every place is passed once.
    """
    u, v = pair(stream, month, who, 0)
    return int(u * places), 2 * int(v * (places // 2)) + 1


@compiled
def look_around(
    walked: tuple[int, int], row: IndexColumn, value: FloatColumn, here: int, seen: IndexColumn
) -> int:
    """Look at known sites nearby until enough have been seen; returns how many.

    One walks over the deposits from a start and by a stride of one's own and passes over one's own
    and the unknown. A discovery is seen by those whose walk comes to it, and takes a later look of
    theirs; it changes nothing for anybody else.

    Parameters
    ----------
    walked : (int, int)
        Start and stride.
    row : array
        Deposits nearby, as many places as a power of two, ``NOWHERE`` where there are no more.
    value : array, site
        What each is worth; -inf where nobody knows of it.
    here : int
        One's own site.
    seen : array
        Filled; as long as the looks one has.
    """
    start, stride = walked
    looks = 0
    for step in range(row.size):
        if looks == seen.size:
            break
        s = row[(start + step * stride) & (row.size - 1)]
        seen[looks] = s
        # Added up, not branched on: no processor can guess which of them are known.
        looks += (s != NOWHERE) & (s != here) & (value[s] != -math.inf)
    return looks


@compiled
def at_work(options: Options, s: int, dig: float, own: Own) -> tuple[float, int]:
    """The better of digging and processing at a site: its worth, and what one does.

    Taste is for the place; what one does there is what pays.

    Parameters
    ----------
    dig : float
        What is one's own in digging there.
    """
    digs = options.dig[s] + dig
    if own.woman and options.men_only[s]:
        digs = -math.inf
    wash = options.process[s] + own.wash
    closed = options.closed[s] if own.migrant else 0.0
    if digs >= wash:
        return digs - closed, MINING
    return wash - closed, PROCESSING


@compiled
def best_site(
    where: tuple[int, int, int],
    options: Options,
    seen: IndexColumn,
    ground: tuple[FloatColumn, FloatColumn, CodeColumn],
    own: Own,
    taste: tuple[np.uint64, int],
) -> tuple[float, int, int]:
    """The best of the present site and those seen: value with taste, its number, what one does.

    Parameters
    ----------
    where : (int, int, int)
        One's id; one's site; the site one looks around, ``NOWHERE`` for one's village.
    options : Options
        What digging and processing are worth.
    seen : array
        Sites looked at.
    ground : (array, array, array)
        The sites' x and y, km, and the firm that keeps each, -1 for none.
    own : Own
        What is one's own.
    taste : (uint64, int)
        Stream and month.
    """
    who, here, anchor = where
    stream, month = taste
    x, y, kept = ground
    best, there, then = -math.inf, NOWHERE, MINING
    if here != NOWHERE:
        best, then = at_work(options, here, own.dig, own)
        best += own.stay + gumbel(stream, month, who, SITE_OPTION + here)
        there = here
    for s in seen:
        worth, does = at_work(options, s, own.moved, own)
        worth += gumbel(stream, month, who, SITE_OPTION + s)
        if s == own.shown:
            worth += own.gift
        elif anchor != NOWHERE:
            dx, dy = x[s] - x[anchor], y[s] - y[anchor]
            worth -= own.travel * math.sqrt(dx * dx + dy * dy)
        if kept[s] < 0:
            worth += own.leave
        if worth > best:
            best, there, then = worth, s, does
    return best, there, then


@compiled
def own_worth(
    people: People, i: int, kinds: Kinds, p: Move, leave: float, help_: tuple[int, float]
) -> Own:
    """What is one's own in the worth of working at a site.

    slope * log of what one brings: time, skill, what one is paid of what others are, what the chief
    leaves. A post is lost elsewhere; a digger who processes gives up the pay of his role as well,
    and changing between the two costs ``switch``.
    """
    role, k = people.role[i], kind(people, i)
    weight = kinds.weight[:, k]
    keeps = kinds.time[k] * (1.0 - kinds.fee[k])
    dig = p.slope * math.log(keeps * people.skill[i] * weight[ORDINARY])
    moved = dig + p.slope * math.log(weight[trade(role)] / weight[role])
    wash = p.slope * math.log(keeps)
    if role == PROCESSOR:
        dig -= p.switch
        moved -= p.switch
    else:
        wash -= p.slope * math.log(weight[role] / weight[ORDINARY]) + p.switch
    stay, travel = p.stay * kinds.stay[k], p.distance * kinds.travel[k]
    who = (people.woman[i] != 0, people.local[i] == 0)
    return Own(dig, moved, wash, stay, travel, leave, who[0], who[1], help_[0], help_[1])


@compiled
def elsewhere(farm: float, away: float, job: float) -> tuple[float, int]:
    """The best of farming, living away and a job at the mine: its value and what one does."""
    if job > max(farm, away):
        return job, FIRM_JOB
    if farm >= away:
        return farm, FARMING
    return away, AWAY


@compiled
def entitled(usd: float, since: int, arrived: int, paid: int) -> bool:
    """Whether an offer to leave is open to somebody: there when it was made, not paid before."""
    return usd > 0.0 and since != UNKNOWN and arrived <= since and paid == NEVER


@compiled
def has_job(now: int, local: int, chance: float, stream: np.uint64, month: int, who: int) -> bool:
    """Whether a job at the mine is among one's options: one's own, or one that is offered."""
    if now == FIRM_JOB:
        return True
    if now == AWAY or not local or chance <= 0.0:
        return False
    return uniform(stream, month, who, 0) < chance


@compiled
def believed(usd: float, trust: float, used_to: float, p: Offer) -> float:
    """What an offer to leave adds to the logarithm of income.

    log(1 + belief * USD a month / accustomed income), the lump sum counted over ``offer.months``;
    belief = ``offer.belief`` + ``offer.trust`` * trust in the firm, at most 1.
    """
    belief = min(1.0, p.belief + p.trust * trust)
    return math.log(1.0 + belief * usd / p.months / max(used_to, 1.0))


@compiled
def reconsiders(people: People, p: Move, stream: np.uint64, month: int) -> npt.NDArray[np.int64]:
    """Rows of those who reconsider what to do: some, and all who were uprooted."""
    stirred = uniforms(stream, month, people.id, 0)
    rows = np.empty(people.id.size, np.int64)
    n = 0
    for i in range(people.id.size):
        now = people.occupation[i]
        rate = p.return_rate if now == AWAY else p.reconsider
        alive = now != DEAD
        rows[n] = i
        n += alive & ((people.uprooted[i] != 0) | (stirred[i] < rate))
    return rows[:n]


@compiled
def otherwise(
    people: People,
    i: int,
    options: Options,
    own: Own,
    help_: tuple[Help, bool],
    terms: tuple[Move, Kinds],
    luck: Luck,
    month: int,
) -> tuple[float, int]:
    """The best of what one could do away from sites: its value with taste, and what it is.

    Who is helped could start something else beside farming, or be paid for going home.
    """
    p, kinds = terms
    offer, helped = help_
    now, who, k = people.occupation[i], people.id[i], kind(people, i)
    farm = options.farm[people.village[i]] + gumbel(luck.taste, month, who, FARM_OPTION)
    farm += p.slope * math.log(kinds.land[k]) + own.stay * (now == FARMING)
    more = max(people.livelihood[i], offer.terms.other_usd if helped else 0.0)
    if more > 0.0:
        farm += p.slope * math.log(1.0 + more / (offer.fields[people.village[i]] * kinds.land[k]))
    away = options.away + gumbel(luck.taste, month, who, AWAY_OPTION)
    away += p.slope * math.log(kinds.time[k]) + own.stay * (now == AWAY)
    away -= p.home_tie * people.local[i]
    if helped and not people.local[i]:
        away += lump_sum(offer.terms.home_usd, people.expected[i], p.slope, offer.months)
    job, chance = -math.inf, options.job_chance * kinds.job[k]
    if has_job(now, people.local[i], chance, luck.job, month, who):
        # Who was asked for a reservation wage had the habit of mining: it is in the answer.
        job = options.job + own.stay + gumbel(luck.taste, month, who, JOB_OPTION)
    return elsewhere(farm, away, job)


@compiled
def change_life(
    people: People, i: int, life: tuple[int, int], asked: FloatColumn, month: int
) -> None:
    """Take up an occupation at a site, or nowhere: papers and posts stay behind."""
    then, there = life
    people.occupation[i] = then
    people.cooperative[i] = NOWHERE
    if then != FARMING:
        people.livelihood[i] = 0.0
    if there != people.site[i]:
        people.site[i] = there
        people.arrived[i] = month + 1
        people.technique[i] = PAN  # the equipment stays
        take_role(people, i, trade(people.role[i]), asked)
    if then == PROCESSING:
        take_role(people, i, PROCESSOR, asked)
    elif then == MINING and people.role[i] == PROCESSOR:
        take_role(people, i, ORDINARY, asked)


@compiled
def choose(
    people: People,
    options: Options,
    offers: tuple[Leaving, Help],
    near: Near,
    ground: tuple[FloatColumn, FloatColumn, CodeColumn],
    terms: tuple[Move, Kinds],
    luck: Luck,
    month: int,
) -> int:
    """Let those who reconsider choose; returns how many left by agreement.

    One's own part of the utility of working at a site is slope * (log(reservation wage) - risk
    aversion * risk of mining income) and what one brings (``own_worth``).

    Parameters
    ----------
    people : table
        Who, where.
    options : Options
        What each way of living is worth.
    offers : (Leaving, Help)
        Offers to those who leave and to those who would live otherwise; who takes one is counted
        and paid.
    near : Near
        Deposits around each site and village.
    ground : (array, array, array)
        The sites' x and y, km, and the firm that keeps each, -1 for none.
    terms : (Move, Kinds)
        Parameters, and how kinds of people differ.
    luck : Luck
        Streams ``reconsider``, ``look``, ``job``, ``livelihood`` and ``taste``.
    """
    (p, kinds), (leaving, help_) = terms, offers
    left = 0
    seen = np.empty(p.looks + 2, np.int32)  # two more for what one may be shown
    for i in reconsiders(people, p, luck.reconsider, month):
        now, who = people.occupation[i], people.id[i]
        v, here = people.village[i], people.site[i]
        anchor = people.evicted_site[i] if people.evicted_month[i] == month else here
        row = near.village[v] if anchor == NOWHERE else near.site[anchor]
        walked = walk(luck.look, month, who, row.size)
        n = look_around(walked, row, options.dig, here, seen[: p.looks])
        bonus, offered = 0.0, False
        if here != NOWHERE:
            usd, since = leaving.usd[here], leaving.since[here]
            offered = entitled(usd, since, people.arrived[i], people.paid_to_leave[i])
        if offered:
            trust = people.trust_firm[i]
            bonus = p.slope * believed(usd, trust, people.expected[i], leaving.terms)
            if leaving.zones.size > 0:
                u = uniform(luck.look, month, who, 1)
                seen[n] = leaving.zones[int(u * leaving.zones.size)]
                n += options.dig[seen[n]] != -math.inf
        helped, shown, gift = is_helped(people, i, help_, luck.livelihood, month), NOWHERE, 0.0
        if helped and help_.nearby[here] != NOWHERE:
            shown = seen[n] = help_.nearby[here]
            gift = lump_sum(help_.terms.move_usd, people.expected[i], p.slope, help_.months)
            n += options.dig[shown] != -math.inf
        own = own_worth(people, i, kinds, p, bonus, (shown, gift))
        where, taste = (who, here, anchor), (luck.taste, month)
        best, there, then = best_site(where, options, seen[:n], ground, own, taste)
        best += p.slope * (math.log(people.reservation[i]) - people.risk_aversion[i] * options.risk)
        other, instead = otherwise(people, i, options, own, (help_, helped), terms, luck, month)
        if other + bonus >= best:
            there, then = NOWHERE, instead
        people.uprooted[i] = 0
        if then == now and there == here:
            continue
        if offered and (there == NOWHERE or ground[2][there] < 0):
            people.paid_to_leave[i] = month
            people.savings[i] += leaving.usd[here]
            leaving.took[here] += 1
            left += 1
        change_life(people, i, (then, there), kinds.asked, month)
        if helped:
            take_help(people, i, help_, shown)
    return left


@compiled
def discover(sites: Sites, p: Move, luck: Luck, month: int, effort: float) -> int:
    """Find unknown deposits; returns how many.

    Each is found with a monthly probability ``discovery`` times the share of people who dig
    (``effort``): artisanal miners are the prospectors.
    """
    found = 0
    for s in range(sites.id.size):
        if sites.discovery_month[s] != UNKNOWN:
            continue
        if uniform(luck.discovery, month, sites.id[s], 0) < p.discovery * effort:
            sites.discovery_month[s] = month + 1  # known from next month on
            found += 1
    return found
