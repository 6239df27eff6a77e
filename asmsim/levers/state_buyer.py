"""State buyer: a public trader buys of cooperatives, beside others or alone by law."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever

KINDS = ("beside", "monopoly", "sole_exporter")
BANS = ("law.child_ban", "law.pregnant_ban")


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """How far it is there, what the law leaves to others, and what it forbids with a monopoly."""
    found = [Effect("state_buyer.presence", "floor", dose.dose, dose.where)]
    if dose.dose > 0.0:
        rule = dose.kind or KINDS[0]
        found.append(Effect("state_buyer.rule", "setting", rule, dose.where))
        if rule == "monopoly":
            enforced = dose.dose * float(parameters["state_buyer.bans"])
            found += [Effect(ban, "floor", enforced) for ban in BANS]
    return found


LEVER = Lever(
    name="state_buyer",
    title="State buyer",
    pillar="compliance and reputation",
    text="A public trader buys from cooperatives it trains, at a set share of the world price and "
    "at a standard that rises: beside others; as a monopoly, when what others buy is smuggled "
    "and children and pregnant women may not work; or as the sole exporter, to whom other "
    "traders have to sell.",
    source="Paris Peace Forum special advisers' meeting (P12); Artisanal Gold Council (2025) (P2)",
    effects=effects,
    payer="state",
    kinds=KINDS,
)
