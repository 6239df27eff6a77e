"""Access: ground opened to miners, or closed to everybody, by fiat (a world as it might be)."""

from __future__ import annotations

import numpy as np

from asmsim.luck import uniforms
from asmsim.state.columns import BoolColumn
from asmsim.state.people import NOWHERE, People
from asmsim.state.sites import CEDED, Policy, Sites

OPENED, CLOSED = range(2)  # numbers under which a deposit's draws are taken


def decree(sites: Sites, policy: Policy, stream: np.uint64) -> BoolColumn:
    """Open deposits to miners, whatever title lies over them; returns which ones.

    The same ones from month to month: a share ``policy.open`` of them, each by its own luck.
    """
    opened: BoolColumn = uniforms(stream, 0, sites.id, OPENED) < policy.open
    sites.tenure[opened] = CEDED
    return opened


def closed(sites: Sites, policy: Policy, stream: np.uint64) -> BoolColumn:
    """Deposits on which nobody mines: a share ``policy.closed`` of them, the same for good."""
    found: BoolColumn = uniforms(stream, 0, sites.id, CLOSED) < policy.closed
    return found


def clear(people: People, shut: BoolColumn) -> None:
    """Let those who work on closed ground choose anew; nothing else befalls them."""
    here = people.site != NOWHERE
    here[here] = shut[people.site[here]]
    people.uprooted[here] = 1
