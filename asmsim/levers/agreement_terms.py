"""Terms of agreements: who is good enough to sign with, who gets what, and for how long."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """A larger part for miners, later reviews, a lower standard to begin with."""
    fairer, longer, lower = (
        float(parameters[f"agreement.{key}"]) for key in ("fairer", "longer_months", "open")
    )
    return [
        Effect("agreement.left_to_miners", "floor", dose.dose * fairer),
        Effect("agreement.review_months", "increment", dose.dose * longer),
        Effect("agreement.conduct", "factor", 1.0 - dose.dose * lower),
    ]


LEVER = Lever(
    name="agreement_terms",
    title="Fair and lasting terms",
    pillar="broader interventions",
    text="The firm signs with cooperatives whose conduct is still on its way, leaves them more of "
    "the surplus on ore and of the tribute, and reviews agreements later. It does nothing where "
    "the firm neither leases nor buys.",
    source="Levin Sources Insights series (2020), sections 4 and 7 (S4, R25)",
    effects=effects,
)
