"""A person of the district, who mines, farms, holds a job or lives away."""

from __future__ import annotations

from typing import ClassVar

from asmsim.agents.view import RowAgent
from asmsim.state.people import People


class Miner(RowAgent):
    """A person of the district, who mines, farms, holds a job or lives away."""

    table: ClassVar[str] = "people"
    fields: ClassVar[tuple[str, ...]] = People._fields
