"""A number of the model with its unit, range, grade and source."""

from __future__ import annotations

import math
from numbers import Real
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from asmsim.errors import BadValue
from asmsim.records.base import Record, Value

Grade = Literal["A", "B", "C", "D"]
"""How well a number is known: A measured, B near, C reasoned, D assumed."""


class Parameter(Record):
    """One parameter: its value and everything needed to judge and to change it.

    Attributes
    ----------
    name : str
        Dotted name, `group.key`: the file and the table it stands in.
    value : float, int, bool or str
        The central value; its type is the type any other value must have.
    unit : str
        The unit, "1" for a pure number.
    range : (float, float) or None
        The plausible range over which it is swept.
    choices : tuple or None
        The texts or numbers it may take instead of a range.
    grade : {"A", "B", "C", "D"}
        How well it is known.
    source : str
        Where the value comes from.
    meaning : str
        What it is, in the field's words.
    note : str
        What else a reader should know.
    off : value or None
        The value that switches its mechanism off.
    limits : (float, float) or None
        The widest values the model can take, where wider than the range.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")
    value: Value
    unit: str
    range: tuple[float, float] | None = None
    choices: tuple[Value, ...] | None = None
    grade: Grade
    source: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    note: str = ""
    off: Value | None = None
    limits: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Parameter:
        numeric = not isinstance(self.value, bool | str)
        if numeric and self.range is None and self.choices is None:
            raise BadValue("is missing: a number needs a range or choices", field="range")
        if isinstance(self.value, str) and not self.choices:
            raise BadValue("is missing: a text needs its choices", field="choices")
        if not numeric and (self.range or self.limits):
            raise BadValue("only numbers have a range", field="range", value=self.range)
        for key, pair in (("range", self.range), ("limits", self.limits)):
            if pair is not None and pair[0] > pair[1]:
                raise BadValue("the lower end is above the upper", field=key, value=pair)
        for key, value in (("value", self.value), ("off", self.off)):
            if value is not None and not self.accepts(value):
                raise BadValue(
                    f"{value!r} cannot be used", field=key, value=value, allowed=self.allowed
                )
        return self

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest number accepted: the limits, or the range widened to `off`."""
        if self.limits is not None:
            return self.limits
        if self.range is None:
            return None
        low, high = self.range
        if self.off is None or isinstance(self.off, bool | str):
            return low, high
        return min(low, self.off), max(high, self.off)

    @property
    def allowed(self) -> str:
        """What is accepted, in words."""
        if isinstance(self.value, bool):
            return "true or false"
        if self.choices is not None:
            return ", ".join(str(choice) for choice in self.choices)
        bounds = self.bounds or (-math.inf, math.inf)
        kind = "a whole number" if isinstance(self.value, int) else "a number"
        unit = "" if self.unit in ("", "1") else f" {self.unit}"
        return f"{kind} from {bounds[0]:.12g} to {bounds[1]:.12g}{unit}"

    def accepts(self, value: object) -> bool:
        """Tell whether the model can run with this value."""
        if isinstance(self.value, bool) or isinstance(value, bool):
            return isinstance(self.value, bool) and isinstance(value, bool)
        if self.choices is not None:
            return _same_kind(value, self.value) and value in self.choices
        if not isinstance(value, Real):
            return False
        number, bounds = float(value), self.bounds
        if isinstance(self.value, int) and not number.is_integer():
            return False
        return bounds is not None and math.isfinite(number) and bounds[0] <= number <= bounds[1]

    def checked(self, value: Any, file: str | Path | None = None) -> Value:
        """Return the value with the record's own type.

        Raises
        ------
        BadValue
            When it is of another type or out of bounds.
        """
        if not self.accepts(value):
            raise BadValue(
                f"{value!r} cannot be used",
                field=self.name,
                value=value,
                allowed=self.allowed,
                file=file,
            )
        return type(self.value)(value)


def _same_kind(value: object, model: Value) -> bool:
    """Tell whether both are texts, or both are numbers."""
    if isinstance(model, str):
        return isinstance(value, str)
    return isinstance(value, Real)
