"""Places of the twin: sites, villages and cooperatives as plain objects."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from asmsim.state.parameters import Parameters

MONTHS = 12
SURE = 1e-6  # USD: so that the logarithm of no income is finite


@dataclass(slots=True, eq=False)
class Village:
    """Where households live, and what the fields give them."""

    x: float
    y: float
    farm_income: float  # USD/month, with season and harvest
    farm_hope: float  # the same as people count on it, without season
    enterprise: float  # what village businesses bring a head
    respect: float  # the chief's, for the firm
    fund: float = 0.0
    received: float = 0.0
    consumption: float = 0.0
    near: list[Site | None] = field(default_factory=list)  # nearest deposits, None if unknown


@dataclass(slots=True, eq=False)
class Cooperative:
    """A purse that takes a share of members' income."""

    rate: float
    treasury: float


@dataclass(slots=True, eq=False)
class Site:
    """A deposit somebody knows of."""

    number: int
    x: float
    y: float
    hard_rock: bool
    grade: float  # g/day
    vein: float  # of it, the pockets now dug
    works: float  # what is dug over the same without works
    risk: float  # who dies, over the same without works
    reserve_g: float
    initial_g: float
    tailings_g: float
    village: Village
    price: float  # USD/g
    traders: int
    channel: float  # share of licensed metal that goes by licensed channels
    edge: float  # what the licensed gain, of price, less what the legal route costs
    passed: float  # metal of others the licensed pass off, of their own
    interdiction: float
    bribe_usd: float
    tribute: float  # share of the gross
    levy_pit: float  # armed men's, of the gross
    levy_village: float  # armed men's, of incomes
    violence: float
    intrusion: bool
    men_only: bool  # by custom
    yield_usd: float
    yield_processor: float
    danger: float
    near: list[Site | None] = field(default_factory=list)
    diggers: int = 0
    processors: int = 0
    hands: float = 0.0  # of them, as far as they have time
    pace: float = 0.0  # g/day an ordinary digger moves this month
    kept: float = 1.0  # share of what was dug that the reserve allows
    contained_g: float = 0.0
    recovered_g: float = 0.0
    weighted_g: float = 0.0
    pool: float = 0.0
    washed: float = 0.0  # USD a processor gets who has all the time

    def open(self, p: Parameters) -> None:
        """See how rich the ground is this month for so many diggers."""
        self.contained_g = self.recovered_g = self.weighted_g = self.pace = 0.0
        if self.diggers and self.reserve_g > 0.0:
            crowd = (1.0 + self.diggers / p.work.capacity) ** -p.work.crowding
            left = (self.reserve_g / self.initial_g) ** p.work.depletion
            self.pace = self.grade * self.vein * crowd * left * self.works

    def exhaust(self) -> None:
        """Take what was dug out of the ground; nobody gets more than there is."""
        self.kept = 1.0
        if self.contained_g > self.reserve_g:
            self.kept = self.reserve_g / self.contained_g
            self.contained_g = self.reserve_g
        self.reserve_g -= self.contained_g

    def sell(self, p: Parameters) -> None:
        """Sell metal and tailings; pay landowner and processors; the rest is the diggers'."""
        pit = p.pit
        left_g = self.contained_g - self.recovered_g
        self.tailings_g += left_g
        gross = self.recovered_g * self.price
        if self.hard_rock:
            gross += left_g * self.price * pit.tailings_value
        self.village.fund += pit.land_share * gross
        rest = gross * max(0.0, 1.0 - pit.land_share - self.tribute - self.levy_pit)
        self.pool = rest
        if self.processors:
            self.washed = rest * pit.processing_share / self.hands
            self.pool = rest * (1.0 - pit.processing_share)

    def promise(self, p: Parameters, mean_weight: float) -> float:
        """What the first to dig here again could hope for, USD/month."""
        if self.reserve_g <= 0.0:
            return 0.0
        work, pit = p.work, p.pit
        share = work.recovery_alluvial
        if self.hard_rock:
            share = work.recovery_hard + (1.0 - work.recovery_hard) * pit.tailings_value
        dug = self.grade * (self.reserve_g / self.initial_g) ** work.depletion
        value = dug * work.days_year / MONTHS * share * self.price
        value *= (1.0 - pit.land_share) * (1.0 - pit.processing_share)
        return float(value * (1.0 - self.interdiction) / mean_weight)

    def tell(self, p: Parameters, mean_weight: float) -> None:
        """Let word go round of what is earned here and how dangerous it is."""
        b, pit = p.belief, p.pit
        if self.diggers and self.weighted_g > 0.0:
            speed = b.yield_speed
            mean_g = self.recovered_g / self.diggers
            seen = max(self.pool * mean_g / self.weighted_g - self.bribe_usd, 0.0)
            seen -= self.levy_village * seen
        else:
            speed = b.empty_speed
            seen = self.promise(p, mean_weight)
        self.yield_usd += speed * (seen - self.yield_usd)
        wash = self.pool * pit.processing_share / (1.0 - pit.processing_share)
        wash *= (1.0 - self.levy_village) / (self.hands + 1)
        self.yield_processor += speed * (wash - self.yield_processor)
        fear = b.guard_fear * self.interdiction + b.violence_fear * self.violence
        self.danger += b.danger_speed * (min(fear, 1.0) - self.danger)

    def worth(self, p: Parameters, income: float) -> float:
        """How good working here for an income is, before taste, travel and staying."""
        m = p.move
        reference = m.reference_g_day * m.reference_price_usd_g * p.work.days_year / MONTHS
        value = m.slope * math.log((income + SURE) / reference) - m.danger * self.danger
        if self.intrusion:
            value -= m.tenure_risk
        return value
