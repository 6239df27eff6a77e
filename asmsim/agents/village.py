"""A village: its households, and the chief who decides what becomes of the land's share."""

from __future__ import annotations

from typing import ClassVar

from asmsim.agents.view import RowAgent
from asmsim.state.villages import Villages


class Village(RowAgent):
    """A village and its chief."""

    table: ClassVar[str] = "villages"
    fields: ClassVar[tuple[str, ...]] = Villages._fields

    def decide(self) -> None:
        """The chief spends or passes on a share of what the land brought; some reinvest (R22)."""
        d, home = self.model.district, self.model.district.now.home
        fund = d.villages.fund
        spent = home.chief_passes_on * float(fund[self.row])
        fund[self.row] -= spent
        d.ledger.book("land_passed_on", spent)
        if d.villages.leaning[self.row] < home.chiefs_reinvesting:
            d.villages.invested[self.row] += home.chief_reinvests * spent
