"""A stance: levers with their doses, alone or with programmes beside it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, field_validator

from asmsim.records.base import Record
from asmsim.records.dose import Dose, by_content
from asmsim.records.programme import Programme

__all__ = ["Dose", "Scenario"]

JOIN = " + "
"""Stands between the titles of a scenario and of the programmes beside it."""


class Scenario(Record):
    """A set of levers with doses; their order never matters, so they are kept sorted.

    Attributes
    ----------
    name : str
        The name of its file.
    title, stance, text, source : str
        A short title, the stance it stands for, a description and where it comes from.
    history : bool
        True of the one scenario that every world lives before its policy month.
    levers : tuple of Dose
        What is done.
    programmes : tuple of Programme
        What is done beside it, where a name joins programmes to a scenario.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_+.=-]*$")
    title: str = Field(min_length=1)
    stance: str = ""
    text: str = ""
    source: str = Field(min_length=1)
    history: bool = False
    levers: tuple[Dose, ...] = ()
    programmes: tuple[Programme, ...] = ()

    @field_validator("levers")
    @classmethod
    def _sorted(cls, levers: tuple[Dose, ...]) -> tuple[Dose, ...]:
        return by_content(levers)

    def beside(self, programmes: Iterable[Programme], name: str) -> Scenario:
        """Return the scenario with programmes at work beside it, under a name of its own."""
        added = (*self.programmes, *programmes)
        fields = {
            "name": name,
            "title": JOIN.join((self.title, *(each.title for each in programmes))),
            "programmes": added,
            "history": False,
        }
        return self.model_copy(update=fields)
