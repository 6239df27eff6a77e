"""What is measured: the definition of one outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from asmsim.errors import BadValue
from asmsim.records.base import Record


class Outcome(Record):
    """One outcome: how it is reckoned, and when a difference in it matters.

    Attributes
    ----------
    name : str
        Its name, also the column of results.
    family : str
        The file it stands in: formalisation, conflict, …
    title, unit : str
        A short title and the unit.
    direction : {"more", "less", "neither"}
        Which way is better.
    smallest : float
        The smallest difference that matters, in the unit, in a district of 5,000 miners; of an
        outcome that weighs a mineral, what that much of it is worth, USD.
    extensive : bool
        Whether it grows with the district, and with it the smallest difference that matters.
    headline : {"mean", "sum", "last", "since_policy", "pair"}
        How the months become one number: mean or sum of the last twelve, the last month,
        the sum since the policy month, or a comparison with the reference world of the same luck.
    weight : str
        Another outcome, by which a mean weighs the months: so a month's share of some counts as
        much as they are many, and the mean is the share of all.
    lag : int
        How many months before a share is known its weight was.
    weighs : {"", "mineral", "second"}
        The group of parameters of the mineral it weighs, kept in kilograms: where it is told, it is
        in the unit in which people of a place speak of their mineral.
    formula, meaning, source, note : str
        How it is reckoned, what it tells, where the definition comes from, what else to know.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    family: str
    title: str = Field(min_length=1)
    unit: str
    direction: Literal["more", "less", "neither"]
    smallest: float = Field(ge=0.0)
    extensive: bool = False
    headline: Literal["mean", "sum", "last", "since_policy", "pair"]
    weight: str = ""
    lag: int = Field(default=0, ge=0)
    weighs: Literal["", "mineral", "second"] = ""
    formula: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    source: str = Field(min_length=1)
    note: str = ""

    @model_validator(mode="after")
    def _only_a_mean_is_weighted(self) -> Self:
        if self.weight and self.headline != "mean":
            raise BadValue(
                f"a headline of {self.headline!r} takes no weight",
                field="weight",
                value=self.weight,
                allowed="with headline = 'mean' only",
            )
        return self


@dataclass(frozen=True)
class Family:
    """Outcomes that another package measures.

    Attributes
    ----------
    outcomes : tuple of str
        Their names; the record of each stands in a library.
    measure : callable
        From the district and its census to a number for each of them, every month.
    """

    outcomes: tuple[str, ...]
    measure: Callable[[Any, Any], dict[str, float]]
