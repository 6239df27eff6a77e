"""Joint finance: upgrades, first loss and working capital, shared by several payers."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Sites upgraded, banks' first loss covered, ore paid for at the pit."""
    upgrades, first_loss, prepaid = (
        dose.dose * float(parameters[f"joint.{key}"])
        for key in ("upgrades", "first_loss", "prepaid")
    )
    return [
        Effect("preparation.sites", "increment", upgrades),
        Effect("credit.cover", "increment", first_loss),
        Effect("offtake.prepaid", "floor", prepaid),
    ]


LEVER = Lever(
    name="joint_finance",
    title="Joint finance",
    pillar="broader interventions",
    text="Several payers together have sites upgraded, take the first of banks' losses on miners' "
    "loans, and put up the capital with which ore is paid for at the pit rather than after assay. "
    "A dose may name them and their shares.",
    source="Levin Sources Insights series (2020), section 8: upgrades, first-loss cover, working "
    "capital (P28)",
    effects=effects,
    payer="donors",
)
