"""Sites: every workable deposit of the district, known or not, and what goes on there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import (
    BoolColumn,
    CodeColumn,
    Column,
    FloatColumn,
    IdColumn,
    IndexColumn,
    MonthColumn,
)

ALLUVIAL, HARD_ROCK = range(2)
ORES = ("alluvial", "hard rock")

# Tenure, set by law and policy. Where two apply, the one later in PRECEDENCE holds.
(
    OPEN,
    OTHER_TITLE,
    ASM_ZONE,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    TOLERATED,
    CEDED,
    LEASED,
    NO_GO,
    PROTECTED,
) = range(10)
TENURES = (
    "open",
    "other_title",
    "asm_zone",
    "concession_core",
    "concession_margin",
    "tolerated",
    "ceded",
    "leased",
    "no_go",
    "protected",
)
PRECEDENCE = (
    OPEN,
    OTHER_TITLE,
    CONCESSION_MARGIN,
    CONCESSION_CORE,
    TOLERATED,
    ASM_ZONE,
    LEASED,
    CEDED,
    NO_GO,
    PROTECTED,
)
CONCESSION = (CONCESSION_CORE, CONCESSION_MARGIN)
KEPT = (*CONCESSION, NO_GO)  # what a firm keeps to itself, where it lies in its concession
FORBIDDEN = (*KEPT, PROTECTED)  # where working is intrusion
LICENSABLE = (OPEN, ASM_ZONE, CEDED, LEASED)  # where the law gives licences or contracts
DECLARED = (ASM_ZONE, CEDED, LEASED)  # of these, what an act has set aside for miners
UNKNOWN = -1
NO_ACT = -1

# What formal buyers last found at a site.
NO_FINDING, FINDING, GRAVEST = range(3)
FINDINGS = ("no finding", "finding", "gravest abuse")


@compiled
def licensable(tenure: int) -> bool:
    """Whether the law gives artisanal licences or contracts on ground of this tenure."""
    return tenure in LICENSABLE


def lies_in(tenures: CodeColumn, kinds: Iterable[int]) -> BoolColumn:
    """Which of some tenures are of these kinds: looked up, far quicker than ``np.isin``."""
    table = np.zeros(len(TENURES), bool)
    table[list(kinds)] = True
    return table[tenures]


class Sites(NamedTuple):
    """The table of deposits."""

    id: Annotated[IdColumn, Column("", -1, "permanent id")]
    x: Annotated[FloatColumn, Column("km", 0.0, "east of the district's south-west corner")]
    y: Annotated[FloatColumn, Column("km", 0.0, "north of the district's south-west corner")]
    mineral: Annotated[CodeColumn, Column("", 0, "mineral (0: the district's first)")]
    ore: Annotated[CodeColumn, Column("", ALLUVIAL, "alluvial or hard rock")]
    recovery: Annotated[
        FloatColumn, Column("1", 0.0, "share of its metal that usual technique recovers")
    ]
    mercury: Annotated[
        FloatColumn, Column("1", 0.0, "mercury lost per metal won by the usual technique")
    ]
    improved_recovery: Annotated[
        FloatColumn, Column("1", 0.0, "share of its metal that improved technique recovers")
    ]
    tailings_value: Annotated[
        FloatColumn, Column("1", 0.0, "what its tailings fetch, of the metal they hold")
    ]
    world_price: Annotated[
        FloatColumn, Column("USD/g", 0.0, "world price of its mineral this month")
    ]
    grade: Annotated[
        FloatColumn, Column("g/day", 0.0, "metal an uncrowded miner digs up a day, reserve full")
    ]
    vein: Annotated[
        FloatColumn, Column("1", 1.0, "yield of the pockets now dug, over the deposit's mean")
    ]
    industrial: Annotated[
        FloatColumn, Column("1", 0.0, "share of the metal the firm would ever mine")
    ]
    reserve_g: Annotated[FloatColumn, Column("g", 0.0, "metal in the ground within reach of ASM")]
    initial_g: Annotated[FloatColumn, Column("g", 0.0, "the same at month 0")]
    tailings_g: Annotated[FloatColumn, Column("g", 0.0, "metal sold on in tailings so far")]
    village: Annotated[IndexColumn, Column("", 0, "nearest village, whose chief claims the land")]
    custom: Annotated[
        FloatColumn, Column("1", 1.0, "how open the pit is to women by custom, 0 to 1")
    ]
    remoteness: Annotated[
        FloatColumn, Column("1", 0.0, "distance to town, in mean distances of the district")
    ]
    discovery_month: Annotated[
        MonthColumn, Column("month", UNKNOWN, "month of discovery, -1 while unknown")
    ]
    title: Annotated[CodeColumn, Column("", OPEN, "tenure by law, before any policy")]
    holder: Annotated[CodeColumn, Column("", -1, "firm in whose concession it lies, -1 for none")]
    tenure: Annotated[CodeColumn, Column("", OPEN, "tenure in force")]
    intruders_known: Annotated[FloatColumn, Column("people", 0.0, "intruders the firm believes in")]
    workers: Annotated[IndexColumn, Column("people", 0, "who mine or process here")]
    diggers: Annotated[IndexColumn, Column("people", 0, "who mine here")]
    workdays: Annotated[FloatColumn, Column("days", 0.0, "days mined this month")]
    contained_g: Annotated[FloatColumn, Column("g", 0.0, "metal dug up this month")]
    recovered_g: Annotated[FloatColumn, Column("g", 0.0, "metal recovered this month")]
    clean_g: Annotated[FloatColumn, Column("g", 0.0, "of it, won by improved technique")]
    weighted_g: Annotated[
        FloatColumn, Column("g", 0.0, "recovered metal weighted by role, for the pit contract")
    ]
    processors: Annotated[IndexColumn, Column("people", 0, "who process here")]
    hands: Annotated[
        FloatColumn, Column("people", 0.0, "the same, as far as care leaves them time")
    ]
    traders: Annotated[IndexColumn, Column("traders", 0, "traders who reach the site this month")]
    price: Annotated[FloatColumn, Column("USD/g", 0.0, "price paid at the pit")]
    price_share: Annotated[FloatColumn, Column("1", 0.0, "pit price over world price")]
    served: Annotated[
        FloatColumn, Column("1", 1.0, "relations of formal buyers with the site, 0 to 1")
    ]
    finding: Annotated[
        CodeColumn, Column("", NO_FINDING, "what formal buyers last found: none, some, gravest")
    ]
    legal_trend: Annotated[
        FloatColumn,
        Column("1", 0.5, "legal share the wedge has led to, formal buyers being as usual"),
    ]
    legal_share: Annotated[
        FloatColumn, Column("1", 0.5, "share of metal sold without papers that leaves legally")
    ]
    legal_net: Annotated[
        FloatColumn, Column("1", 0.0, "what a legal exporter pays per unit of world price")
    ]
    smuggled_net: Annotated[FloatColumn, Column("1", 0.0, "what a smuggling exporter pays of it")]
    border: Annotated[
        FloatColumn, Column("1", 0.0, "penalty at the border on legal exports, of value")
    ]
    channel: Annotated[
        FloatColumn, Column("1", 1.0, "share of licensed metal that goes by licensed channels")
    ]
    to_village: Annotated[
        CodeColumn, Column("", 0, "1 if who is free carries metal to village traders")
    ]
    point: Annotated[CodeColumn, Column("", 0, "1 where a licensed buying point stands")]
    to_point: Annotated[
        FloatColumn, Column("1", 0.0, "share of the metal of the free that goes to such a point")
    ]
    outlet_g: Annotated[
        FloatColumn, Column("g", 0.0, "metal sold to certified buyers and a state buyer")
    ]
    outlet_usd: Annotated[
        FloatColumn, Column("USD", 0.0, "what these paid above the price at the pit, or below it")
    ]
    state_g: Annotated[FloatColumn, Column("g", 0.0, "of that metal, what the state buyer took")]
    pledged_g: Annotated[
        FloatColumn, Column("g", 0.0, "metal sold legally in return for help and equipment")
    ]
    licensed_g: Annotated[FloatColumn, Column("g", 0.0, "metal of the licensed this month")]
    tied_g: Annotated[FloatColumn, Column("g", 0.0, "metal owed to pit traders this month")]
    gross_usd: Annotated[
        FloatColumn, Column("USD", 0.0, "worth of metal and tailings sold at the pit this month")
    ]
    access_usd: Annotated[
        FloatColumn, Column("USD", 0.0, "what migrants gave the chief for being let in this month")
    ]
    pool: Annotated[FloatColumn, Column("USD", 0.0, "value left to the diggers this month")]
    yield_usd: Annotated[
        FloatColumn, Column("USD/month", 0.0, "what word of mouth says an ordinary digger earns")
    ]
    yield_processor: Annotated[
        FloatColumn, Column("USD/month", 0.0, "what word of mouth says a processor earns")
    ]
    danger: Annotated[FloatColumn, Column("1", 0.0, "danger as word of mouth has it, 0 to 1")]
    intrusion: Annotated[CodeColumn, Column("", 0, "1 if working here is intrusion by law")]
    kept_by: Annotated[
        CodeColumn, Column("", -1, "firm that keeps the ground to itself this month, -1 for none")
    ]
    organised: Annotated[IndexColumn, Column("people", 0, "diggers in a cooperative")]
    locals: Annotated[IndexColumn, Column("people", 0, "diggers who are local or organised")]
    believed: Annotated[
        FloatColumn, Column("1", 0.0, "share of them among the diggers, as the firm believes")
    ]
    tolerated: Annotated[CodeColumn, Column("", 0, "1 if the firm tolerates the miners here")]
    taken_back: Annotated[
        CodeColumn, Column("", 0, "1 once the firm has ended agreements here to mine itself")
    ]
    prepared_month: Annotated[
        MonthColumn, Column("month", UNKNOWN, "month from which it is prepared, -1 for never")
    ]
    prepared: Annotated[CodeColumn, Column("", 0, "1 once it is surveyed, laid out and made safe")]
    works: Annotated[
        FloatColumn, Column("1", 1.0, "what is dug a day over the same without preparation")
    ]
    risk: Annotated[FloatColumn, Column("1", 1.0, "fatal accidents over those without preparation")]
    act: Annotated[CodeColumn, Column("", NO_ACT, "tenure an act declares, -1 for none")]
    act_month: Annotated[
        MonthColumn, Column("month", UNKNOWN, "month from which the act holds, -1 for none")
    ]
    offer_month: Annotated[
        MonthColumn, Column("month", UNKNOWN, "month in which an offer to leave was made")
    ]
    ore_price: Annotated[
        FloatColumn, Column("USD/g", 0.0, "what the plant pays for metal held in ore, 0: no offer")
    ]
    ore_g: Annotated[FloatColumn, Column("g", 0.0, "metal in ore delivered to the plant")]
    ore_weighted_g: Annotated[
        FloatColumn, Column("g", 0.0, "the same weighted by role, for the pit contract")
    ]
    earned_usd: Annotated[
        FloatColumn, Column("USD", 0.0, "what the firm earned by agreements here this month")
    ]
    tribute: Annotated[FloatColumn, Column("1", 0.0, "share of the gross that goes to the firm")]
    guards: Annotated[FloatColumn, Column("guards", 0.0, "guards posted this month")]
    interdiction: Annotated[
        FloatColumn, Column("1", 0.0, "share of days that guards and forces prevent")
    ]
    forces: Annotated[FloatColumn, Column("troops", 0.0, "state troops present this month")]
    armed: Annotated[FloatColumn, Column("1", 0.0, "share of the month armed actors are present")]
    armed_by: Annotated[
        CodeColumn, Column("", -1, "kind of armed actor that holds the place, -1 for none")
    ]
    levy_pit: Annotated[FloatColumn, Column("1", 0.0, "share of the gross armed men take")]
    levy_village: Annotated[
        FloatColumn, Column("1", 0.0, "share of incomes from here armed men take in the village")
    ]
    bribe_usd: Annotated[FloatColumn, Column("USD", 0.0, "bribe asked of each miner this month")]
    order_month: Annotated[
        MonthColumn, Column("month", UNKNOWN, "month for which an eviction is ordered")
    ]
    held_people: Annotated[IndexColumn, Column("people", 0, "evicted when the hold began")]
    hold_until: Annotated[MonthColumn, Column("month", UNKNOWN, "last month the ground is held")]
    evicted: Annotated[IndexColumn, Column("people", 0, "people evicted this month")]
    ready: Annotated[IndexColumn, Column("people", 0, "people here ready to act on grievance")]
    stirred: Annotated[FloatColumn, Column("events", 0.0, "memory of recent clashes (excitation)")]
    violence: Annotated[FloatColumn, Column("1", 0.0, "memory of violence, fading")]
    alarm_until: Annotated[
        MonthColumn, Column("month", UNKNOWN, "last month a clash here alarms the firm")
    ]


class Policy(NamedTuple):
    """What policy sets site by site this month; each column mirrors a parameter of the same name.

    A lever's effect on one of these parameters may name where it holds; on any other it may not.
    """

    willingness: Annotated[FloatColumn, Column("1", 0.0, "security.willingness")]
    weight: Annotated[FloatColumn, Column("1", 1.0, "security.weight")]
    posts: Annotated[FloatColumn, Column("guards", 0.0, "security.posts")]
    force: Annotated[FloatColumn, Column("1", 0.0, "force.level")]
    order: Annotated[FloatColumn, Column("1/month", 0.0, "eviction.order")]
    sweep: Annotated[FloatColumn, Column("1", 0.0, "eviction.sweep")]
    departure: Annotated[FloatColumn, Column("USD", 0.0, "offer.departure_usd")]
    tax: Annotated[FloatColumn, Column("1", 0.0, "markets.tax")]
    exit: Annotated[FloatColumn, Column("1", 0.0, "markets.exit")]
    zero_tolerance: Annotated[FloatColumn, Column("1", 0.0, "markets.zero_tolerance")]
    detection: Annotated[FloatColumn, Column("1/month", 0.0, "armed.detection")]
    trained: Annotated[FloatColumn, Column("1", 0.0, "security.trained")]
    priority: Annotated[FloatColumn, Column("1", 0.0, "state.force_priority")]
    tolerance: Annotated[FloatColumn, Column("1", 0.0, "zoning.tolerance")]
    cession: Annotated[FloatColumn, Column("1", 0.0, "cession.share")]
    lease: Annotated[FloatColumn, Column("1", 0.0, "lease.share")]
    tribute: Annotated[FloatColumn, Column("1", 0.0, "lease.tribute")]
    offtake: Annotated[FloatColumn, Column("1", 0.0, "offtake.willingness")]
    zone: Annotated[FloatColumn, Column("sites", 0.0, "zone.sites")]
    training: Annotated[FloatColumn, Column("1", 0.0, "training.share")]
    support: Annotated[FloatColumn, Column("1", 0.0, "licence.support")]
    open: Annotated[FloatColumn, Column("1", 0.0, "access.open")]
    closed: Annotated[FloatColumn, Column("1", 0.0, "access.closed")]
    prepare: Annotated[FloatColumn, Column("sites/year", 0.0, "preparation.sites")]
    grants: Annotated[FloatColumn, Column("1", 0.0, "grant.sites")]
    helped: Annotated[FloatColumn, Column("1", 0.0, "livelihoods.sites")]


PLACED = {
    "security.willingness": "willingness",
    "security.weight": "weight",
    "security.posts": "posts",
    "force.level": "force",
    "eviction.order": "order",
    "eviction.sweep": "sweep",
    "offer.departure_usd": "departure",
    "markets.tax": "tax",
    "markets.exit": "exit",
    "markets.zero_tolerance": "zero_tolerance",
    "armed.detection": "detection",
    "security.trained": "trained",
    "state.force_priority": "priority",
    "zoning.tolerance": "tolerance",
    "cession.share": "cession",
    "lease.share": "lease",
    "lease.tribute": "tribute",
    "offtake.willingness": "offtake",
    "zone.sites": "zone",
    "training.share": "training",
    "licence.support": "support",
    "access.open": "open",
    "access.closed": "closed",
    "preparation.sites": "prepare",
    "grant.sites": "grants",
    "livelihoods.sites": "helped",
}

# What gives ground another tenure is placed by the law's title: it must not move its own ground.
BY_TITLE = ("zoning.tolerance", "cession.share", "lease.share", "zone.sites")
