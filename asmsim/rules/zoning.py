"""Zoning: whom the firm takes the miners of a site to be, and whom it tolerates (R18, R27)."""

from __future__ import annotations

import numpy as np

from asmsim.compiled import compiled
from asmsim.luck import normals, uniforms
from asmsim.state.columns import FloatColumn
from asmsim.state.parameters import Zoning
from asmsim.state.people import MINING, NETWORK, NOWHERE, People
from asmsim.state.sites import CONCESSION_MARGIN, Sites


@compiled
def count_locals(people: People, sites: Sites) -> None:
    """Diggers of each site who were born here or have joined a cooperative.

    Those whom a criminal network finances are not among them: with crime there is no good faith.
    """
    sites.locals[:] = 0
    if sites.id.size == 0:
        return
    for i in range(people.id.size):
        # Added up without a branch, which a processor would guess wrong for every other person.
        financed = (people.lender[i] == NETWORK) & (people.debt[i] > 0.0)
        known = (people.local[i] == 1) | (people.cooperative[i] != NOWHERE)
        good = (people.occupation[i] == MINING) & known & (not financed)
        sites.locals[people.site[i]] += good


def take_for(sites: Sites, p: Zoning, known: float, stream: np.uint64, firm: int) -> FloatColumn:
    """What share of each site's diggers the firm believes to be local or organised.

    The truth plus an error of spread ``error`` * (1 - knowledge), the site's own, cut to 0 to 1.
    """
    truth = sites.locals / np.maximum(sites.diggers, 1)
    wrong = (1.0 - known) * p.error * normals(stream, 0, sites.id, firm)
    return np.where(sites.diggers > 0, np.clip(truth + wrong, 0.0, 1.0), 0.0)


def tolerate(
    sites: Sites, share: FloatColumn, p: Zoning, stream: np.uint64, firm: int, month: int
) -> None:
    """Tolerate miners on the margin who are believed to act in good faith, until they clash.

    Of such sites a ``share`` is tolerated, the same ones from month to month; once tolerated, a
    site stays so while the stance lasts and no clash there alarms the firm.

    Parameters
    ----------
    share : array, site
        Readiness to tolerate on ground like this, ``zoning.tolerance``.
    """
    mine = (sites.holder == firm) & (sites.title == CONCESSION_MARGIN)
    chosen = uniforms(stream, 0, sites.id, firm) < share
    good = (sites.believed >= p.standard) | (sites.tolerated == 1)
    calm = sites.alarm_until < month
    sites.tolerated[mine] = (chosen & good & calm & (sites.diggers > 0))[mine]
