"""A cooperative: members of one site, with papers, treasury and conduct."""

from __future__ import annotations

from typing import ClassVar

from asmsim.agents.view import RowAgent
from asmsim.state.cooperatives import Cooperatives


class Cooperative(RowAgent):
    """A cooperative: members of one site, with papers, treasury and conduct."""

    table: ClassVar[str] = "cooperatives"
    fields: ClassVar[tuple[str, ...]] = Cooperatives._fields
