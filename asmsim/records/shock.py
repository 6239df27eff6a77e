"""A dated change: a parameter set, or a lever applied, from one month on until another.

It is written as text, ``NAME=VALUE@MONTH:MONTH in PLACE,PLACE``, or as a row of a timeline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from asmsim.errors import AsmsimError, BadValue, nearest_name
from asmsim.records.base import Record, Value
from asmsim.records.dose import Places

FORM = "NAME=VALUE@MONTH or NAME=VALUE@MONTH:MONTH; after it in PLACE,… where it has places"
KEYS = ("name", "value", "start", "end", "where")
"""The keys of a shock in a file."""

NEEDED = KEYS[:3]


def value_of(text: str) -> Value:
    """Read a value as it is written on a command line: true, false, a number, or else a text.

    Examples
    --------
    >>> value_of("true"), value_of("3"), value_of("0.5"), value_of("stochastic")
    (True, 3, 0.5, 'stochastic')
    """
    text = text.strip()
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


class Shock(Record):
    """A parameter or lever that takes a value from a month on.

    Parameters
    ----------
    parameter_or_lever : str
        Dotted name of a parameter, or the name of a lever.
    value : float, int, bool or str
        The parameter's value, or the lever's dose.
    start : int, month
        The first month in which it is felt, counted from 0.
    end : int, month, optional
        The first month without it; none means until the end.
    where : str or sequence of str, optional
        Tenures, minerals or site ids; none means everywhere.

    Examples
    --------
    >>> str(Shock("price.level", 80.0, 24, 36))
    'price.level=80.0@24:36'
    >>> str(Shock("training", 1.0, 24, where=["asm_zone", 12]))
    'training=1.0@24 in asm_zone,12'
    """

    parameter_or_lever: str = Field(pattern=r"^[^\s=@]+$")
    value: Value
    start: int = Field(ge=0)
    end: int | None = Field(default=None, ge=0)
    where: Places = ()

    def __init__(
        self,
        parameter_or_lever: str,
        value: Value,
        start: int,
        end: int | None = None,
        where: Any = None,
    ) -> None:
        super().__init__(
            parameter_or_lever=parameter_or_lever, value=value, start=start, end=end, where=where
        )

    @model_validator(mode="after")
    def _ends_after_start(self) -> Shock:
        if self.end is not None and self.end <= self.start:
            raise BadValue(
                f"{self.end} is not after the start, {self.start}",
                field="end",
                value=self.end,
                allowed=f"at least {self.start + 1}",
            )
        return self

    def on(self, month: int) -> bool:
        """Tell whether it is felt in this month."""
        return self.start <= month and (self.end is None or month < self.end)

    @classmethod
    def parse(cls, text: str) -> Shock:
        """Read `NAME=VALUE@MONTH`, `NAME=VALUE@MONTH:MONTH`, or either with ` in PLACE,…` after it.

        Raises
        ------
        BadValue
            When the text is of another form.

        Examples
        --------
        >>> Shock.parse("security=1@24:36").end
        36
        >>> Shock.parse("training=1@24 in asm_zone,12").where
        ('asm_zone', '12')
        """
        name, equals, rest = text.partition("=")
        value, at, when = rest.rpartition("@")
        months, *places = re.split(r"\s+in\s", when, maxsplit=1)
        start, colon, end = months.partition(":")
        where = [place.strip() for part in places for place in part.split(",")]
        if not (name.strip() and equals and value.strip() and at and start.strip()):
            raise _not_a_shock(text)
        if "" in where:
            raise _not_a_shock(text)
        try:
            first, last = int(start), int(end) if colon else None
        except ValueError:
            raise _not_a_shock(text) from None
        return cls(name.strip(), value_of(value), first, last, where)

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Shock:
        """Read a table with the keys name, value, start, end and where.

        Raises
        ------
        BadValue
            When a key is unknown or missing, or its value is refused.
        """
        given = {"name" if k == "parameter_or_lever" else k: value for k, value in table.items()}
        for key, value in given.items():
            if key not in KEYS:
                near = nearest_name(key, KEYS)
                raise BadValue("unknown key", field=key, value=value, allowed=KEYS, nearest=near)
        for key in NEEDED:
            if key not in given:
                raise BadValue("is missing", field=key)
        try:
            return cls(*(given.get(key) for key in KEYS))  # type: ignore[arg-type]  # checked there
        except AsmsimError as error:
            if error.field != "parameter_or_lever":
                raise
            raise type(error)(error.message, **{**error.parts, "field": "name"}) from None

    def __str__(self) -> str:
        """Write it as the command line takes it."""
        value = str(self.value).lower() if isinstance(self.value, bool) else self.value
        end = "" if self.end is None else f":{self.end}"
        where = f" in {','.join(self.where)}" if self.where else ""
        return f"{self.parameter_or_lever}={value}@{self.start}{end}{where}"


def _not_a_shock(text: str) -> BadValue:
    return BadValue(f"{text!r} is not a shock", value=text, allowed=FORM)
