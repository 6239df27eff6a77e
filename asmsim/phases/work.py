"""Work: people dig; what leaves the ground is weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.ledger import Mass
from asmsim.rules import work

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """People dig and process; reserves fall; accidents happen."""
    d = model.district
    work.veins(d.sites, d.now.work, d.luck.vein, d.month)
    season = work.season(d.now.work, d.calendar_month)
    dug, recovered, fatal = work.dig(
        d.people, d.sites, d.now.work, d.now.pit, d.luck, d.month, season
    )
    d.fatal_accidents = fatal
    d.ledger.mass = Mass(reserve_lost=dug, recovered=recovered)
