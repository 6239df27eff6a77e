"""Work: people dig; what leaves the ground is weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.ledger import Mass
from asmsim.rules import ranks, work

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Posts are filled, people dig and process; reserves fall; accidents happen."""
    d = model.district
    ranks.fill(d.people, d.sites, d.now.people, d.kinds, d.luck, (d.month, d.now.pit.posts))
    work.veins(d.sites, d.now.work, d.luck.vein, d.month)
    season = work.season(d.now.work, d.calendar_month)
    *_, fatal = work.dig(d.people, d.sites, d.now.work, d.kinds, d.luck, d.month, season)
    d.fatal_accidents = fatal
    d.ledger.masses = [
        Mass(
            reserve_lost=float(np.add.reduce(part.sites.contained_g)),
            recovered=float(np.add.reduce(part.sites.recovered_g)),
        )
        for part in d.parts()
    ]
