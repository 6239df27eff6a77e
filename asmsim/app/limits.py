"""What one visitor may ask of a server that others use too."""

from __future__ import annotations

from pydantic import Field

from asmsim.errors import BadValue
from asmsim.records.base import Record
from asmsim.studies.design import Study


class Limits(Record):
    """The most that one visitor may ask for, so that others are served too.

    Attributes
    ----------
    miners : int, people
    months, replicates, scenarios : int
        Of one comparison.
    visitors : int
        Pages open at a time.
    """

    miners: int = Field(default=5000, ge=100)
    months: int = Field(default=240, ge=12)
    replicates: int = Field(default=50, ge=2)
    scenarios: int = Field(default=8, ge=2)
    visitors: int = Field(default=60, ge=1)

    def check(self, study: Study, scenarios: int) -> None:
        """Refuse a study that is too large.

        Raises
        ------
        BadValue
            Naming what is too large, and what is allowed.
        """
        asked = {"scenarios": scenarios} | {
            name: getattr(study, name) for name in ("miners", "months", "replicates")
        }
        for name, value in asked.items():
            most = getattr(self, name)
            if value > most:
                raise BadValue(
                    f"{value} is more than this server gives one visitor",
                    field=name,
                    value=value,
                    allowed=f"up to {most}",
                )
