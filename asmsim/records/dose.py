"""A dose: one lever as a scenario or programme uses it, how much, where, when and paid by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from asmsim.errors import BadValue
from asmsim.records.base import Record
from asmsim.records.payer import Payers


def _places(where: object) -> object:
    """Take one place or several; a site's number becomes its name."""
    if where is None:
        return ()
    if isinstance(where, str | int):
        where = (where,)
    if isinstance(where, list | tuple):
        return tuple(_place(place) for place in where)
    return where


def _place(place: object) -> object:
    """Take one place; a name may hold nothing that tells places apart where they are written."""
    if isinstance(place, int):
        return str(place)
    if isinstance(place, str) and not re.fullmatch(r"[^\s,;=@]+", place):
        raise BadValue(
            f"{place!r} is not a place", value=place, allowed="a tenure, a mineral or a site's id"
        )
    return place


Places = Annotated[tuple[str, ...], BeforeValidator(_places)]
"""Tenures, minerals or site ids; empty means everywhere."""


class Dose(Record):
    """One lever as a scenario or programme uses it.

    Attributes
    ----------
    lever : str
        The lever's name.
    dose : float
        How much of it, from 0 (nothing) to 1 (all of it).
    where : tuple of str
        Tenures, minerals or site ids; empty means everywhere.
    when : "alarm" or None
        Only on ground where a clash has alarmed the firm, or all of it while theft does; or always.
    start, end : int or None, months after the policy month
        From which month on and until which (that month itself is without it).
    payers : tuple of (str, float)
        Who pays for it, with their shares; empty means whoever the lever names.
    places : float or None, people/year
        How many it reaches at full dose in a district of the default size; None: all it is for.
    kind : str
        Which of the lever's kinds, where it has several; empty means the first.
    """

    lever: str = Field(min_length=1)
    dose: float = Field(default=1.0, ge=0.0, le=1.0)
    where: Places = ()
    when: Literal["alarm"] | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    payers: Payers = ()
    places: float | None = Field(default=None, ge=0.0)
    kind: str = ""

    @model_validator(mode="after")
    def _ends_after_start(self) -> Dose:
        if self.end is not None and self.end <= (self.start or 0):
            raise BadValue(
                f"{self.end} is not after the start",
                field="end",
                value=self.end,
                allowed=f"at least {(self.start or 0) + 1}",
            )
        return self


def by_content(doses: Iterable[Dose]) -> tuple[Dose, ...]:
    """Sort doses by what they hold: their order never matters."""
    return tuple(sorted(doses, key=lambda dose: dose.model_dump_json()))
