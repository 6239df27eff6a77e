"""The month: twelve phases in order, what each does, reads and writes.

``MONTH`` is the only statement of order; what a phase does stands in ``phases/`` under its name.
Another package may put its own in a phase's place, never in between.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, NamedTuple

from asmsim import plugins
from asmsim.errors import BadValue, unknown
from asmsim.phases import (
    armed,
    belief,
    contest,
    firm,
    markets,
    measure,
    move,
    organise,
    policy,
    sale,
    state,
    work,
)

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Phase(NamedTuple):
    """One row of the month."""

    name: str
    does: Callable[[CohabitationModel], None]
    reads: str
    writes: str


MONTH: tuple[Phase, ...] = (
    Phase("policy", policy.phase, "plan, alarm", "parameters in force, policy, tenure"),
    Phase(
        "markets",
        markets.phase,
        "price, last output, wedge, conduct",
        "buyers' relations, pit prices, legal shares",
    ),
    Phase(
        "state", state.phase, "queue, tenure, cue", "licences, bribes asked, orders, zones, titles"
    ),
    Phase(
        "firm",
        firm.phase,
        "workers, trust, conduct, last incomes, policy",
        "trust, knowledge, acts, agreements, guards, interdiction, orders, offers, vacancies",
    ),
    Phase(
        "armed actors",
        armed.phase,
        "last takings, guards, forces, detection",
        "posts, levies asked, claims",
    ),
    Phase(
        "work", work.phase, "workers, reserves, interdiction", "metal, days, reserves, accidents"
    ),
    Phase(
        "sale",
        sale.phase,
        "metal, prices, relations, debts",
        "incomes, savings, debts, exports, funds",
    ),
    Phase("organise", organise.phase, "yields, treasuries", "members, papers, conduct, status"),
    Phase(
        "contest", contest.phase, "guards, grievance, orders", "events, harm, evictions, stoppage"
    ),
    Phase("belief", belief.phase, "incomes, events, profit", "yields, danger, trust, grievance"),
    Phase(
        "move",
        move.phase,
        "yields, danger, outside incomes, offers, vacancies",
        "occupation, site, savings, discoveries",
    ),
    Phase("measure", measure.phase, "everything", "outcomes, the closed ledger, counts"),
)


@cache
def month() -> tuple[Phase, ...]:
    """The month, with the phases that other packages offer as ``asmsim.phases`` in their places.

    An entry is named as the phase it replaces (``armed_actors`` for *armed actors*). It is a
    ``Phase``, or a function of the model, which then reads and writes what ours does.

    Raises
    ------
    UnknownName
        When there is no such phase.
    BadValue
        When two packages replace the same.
    """
    rows = {phase.name: phase for phase in MONTH}
    replaced: dict[str, str] = {}
    for offer in plugins.offers(plugins.PHASES, Phase, FunctionType):
        name, field = offer.name.replace("_", " "), f"{offer.package}: {plugins.PHASES}"
        if name not in rows:
            raise unknown("phase", name, rows, field=field)
        if name in replaced:
            raise BadValue(f"{replaced[name]} replaces it too", field=f"{field}: {name}")
        replaced[name] = offer.package
        thing = offer.thing
        rows[name] = thing if isinstance(thing, Phase) else rows[name]._replace(does=thing)
    return tuple(rows.values())
