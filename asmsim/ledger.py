"""Money and mass: every transfer has two ends, and the check that closes the month.

A *line* is a kind of payment with one payer and one payee. Rules book amounts on lines; at the end
of the month each party's stock (cash held in the tables) must have changed by exactly what the
lines say, to ``TOLERANCE`` of the turnover. Grams are kept the same way: what left the ground was
recovered or went to tailings; what was recovered was sold.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.records.payer import PAYERS

TOLERANCE = 1e-9

# Parties whose cash is held in a table and checked; the others are the world outside.
PARTIES = (
    "people",
    "villages",
    "cooperatives",
    "firm",
    "government",
    "buyers",
    "financiers",
    "armed",
)
OUTSIDE = ("abroad", "farms", "households", "officials", "ground", "donors", "banks")


class Line(NamedTuple):
    """A kind of payment: who pays whom, and for what."""

    payer: str
    payee: str
    meaning: str


class Purpose(NamedTuple):
    """What a lever is paid for: who is paid, for what, and who pays without any lever."""

    payee: str
    meaning: str
    payer: str = "firm"


# A purpose has a line for each payer, made below; `asmsim.agents.purse` books on them.
PURPOSES: dict[str, Purpose] = {
    "engagement": Purpose(
        "households", "talks with miners and chiefs, by itself or through others"
    ),
    "monitoring": Purpose("households", "monitoring of the ASM"),
    "training": Purpose("households", "training of miners, and help with papers"),
    "guard_training": Purpose("households", "training and vetting of guards"),
    "fee_support": Purpose("government", "licence fees paid for cooperatives"),
    "investment": Purpose("households", "investment in villages"),
    "chiefs_share": Purpose("villages", "what of it goes through chiefs"),
    "zone_assessment": Purpose("abroad", "assessment of deposits for zones"),
    "departure": Purpose("people", "paid to those who leave ground by agreement"),
    "compensation": Purpose("people", "compensation to the evicted"),
    "risk_cover": Purpose("abroad", "what answering for miners costs firms, as far as covered"),
    "preparation": Purpose("abroad", "survey, layout and safe works at sites", "state"),
    "guarantee": Purpose("banks", "guaranteed part of loans to miners that were lost", "donors"),
    "working_capital": Purpose("abroad", "capital with which ore is paid for early", "donors"),
    "licence_loan": Purpose("cooperatives", "licence fees lent to cooperatives", "donors"),
    "publishing": Purpose("households", "accounts made public, and meetings about them"),
    "coordination": Purpose("households", "coordination of programmes", "donors"),
    "clean_technique": Purpose("abroad", "equipment to recover metal without mercury", "donors"),
    "livelihoods": Purpose("abroad", "training and equipment for other livelihoods", "donors"),
    "way_home": Purpose("people", "paid to those who go home or to viable ground", "donors"),
    "remediation": Purpose("households", "school for children, and what families lose", "donors"),
    "works": Purpose("abroad", "works and equipment granted to sites", "donors"),
    "grants": Purpose("cooperatives", "money granted to cooperatives", "donors"),
    "audit_support": Purpose("abroad", "part of audits that others pay", "buyers"),
    "state_buyer": Purpose("households", "running the state buyer", "state"),
    "reward": Purpose("people", "equipment in return for legal sales", "donors"),
    "reward_help": Purpose("households", "technical help to the registered", "donors"),
    "information": Purpose("households", "telling miners the world price", "donors"),
    "local_markets": Purpose("households", "licensed buying points", "state"),
    "traceability": Purpose("abroad", "running a system that traces metal", "buyers"),
    "compensation_paid": Purpose("buyers", "due diligence paid for by others", "buyers"),
}
PARTY = {"firm": "firm", "state": "government", "donors": "donors", "buyers": "buyers"}


def line_of(purpose: str, payer: str) -> str:
    """Name the line on which a payer pays for a purpose."""
    return purpose if payer == "firm" else f"{purpose}_{payer}"


LINES: dict[str, Line] = {
    "ore_sale": Line("buyers", "people", "gold bought at the pit"),
    "legal_premium": Line("buyers", "people", "better price of licensed channels"),
    "legal_cost": Line("people", "buyers", "what the legal route costs the licensed"),
    "laundering": Line("buyers", "people", "gained by passing off outside metal as licensed"),
    "seizure": Line("people", "government", "worth of passed-off metal that was found out"),
    "tailings_sale": Line("households", "people", "tailings bought by local processors"),
    "land_share": Line("people", "villages", "share of the pit that goes to landowner or chief"),
    "access_fee": Line("people", "villages", "what migrants give chiefs for being let in"),
    "bribe": Line("people", "officials", "paid to officials to be left alone"),
    "dues": Line("people", "cooperatives", "members' dues"),
    "advance": Line("financiers", "people", "cash advanced against ore"),
    "repayment": Line("people", "financiers", "debt repaid out of ore"),
    "tied_discount": Line("people", "financiers", "price given up by those who owe their ore"),
    "bank_loan": Line("banks", "people", "lent to buy miners out of debt at the pit"),
    "bank_repaid": Line("people", "banks", "paid back to banks, interest included"),
    "farm_income": Line("farms", "people", "farming, day labour and other livelihoods"),
    "enterprise": Line("farms", "people", "what productive investment brings to households"),
    "wage": Line("firm", "people", "wages of local workers at the mine"),
    "away_income": Line("abroad", "people", "income of those living elsewhere"),
    "consumption": Line("people", "households", "household consumption"),
    "equipment": Line("people", "abroad", "equipment that miners buy"),
    "tools_lost": Line("people", "ground", "tools lost at eviction"),
    "land_passed_on": Line("villages", "households", "what chiefs spend or pass on"),
    "licence_fee": Line("cooperatives", "government", "licence applications"),
    "card_fee": Line("people", "government", "artisanal cards"),
    "upkeep": Line(
        "cooperatives", "government", "yearly assessment, returns and dues of a licence"
    ),
    "escheat": Line("cooperatives", "villages", "treasury left when a cooperative dissolves"),
    "export_legal": Line("abroad", "buyers", "metal exported legally"),
    "export_smuggled": Line("abroad", "buyers", "metal smuggled out"),
    "export_tax": Line("buyers", "government", "tax on legal exports"),
    "trade_cost": Line(
        "buyers", "abroad", "transport, due diligence, smuggling and traders' margins"
    ),
    "premium_fund": Line("buyers", "villages", "premiums of certified buyers to village funds"),
    "premium_cooperative": Line("buyers", "cooperatives", "premiums of certified buyers"),
    "audit": Line("cooperatives", "abroad", "audits that cooperatives pay themselves"),
    "state_purchase": Line("government", "people", "metal the state buyer bought of cooperatives"),
    "state_from_traders": Line("government", "buyers", "metal it bought of traders"),
    "state_export": Line("abroad", "government", "that metal exported"),
    "border_penalty": Line("buyers", "abroad", "charged on exports for the conduct behind them"),
    "border_penalty_firm": Line("firm", "abroad", "charged on the mine's exports for abuses"),
    "responsible_premium": Line(
        "abroad", "buyers", "what buyers down the chain pay beyond the world price"
    ),
    "trade_loss": Line("abroad", "buyers", "what backers put in when trade earns nothing"),
    "tribute": Line("people", "firm", "the firm's share of the pit on leased ground"),
    "ore_bought": Line("firm", "people", "ore bought for the plant, the land's share included"),
    "ore_cost": Line("firm", "abroad", "milling, haulage, assay and due diligence on that ore"),
    "ore_revenue": Line("abroad", "firm", "metal won from that ore"),
    "hesitancy": Line("firm", "abroad", "price the firm's metal loses for holding ASM ore"),
    "damage": Line("firm", "ground", "damage and disturbance by intruders"),
    "firm_sales": Line("abroad", "firm", "metal the mine sells"),
    "firm_cost": Line("firm", "abroad", "all-in sustaining cost but local wages"),
    "stoppage": Line("firm", "abroad", "cost of standing still, instead of the margin lost"),
    "guards": Line("firm", "households", "guards, all in"),
    "troops": Line("firm", "government", "state troops paid to clear ground"),
    "construction": Line("firm", "abroad", "building for more output"),
    "liability": Line("firm", "abroad", "what answering for miners under agreement costs it"),
    "finance": Line("firm", "abroad", "what lenders ask more for after conflict"),
    "abuse_cost": Line("firm", "abroad", "legal and finance cost of abuses"),
    "royalty": Line("firm", "government", "royalty on the mine's output"),
    "grant": Line("abroad", "government", "what the centre grants the mines office"),
    "royalty_to_centre": Line("government", "abroad", "royalty that leaves the district"),
    "office_cost": Line("government", "households", "staff and running cost of the mines office"),
    "levy_pit_army": Line("people", "armed", "levy of army or police at the pit"),
    "levy_pit_militia": Line("people", "armed", "levy of a local militia at the pit"),
    "levy_pit_foreign": Line("people", "armed", "levy of a foreign armed group at the pit"),
    "levy_pit_network": Line("people", "armed", "levy of a criminal network at the pit"),
    "levy_village_army": Line("people", "armed", "levy of army or police in villages"),
    "levy_village_militia": Line("people", "armed", "levy of a local militia in villages"),
    "levy_village_foreign": Line("people", "armed", "levy of a foreign armed group in villages"),
    "levy_village_network": Line("people", "armed", "levy of a criminal network in villages"),
    "loot": Line("people", "armed", "looted in villages"),
    "armed_upkeep": Line("armed", "households", "upkeep of armed men"),
    "armed_surplus": Line("armed", "abroad", "what those behind armed actors take"),
    "armed_backing": Line("abroad", "armed", "what they put in for loans to miners"),
    "network_advance": Line("armed", "people", "cash a criminal network advances against ore"),
    "network_repayment": Line("people", "armed", "debt repaid to it out of ore"),
    "network_discount": Line("people", "armed", "price given up by those who owe it their ore"),
}
# What was lent comes back to who lent it.
LINES |= {
    line_of("licence_repaid", payer): Line("cooperatives", PARTY[payer], "licence fees paid back")
    for payer in PAYERS
}
# Who would pay itself forgoes instead: nothing moves, so there is no such line.
LINES |= {
    line_of(name, payer): Line(PARTY[payer], purpose.payee, purpose.meaning)
    for name, purpose in PURPOSES.items()
    for payer in PAYERS
    if PARTY[payer] != purpose.payee
}

NAMES = tuple(LINES)
NUMBER = {name: number for number, name in enumerate(NAMES)}
# Of each party, +1 on the lines it is paid on and -1 on those it pays.
SIGNS = {
    party: np.array(
        [(line.payee == party) - (line.payer == party) for line in LINES.values()], float
    )
    for party in PARTIES + OUTSIDE
}


class Mass(NamedTuple):
    """Grams moved in one month."""

    reserve_lost: float = 0.0
    recovered: float = 0.0
    tailings: float = 0.0
    sold: float = 0.0


class Ledger:
    """The month's amounts by line, and what each party held when the month began.

    Attributes
    ----------
    month : array, line, USD
        What was booked since the month opened.
    masses : list of Mass
        Grams moved since the month opened, of each mineral.
    """

    def __init__(self) -> None:
        self.month: npt.NDArray[np.float64] = np.zeros(len(NAMES))
        self.masses = [Mass()]
        self.opening: dict[str, float] = {}

    @property
    def mass(self) -> Mass:
        """Grams moved of the first mineral."""
        return self.masses[0]

    @mass.setter
    def mass(self, moved: Mass) -> None:
        self.masses[0] = moved

    def open(self, stocks: dict[str, float]) -> None:
        """Begin a month with what each party holds."""
        self.month[:] = 0.0
        self.masses = [Mass() for _ in self.masses]
        self.opening = stocks

    def book(self, line: str, amount: float) -> None:
        """Book a payment of ``amount`` USD on a line; it has to be finite and not negative."""
        if not 0.0 <= amount < math.inf:
            raise AssertionError(f"ledger: {line} of {amount} USD is no payment")
        self.month[NUMBER[line]] += amount

    def amount(self, line: str) -> float:
        """What was booked on a line this month, USD."""
        return float(self.month[NUMBER[line]])

    def amounts(self) -> dict[str, float]:
        """What was booked on every line this month, USD: for who asks for many."""
        return dict(zip(NAMES, self.month.tolist(), strict=True))

    def net(self, party: str) -> float:
        """What a party received less what it paid this month, USD."""
        return float(np.dot(SIGNS[party], self.month))

    def gaps(self, stocks: dict[str, float]) -> dict[str, float]:
        """How far each party's holdings are from what the lines say, USD."""
        return {party: stocks[party] - self.opening[party] - self.net(party) for party in PARTIES}

    def close(self, stocks: dict[str, float]) -> None:
        """Check money and mass; raise when either does not close."""
        for party, stock in stocks.items():
            if not math.isfinite(stock):
                raise AssertionError(f"ledger: {party} holds {stock} USD")
        turnover = float(self.month.sum()) + sum(abs(value) for value in stocks.values()) + 1.0
        for party, gap in self.gaps(stocks).items():
            if not abs(gap) <= TOLERANCE * turnover:
                raise AssertionError(f"ledger: {party} is off by {gap} USD of {turnover}")
        for mass in self.masses:
            grams = mass.reserve_lost + 1.0
            lost = mass.reserve_lost - mass.recovered - mass.tailings
            unsold = mass.recovered - mass.sold
            if not (abs(lost) <= TOLERANCE * grams and abs(unsold) <= TOLERANCE * grams):
                raise AssertionError(
                    f"ledger: {lost} g unaccounted for, {unsold} g unsold of {grams}"
                )
