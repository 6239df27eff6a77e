"""Who looks where: the known sites around each site and each village, nearest first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from asmsim.state.people import NOWHERE
from asmsim.state.sites import UNKNOWN, Sites
from asmsim.state.villages import Villages


class Near(NamedTuple):
    """Known sites from nearest to farthest, seen from each site and from each village.

    Rows hold site numbers, ``NOWHERE`` where there are no more. Lists are short, so that no table
    is sites by sites.
    """

    site: npt.NDArray[np.int32]
    village: npt.NDArray[np.int32]
    filled: int  # places of a row that hold a site


def near(sites: Sites, villages: Villages, width: int) -> Near:
    """Find the ``width`` nearest known sites to every site and village."""
    from scipy.spatial import cKDTree

    known = np.flatnonzero(sites.discovery_month != UNKNOWN)
    shapes = (len(sites.x), len(villages.x))
    if known.size == 0:
        nowhere = [np.full((rows, width), NOWHERE, np.int32) for rows in shapes]
        return Near(nowhere[0], nowhere[1], 0)
    tree = cKDTree(np.column_stack([sites.x[known], sites.y[known]]))
    found = []
    for x, y in ((sites.x, sites.y), (villages.x, villages.y)):
        _, index = tree.query(np.column_stack([x, y]), k=np.arange(1, width + 1))
        # The tree marks missing neighbours with one past the last number.
        names = np.append(known, NOWHERE).astype(np.int32)
        found.append(np.ascontiguousarray(names[index]))
    return Near(found[0], found[1], min(width, known.size))
