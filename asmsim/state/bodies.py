"""The single bodies of a district: the firm, the mines office, the market; what each remembers."""

from __future__ import annotations

from dataclasses import dataclass, field

from asmsim.state.reason import Reason


@dataclass
class FirmState:
    """The industrial mine."""

    number: int = 0  # which concession is its own
    cash: float = 0.0  # USD; may be negative: the owners stand behind it
    knowledge: float = 0.0  # of the ASM, 0 to 1
    rung: float = 0.0  # reached on the ladder of engagement
    area: float = 0.0  # by how much its concession has grown, of its first area
    built_koz: float = 0.0  # yearly output the mine has been built for
    conflict: float = 0.0  # events of conflict its lenders remember
    months_under: int = 0  # for which the price has been under cash cost
    runs: bool = True  # whether it produces
    jobs: int = 0  # held by people of the district
    alarm_months: float = 0.0  # left, on all its ground: theft is above a level
    guards: float = 0.0  # posted this month
    stoppage_days: float = 0.0  # this month
    stolen_g: float = 0.0  # this month
    theft_usd: float = 0.0  # discounted margin on it
    ceded_usd: float = 0.0  # the same on ground it has given up, leased or tolerates
    ore_g: float = 0.0  # metal in the ore it bought this month
    ore_t: float = 0.0  # that ore, tonnes
    ore_revenue_usd: float = 0.0  # what its metal was sold for
    blame: float = 0.0  # events with harm that importers remember, in a default-sized district
    displaced_usd: float = 0.0  # margin on own ore put off for it this month
    other_usd: float = 0.0  # this month's result beside the mine's own running
    ore_act_month: int = -1  # month from which an act lets it buy ore, -1 for none
    holding: int = 0  # months it has bought ASM ore
    made: int = 0  # agreements signed so far
    ended: int = 0  # agreements it has ended so far
    ended_months: int = 0  # for which those had held, in all
    endings: list[Reason] = field(default_factory=list)  # why, one each
    abuses: int = 0  # this month: killed or injured by guards and forces
    abuse_events: int = 0  # this month: events with such harm
    profit_usd: float = 0.0  # this month, all lines
    discounted_usd: float = 0.0  # sum of profits since the policy month, discounted
    licence_to_operate: float = 0.0  # social licence, 0 to 1
    reason: Reason | None = None  # what it just decided, and why


@dataclass
class Office:
    """The mines office and the officials who enforce."""

    cash: float = 0.0  # USD
    credit: float = 0.0  # licences its staff has had time for
    force: float = 0.0  # priority of force this month, 0 to 1
    troops_usd: float = 0.0  # what firms paid for troops since officials last met
    pay_usd: float = 0.0  # the same a month, over the last year or so
    visits_ordered: int = 0  # evictions ordered this month
    works: float = 0.0  # sites whose preparation has been paid for and not begun
    lent: dict[str, float] = field(default_factory=dict)  # for licence fees, by who lent, USD
    assessed: int = 0  # deposits assessed for zones this month
    reason: Reason | None = None


@dataclass
class Market:
    """Traders and exporters of one mineral together; cash is with those of the first."""

    cash: float = 0.0  # USD; trade leaves none between months, programmes a debt to their owners
    legal_share: float = 0.5  # of metal sold without papers, where buyers are as present as usual
    net: float = 0.0  # what exporters pay per unit of world price, weighted by metal
    laundered_kg: float = 0.0  # this month
    legal_kg: float = 0.0  # this month, through licensed exporters
    point_kg: float = 0.0  # this month, of that through licensed buying points
    certified_kg: float = 0.0  # this month, bought by certified buyers
    state_kg: float = 0.0  # this month, bought by the state, from traders too
    state_usd: float = 0.0  # this month, what the state paid cooperatives for it
    state_since: int = -1  # month in which the state began to buy
    outlet_usd: float = 0.0  # what selling to outlets brings a member of those who may, a month
    usual_kg: float = 0.0  # leaves legally in a usual month, as long as no quota holds
    allowed: float = 1.0  # part of what would leave legally that a quota lets out
    coalition: float = 0.0  # share of world demand that charges for conduct at its border
    plant_kg: float = 0.0  # this month, won from miners' ore by the firm's plant
    smuggled_kg: float = 0.0  # this month
    financiers_cash: float = 0.0  # USD; what financiers have lent out is not cash


@dataclass
class Bank:
    """Banks together: what they have seen of miners who borrow."""

    loans: int = 0  # that run
    lost: float = 0.0  # loans lost so far
    years: float = 0.0  # for which loans have run so far, summed over them
