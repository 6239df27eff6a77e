"""Who could look where: the deposits around each site and each village, nearest first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.state.people import NOWHERE
from asmsim.state.sites import Sites
from asmsim.state.villages import Villages


class Near(NamedTuple):
    """Deposits from nearest to farthest, seen from each site and from each village.

    Known or not: the lists stay as they are, so a discovery moves nobody else's place in them.
    Rows hold site numbers. They are as long as a power of two, the rest of a row being
    ``NOWHERE``, and short, so that no table is sites by sites.
    """

    site: npt.NDArray[np.int32]
    village: npt.NDArray[np.int32]


def near(sites: Sites, villages: Villages, width: int) -> Near:
    """Find the ``width`` deposits nearest to every site and village; all, if there are fewer."""
    from scipy.spatial import cKDTree

    width = min(width, len(sites.x))
    places = 1 << max(width - 1, 0).bit_length()
    tables = []
    for x, y in ((sites.x, sites.y), (villages.x, villages.y)):
        table = np.full((len(x), places), NOWHERE, np.int32)
        if width and len(x):
            tree = cKDTree(np.column_stack([sites.x, sites.y]))
            _, found = tree.query(np.column_stack([x, y]), k=np.arange(1, width + 1))
            table[:, :width] = found
        tables.append(table)
    return Near(*tables)
