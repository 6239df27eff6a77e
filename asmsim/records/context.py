"""A kind of place: the parameters in which it differs, each with its reason."""

from __future__ import annotations

from pydantic import Field, field_validator

from asmsim.errors import BadValue
from asmsim.records.base import Record, Value
from asmsim.records.parameter import Grade


class ContextValue(Record):
    """One parameter as it is in this kind of place.

    Attributes
    ----------
    name : str
        Dotted name of the parameter.
    value : float, int, bool or str
        Its value here.
    grade : {"A", "B", "C", "D"}
        How well it is known.
    source : str
        Where it comes from.
    reason : str
        Why it differs here.
    """

    name: str
    value: Value
    grade: Grade
    source: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Context(Record):
    """A kind of place.

    Attributes
    ----------
    name : str
        The name of its file.
    title, text, source : str
        A short title, a description and where it comes from.
    parameters : tuple of ContextValue
        The parameters that differ from the library's central values.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")
    title: str = Field(min_length=1)
    text: str = ""
    source: str = Field(min_length=1)
    parameters: tuple[ContextValue, ...] = ()

    @field_validator("parameters")
    @classmethod
    def _each_once(cls, parameters: tuple[ContextValue, ...]) -> tuple[ContextValue, ...]:
        seen: set[str] = set()
        for item in parameters:
            if item.name in seen:
                raise BadValue(f"'{item.name}' is set twice", value=item.name)
            seen.add(item.name)
        return parameters
