"""What policy can do: a lever and the effects it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.payer import Payers

DECIDERS = ("firm", "state", "buyers", "donors", "importers")
"""Who can decide on a lever: who may pay for one, and the countries that metal is sold to."""

EffectKind = Literal["factor", "increment", "floor", "setting"]
"""How an effect joins others on the same target: multiplied, added, at least, or set."""


@dataclass(frozen=True)
class Effect:
    """One thing a lever does to one target; the engine combines them by a stated algebra.

    Attributes
    ----------
    target : str
        Dotted name of a parameter, or "tenure".
    kind : {"factor", "increment", "floor", "setting"}
        How it joins the others.
    value : float or str
        By how much, or what it is set to.
    where : tuple of str
        Tenures, minerals or site ids; empty means everywhere.
    lever : str
        The lever it comes from.
    when : "alarm" or None
        Only on alarmed ground, or always.
    payers : tuple of (str, float)
        Who pays for it, with their shares.
    """

    target: str
    kind: EffectKind
    value: float | str
    where: tuple[str, ...] = ()
    lever: str = ""
    when: Literal["alarm"] | None = None
    payers: Payers = ()


@dataclass(frozen=True)
class Lever:
    """Something policy can do: what, how much of it, where and when.

    Attributes
    ----------
    name, title, pillar, text, source : str
        Its name, a short title, the kind of policy, a description and where it comes from.
    effects : callable
        From a dose and the resolved parameters to the effects.
    law : str
        The parameter that must be true for the lever to be allowed; empty when no law forbids it.
    payer : str
        Who pays for it where a dose does not say so.
    decider : str
        Who can decide on it, one of `DECIDERS`; empty when it is whoever pays for it.
    places : str
        The parameter that counts the places of a dose with a limit; empty when none can have one.
    kinds : tuple of str
        What a dose may choose among; the first where it does not, empty when there is no choice.
    """

    name: str
    title: str
    pillar: str
    text: str
    source: str
    effects: Callable[[Dose, Mapping[str, Value]], list[Effect]]
    law: str = ""
    payer: str = "firm"
    decider: str = ""
    places: str = ""
    kinds: tuple[str, ...] = ()
