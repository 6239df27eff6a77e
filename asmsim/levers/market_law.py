"""Market law: an importing country asks its firms where minerals come from."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Buyers who leave rather than answer, and a state that is moved to act."""
    gone = dose.dose * float(parameters["liability.exit"])
    faster = 1.0 - dose.dose * float(parameters["liability.licensing"])
    force = dose.dose * float(parameters["liability.force"])
    return [
        Effect("markets.exit", "increment", gone, dose.where),
        Effect("licence.months", "factor", faster),
        Effect("state.force_priority", "increment", force),
    ]


LEVER = Lever(
    name="market_law",
    title="Law of an importing country",
    pillar="compliance and reputation",
    text="A law like that of 2010 asks firms where some minerals come from. Many buyers leave "
    "rather than answer, everywhere or for the mineral the law names; the producing state may be "
    "moved to act, by papers and by force.",
    source="Levin Sources Insights series (2020), section 8 (P23)",
    effects=effects,
    payer="buyers",
    decider="importers",
)
