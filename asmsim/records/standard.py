"""A standard: what it asks of a mining firm about artisanal miners, and which levers meet that."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator, model_validator

from asmsim.errors import BadValue
from asmsim.records.base import Record


def _doses(given: object) -> object:
    """Check that each lever of a way has its least dose."""
    if isinstance(given, dict):
        for lever, dose in given.items():
            number = not isinstance(dose, bool) and isinstance(dose, int | float)
            if not (number and 0.0 < dose <= 1.0):
                raise BadValue(
                    f"{dose!r} is no least dose",
                    field=lever,
                    value=dose,
                    allowed="above 0, up to 1",
                )
    return given


Way = Annotated[dict[str, float], BeforeValidator(_doses)]
"""Levers that have to be in force together, each with its least dose."""


class Requirement(Record):
    """One thing a standard asks for.

    Attributes
    ----------
    id : str
        Its number or name in the standard.
    title, text : str
        What it asks, in short and in our own words.
    full : tuple of dict
        Ways of meeting it: levers with their least doses. One of the ways is enough.
    part : tuple of dict
        Ways of meeting it in part. A way of `full` meets it in part too when its doses are lower,
        hold only for a time or on alarm, or are paid for by others alone.
    only_with : tuple of str
        It applies only where one of these levers is used; empty: wherever there is a firm.
    against : dict
        Levers that stand against it from a dose on: then it is not met, whatever else is done.
    own : bool
        Whether the firm has to bear a part of the cost for it to be met in full.
    note : str
        Why these levers.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    full: tuple[Way, ...] = ()
    part: tuple[Way, ...] = ()
    only_with: tuple[str, ...] = ()
    against: Way = Field(default_factory=dict)
    own: bool = True
    note: str = ""

    @property
    def levers(self) -> tuple[str, ...]:
        """Every lever it names, in order of first mention."""
        ways = (*self.full, *self.part, self.against)
        return tuple(dict.fromkeys((*(name for way in ways for name in way), *self.only_with)))


class Standard(Record):
    """A standard, or what a source asks of every firm.

    Attributes
    ----------
    name : str
        The name of its file.
    title, text, source : str
        What it is called, what it is about and where it is described.
    requirements : tuple of Requirement
        What it asks for.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")
    title: str = Field(min_length=1)
    text: str = ""
    source: str = Field(min_length=1)
    requirements: tuple[Requirement, ...] = Field(min_length=1)

    @field_validator("requirements")
    @classmethod
    def _each_once(cls, requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        seen: set[str] = set()
        for item in requirements:
            if item.id in seen:
                raise BadValue(f"'{item.id}' is there twice", value=item.id)
            seen.add(item.id)
        return requirements

    @model_validator(mode="after")
    def _can_be_met(self) -> Standard:
        for number, item in enumerate(self.requirements, start=1):
            if not (item.full or item.part):
                raise BadValue(
                    "is missing: no lever would meet it", field=f"requirements[{number}].full"
                )
        return self
