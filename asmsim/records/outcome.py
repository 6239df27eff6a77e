"""What is measured: the definition of one outcome."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

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
        The smallest difference that matters, in the unit, in a district of 5,000 miners.
    extensive : bool
        Whether it grows with the district, and with it the smallest difference that matters.
    headline : {"mean", "sum", "last", "since_policy", "pair"}
        How the months become one number: mean or sum of the last twelve, the last month,
        the sum since the policy month, or a comparison with the reference world of the same luck.
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
    formula: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    source: str = Field(min_length=1)
    note: str = ""
