"""A programme: what an organisation or a law does, as levers that add to any scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator, model_validator

from asmsim.errors import BadValue
from asmsim.records.base import Record
from asmsim.records.dose import Dose, Places, by_content
from asmsim.records.payer import Payers

if TYPE_CHECKING:
    from asmsim.records.lever import Lever


class Programme(Record):
    """Levers with doses, who pays for them, how many they reach, and what they need.

    Attributes
    ----------
    name : str
        The name of its file.
    title, text, source : str
        A short title, a description and where it comes from.
    row : str
        The row of the source documents it stands for, such as P5; empty for a user's own.
    levers : tuple of Dose
        What is done.
    dose : float
        How much of all of it, from 0 to 1.
    payers : tuple of (str, float)
        Who pays for those doses that do not say so, with their shares.
    capacity : float or None, people/year
        Places, in a district of the default size, of those doses that can have them and do not say
        how many.
    where : tuple of str
        Tenures, minerals or site ids for those doses that can be placed and do not say where.
    minerals : tuple of str
        Minerals it is for, as contexts name them: where none of them is dug it has nothing to do.
    law : str
        The parameter that must be true for it to be allowed; empty when no law forbids it.
    exclusive : tuple of str
        Levers that nobody else may use beside it, such as a monopoly's buying.
    excludes : tuple of str
        Programmes it cannot go together with.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")
    title: str = Field(min_length=1)
    text: str = ""
    source: str = Field(min_length=1)
    row: str = Field(default="", pattern=r"^(P[1-9][0-9]*)?$")
    levers: tuple[Dose, ...] = Field(min_length=1)
    dose: float = Field(default=1.0, ge=0.0, le=1.0)
    payers: Payers = ()
    capacity: float | None = Field(default=None, ge=0.0)
    where: Places = ()
    minerals: tuple[str, ...] = ()
    law: str = ""
    exclusive: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    @field_validator("levers")
    @classmethod
    def _sorted(cls, levers: tuple[Dose, ...]) -> tuple[Dose, ...]:
        return by_content(levers)

    @model_validator(mode="after")
    def _uses_what_it_has_alone(self) -> Programme:
        used = {dose.lever for dose in self.levers}
        for name in self.exclusive:
            if name not in used:
                raise BadValue(
                    f"'{name}' is none of its own levers",
                    field="exclusive",
                    value=name,
                    allowed=sorted(used),
                )
        return self

    def at(self, dose: float) -> Programme:
        """Return it at another dose."""
        return Programme(**{**self.model_dump(), "dose": dose})

    def doses(self, levers: Mapping[str, Lever]) -> tuple[Dose, ...]:
        """Return its doses with its own dose, payers and capacity where they say nothing else."""
        return tuple(
            dose.model_copy(
                update={
                    "dose": dose.dose * self.dose,
                    "payers": dose.payers or self.payers,
                    "places": self._places(dose, levers.get(dose.lever)),
                }
            )
            for dose in self.levers
        )

    def dug(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return which of the minerals it is for are dug in a place, of its resolved parameters."""
        here = {values["mineral.name"]}
        if values["second.share"] > 0.0:
            here.add(values["second.name"])
        return tuple(name for name in self.minerals if name in here)

    def idle(self, values: Mapping[str, Any]) -> bool:
        """Tell whether none of the minerals it is for is dug in a place."""
        return bool(self.minerals) and not self.dug(values)

    def _places(self, dose: Dose, lever: Lever | None) -> float | None:
        """Return how many a dose reaches: its capacity, where the lever can run out of places."""
        limited = dose.places is None and lever is not None and lever.places
        return self.capacity if limited else dose.places


def check_together(programmes: Sequence[Programme]) -> None:
    """Refuse programmes that cannot go together.

    Raises
    ------
    BadValue
        When one excludes the other, or both use what one of them is to have alone.
    """
    for one, other in combinations(programmes, 2):
        for each, its in ((one, other), (other, one)):
            if its.name in each.excludes:
                raise BadValue(
                    f"'{each.name}' and '{its.name}' cannot go together: {each.title} excludes "
                    f"{its.title}",
                    field="programmes",
                    value=f"{one.name}, {other.name}",
                    allowed="one of the two",
                )
            shared = _used(its) & set(each.exclusive)
            if shared:
                raise BadValue(
                    f"'{one.name}' and '{other.name}' cannot go together: {each.title} has "
                    f"{', '.join(sorted(shared))} to itself",
                    field="programmes",
                    value=f"{one.name}, {other.name}",
                    allowed="one of the two",
                )


def _used(programme: Programme) -> set[str]:
    """Levers a programme uses at a dose above 0."""
    return {dose.lever for dose in programme.levers if dose.dose * programme.dose > 0.0}


def all_of(*groups: Iterable[Programme]) -> tuple[Programme, ...]:
    """Programmes of several groups, each once; all of them must go together.

    Raises
    ------
    BadValue
        When one is given twice, or two cannot go together.
    """
    found: dict[str, Programme] = {}
    for programme in (each for group in groups for each in group):
        if programme.name in found:
            raise BadValue(
                f"'{programme.name}' is given twice", field="programmes", value=programme.name
            )
        found[programme.name] = programme
    check_together(tuple(found.values()))
    return tuple(found.values())
