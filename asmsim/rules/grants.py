"""Grants: which sites a programme with a limited number of places supports this year."""

from __future__ import annotations

import numpy as np

from asmsim.luck import uniforms
from asmsim.state.columns import BoolColumn, FloatColumn
from asmsim.state.sites import Sites
from asmsim.state.units import MONTHS


def chosen(
    sites: Sites, asked: FloatColumn, share: float, stream: np.uint64, month: int
) -> BoolColumn:
    """Sites that have a grant: of those with cooperatives where there is one to ask for, a share.

    Drawn once a year, so that a grant lasts a year, and with the same number for a site whatever
    the share: more places add sites and take none away.

    Parameters
    ----------
    asked : array, site
        Above 0 where grants can be had.
    """
    drawn = uniforms(stream, month - month % MONTHS, sites.id, 0)
    found: BoolColumn = (asked > 0.0) & (sites.organised > 0) & (drawn < share)
    return found
