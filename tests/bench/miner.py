"""A person of the twin: a Mesa agent with attributes and methods, as a tutorial would write it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import mesa

from asmsim.state.parameters import Parameters
from tests.bench.places import MONTHS, Cooperative, Site, Village

if TYPE_CHECKING:
    from tests.bench.twin import Twin

FARM, AWAY, JOB, FIRST_SITE = 0, 1, 2, 3  # options a taste is drawn for; sites count on from there


class Miner(mesa.Agent):
    """A person who mines, processes, farms, has a job, lives away, or is dead."""

    model: Twin
    who: int  # permanent id
    village: Village
    local: bool
    woman: bool
    role: str
    pay: float  # in the pit, of what a man is paid
    time: float  # for work, of what others have
    land: float  # what farming brings, of what it brings others
    habit: float  # worth of staying, of what it is to others
    travel: float  # cost of moving, of what it is to others
    fee: float  # share of pay for the chief
    regard: float  # weight of what the chief thinks
    credit: float  # chance of an advance, of that of others
    livelihood: float  # what something else adds to farming
    hired: float  # chance of a job, of that of others
    improved: bool  # technique
    skill: float
    reservation: float
    risk_aversion: float
    occupation: str
    site: Site | None
    cooperative: Cooperative | None
    formal: bool  # licensed: sells by the legal route, to whom one likes
    papers: bool  # formal or legal: officials ask for nothing
    savings: float
    debt: float
    expected: float
    since_policy: float
    trust_firm: float
    trust_state: float
    grievance: float
    uprooted: bool
    lost_site: Site | None
    gold_g: float
    days: float
    income: float

    def __init__(self, model: Twin, given: Mapping[str, Any]) -> None:
        super().__init__(model)
        for name, value in given.items():
            setattr(self, name, value)
        self.gold_g = self.days = self.income = 0.0

    @property
    def weight(self) -> float:
        """One's weight in the pit contract."""
        return self.model.weights.get(self.role, 1.0) * self.pay

    def clock_in(self) -> None:
        """Be counted at one's site."""
        site = self.site
        if site is None:
            return
        if self.occupation == "mining":
            site.diggers += 1
        else:
            site.processors += 1
            site.hands += self.time

    def dig(self, month: int, days_full: float, sigma: float) -> None:
        """Dig for as many days as one is let."""
        self.gold_g = self.days = 0.0
        site = self.site
        if site is None or self.occupation != "mining":
            return
        days = days_full * (1.0 - site.interdiction) * self.time
        if self.improved:
            days *= 1.0 - self.model.p.work.improved_time
        luck = math.exp(sigma * self.model.fortune.noise(month, self.who) - 0.5 * sigma * sigma)
        gold = site.pace * days * luck * self.skill
        self.days = days
        self.gold_g = gold
        site.contained_g += gold

    def win(self, month: int, p: Parameters) -> None:
        """Recover the metal; come to grief perhaps."""
        site = self.site
        if site is None or self.occupation != "mining":
            return
        work = p.work
        if self.improved:
            share = work.recovery_improved
        elif site.hard_rock:
            share = work.recovery_hard
        else:
            share = work.recovery_alluvial
        gold = self.gold_g * site.kept * share
        self.gold_g = gold
        site.recovered_g += gold
        site.weighted_g += gold * self.weight
        risk = work.fatal_per_1000_years / 1000.0 / work.days_year * self.days * site.risk
        if self.model.fortune.accident(month, self.who) < risk:
            self.occupation = "dead"

    def earn(self, p: Parameters) -> float:
        """Take home the month's income, and a share of what the village earns."""
        if self.occupation in {"away", "dead"}:
            return self.own(p)
        return self.own(p) + self.village.enterprise

    def own(self, p: Parameters) -> float:
        """What one's own work brings."""
        site, occupation = self.site, self.occupation
        if site is None:
            if occupation == "farming":
                return self.village.farm_income * self.land + self.livelihood
            if occupation == "firm job":
                self.village.received += p.firm.wage_usd_month
                return p.firm.wage_usd_month
            if occupation == "away":
                return p.home.away_wage_usd_day * p.home.farm_days * self.time
            return 0.0
        washes = occupation == "processing"
        income = site.washed * self.time if washes else self.dig_income(site, p)
        if not self.papers:
            income -= min(site.bribe_usd, income)
        site.village.fund += self.fee * income
        income -= self.fee * income
        if self.cooperative is not None:
            due = self.cooperative.rate * income
            self.cooperative.treasury += due
            income -= due
        return income

    def dig_income(self, site: Site, p: Parameters) -> float:
        """A digger's part of the pool, less what goes to the financier."""
        if site.weighted_g <= 0.0:
            return 0.0
        income = site.pool * self.weight * self.gold_g / site.weighted_g
        owed = 1.0
        if self.formal:
            owed = 1.0 - site.channel
            others = site.passed * self.gold_g * site.price
            income += site.edge * (income + others) - self.model.loss * others
        if self.debt > 0.0:
            income *= 1.0 - p.pit.tied_discount * owed
            payment = min(self.debt, p.pit.financier_share * income)
            self.debt -= payment
            income -= payment
        return income

    def sell(self, month: int, p: Parameters, counting: bool) -> None:
        """Be paid, borrow if one must, consume, and get used to one's income."""
        self.income = income = self.earn(p)
        if self.occupation == "dead":
            self.savings += income
            self.site = self.cooperative = None
            return
        if counting:
            self.since_policy += income
        pit, home, used_to, site = p.pit, p.home, self.expected, self.site
        cash = self.savings + income
        if site is not None and self.occupation == "mining":
            if self.debt < pit.debt_ceiling * used_to:
                self.debt *= 1.0 + pit.debt_interest
            if self.debt <= 0.0 and cash < pit.advance_below * used_to and site.traders > 1:
                cash += self.borrow(month, p)
        spent = used_to + home.buffer_speed * (cash - (1.0 + home.buffer_months) * used_to)
        spent = min(max(spent, 0.0), cash)
        self.savings = cash - spent
        self.expected = used_to + home.smoothing * (income - used_to)
        if self.occupation != "away":
            self.village.consumption += spent

    def borrow(self, month: int, p: Parameters) -> float:
        """Take an advance if one is offered; return it."""
        if self.model.fortune.advance(month, self.who) >= p.pit.advance_offer * self.credit:
            return 0.0
        self.debt = p.pit.advance_months * self.expected
        return self.debt

    def feel(self, p: Parameters, need: float) -> None:
        """Feel wronged by hardship that seems illegitimate; let trust drift back."""
        if self.occupation in {"dead", "away"}:
            return
        b = p.belief
        shortfall = max(0.0, 1.0 - self.expected / need)
        legitimacy = b.legitimacy + b.trust_legitimacy * self.trust_firm
        legitimacy = min(1.0, legitimacy + b.chief_legitimacy * self.regard * self.village.respect)
        aim = min(1.0, b.hardship * shortfall) * (1.0 - legitimacy)
        self.grievance += b.grievance_speed * (aim - self.grievance)
        self.trust_firm += b.trust_speed * (p.people.trust_firm - self.trust_firm)
        self.trust_state += b.trust_speed * (p.people.trust_state - self.trust_state)
        if self.site is not None and self.site.bribe_usd > 0.0 and not self.papers:
            self.trust_state *= 1.0 - b.bribe_trust

    def choose(self, month: int, p: Parameters) -> None:
        """Reconsider now and then what to do, and where."""
        now = self.occupation
        if now == "dead":
            return
        if not self.uprooted:
            rate = p.move.return_rate if now == "away" else p.move.reconsider
            if self.model.fortune.reconsider(month, self.who) >= rate:
                return
        m, taste, stay = p.move, self.model.fortune.taste, p.move.stay * self.habit
        days = p.work.days_year / MONTHS
        farm = (
            m.slope * math.log((self.village.farm_hope * self.land + self.livelihood) / days)
            + m.farm_access
        )
        farm += taste(month, self.who, FARM)
        away_usd = p.home.away_wage_usd_day * p.home.farm_days * self.time
        away = m.slope * math.log(away_usd / days) + m.away_access
        away += taste(month, self.who, AWAY)
        if self.local:
            away -= m.home_tie
        if now == "farming":
            farm += stay
        elif now == "away":
            away += stay
        value, site, work = self.look_around(month, p)
        job = self.job(month, p) if self.is_wanted(month) else -math.inf
        if value > max(farm, away, job):
            self.go(work, site)
        elif job > max(farm, away):
            self.go("firm job", None)
        else:
            self.go("farming" if farm >= away else "away", None)

    def is_wanted(self, month: int) -> bool:
        """Whether the mine employs one, or would."""
        if self.occupation == "firm job":
            return True
        if self.occupation == "away" or not self.local:
            return False
        chance = self.model.job_chance * self.hired
        return chance > 0.0 and self.model.fortune.job(month, self.who) < chance

    def job(self, month: int, p: Parameters) -> float:
        """How good a job at the mine is."""
        days = p.work.days_year / MONTHS
        value = p.move.slope * math.log(p.firm.wage_usd_month / days) + p.move.job_access
        value += self.model.fortune.taste(month, self.who, JOB)
        return value + p.move.stay * self.habit

    def look_around(self, month: int, p: Parameters) -> tuple[float, Site | None, str]:
        """Find the best of one's own site and a few others nearby, and what to do there."""
        m, fortune, here = p.move, self.model.fortune, self.site
        centre = self.lost_site if self.uprooted else here
        around = self.village.near if centre is None else centre.near
        risk = p.work.noise_sigma**2 / 2.0
        own = math.log(self.reservation) - self.risk_aversion * risk
        best, there, work = -math.inf, None, "mining"
        if here is not None:
            value, work = self.value(here, p)
            best, there = value + m.stay * self.habit, here
            best += fortune.taste(month, self.who, FIRST_SITE + here.number)
        for site in self.stroll(around, month, m.looks):
            value, does = self.value(site, p)
            value += fortune.taste(month, self.who, FIRST_SITE + site.number)
            if centre is not None:
                far = math.hypot(site.x - centre.x, site.y - centre.y)
                value -= m.distance * self.travel * far
            if value > best:
                best, there, work = value, site, does
        return best + m.slope * own, there, work

    def stroll(self, around: list[Site | None], month: int, looks: int) -> Iterator[Site]:
        """Come by some sites nearby that are known and not one's own, in an order of one's own."""
        places = 1
        while places < len(around):
            places *= 2
        start, stride = self.model.fortune.look(month, self.who)
        place, step = int(places * start), 1 + 2 * int(places // 2 * stride)
        for _ in range(places):
            site = around[place] if place < len(around) else None
            if site is not None and site is not self.site:
                yield site
                looks -= 1
                if looks <= 0:
                    return
            place = (place + step) % places

    def value(self, site: Site, p: Parameters) -> tuple[float, str]:
        """How good a site is for somebody like oneself, and whether to dig or to wash there."""
        m = p.move
        keeps = self.time * (1.0 - self.fee)
        rank = self.model.weights.get(self.role, 1.0)
        dig = wash = -math.inf
        if not (self.woman and site.men_only):
            kept = rank if site is self.site else self.model.weights.get(self.elsewhere(), 1.0)
            pay = self.skill * self.pay * keeps * kept / rank
            dig = site.worth(p, site.yield_usd) + m.slope * math.log(pay)
        wash = site.worth(p, site.yield_processor) + m.slope * math.log(keeps / rank)
        if self.role == "processor":
            dig -= m.switch
        else:
            wash -= m.switch
        return (dig, "mining") if dig >= wash else (wash, "processing")

    def elsewhere(self) -> str:
        """Tell what one's role would be at another site: posts stay behind."""
        return "skilled" if self.role in {"foreman", "manager"} else self.role

    def go(self, occupation: str, site: Site | None) -> None:
        """Take up a life; who changes anything leaves the cooperative, and its papers."""
        self.uprooted = False
        if occupation == self.occupation and site is self.site:
            return
        role = self.elsewhere() if site is not self.site else self.role
        if occupation == "processing":
            role = "processor"
        elif occupation == "mining" and role == "processor":
            role = "ordinary"
        if site is not self.site:
            self.improved = False
        self.become(role)
        if occupation != "farming":
            self.livelihood = 0.0
        self.occupation, self.site, self.cooperative = occupation, site, None
        self.papers = self.papers and not self.formal
        self.formal = False

    def become(self, role: str) -> None:
        """Take a role, and ask for what its holders ask for."""
        usual = self.model.p.people.reservation_ordinary
        asked = self.model.asked
        self.reservation *= asked.get(role, usual) / asked.get(self.role, usual)
        self.role = role
