"""Armed actors: those there are decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.rules import armed
from asmsim.state.armed import NOBODY
from asmsim.state.columns import FloatColumn

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel
    from asmsim.state.district import District


def phase(model: CohabitationModel) -> None:
    """Armed actors come, stay or leave by what a place would pay, and say what they levy."""
    d = model.district
    actors = model.armed_actors
    if not actors:
        return
    if d.month > 0:
        armed.expect(d.sites, d.posts, d.now.armed)
    d.posts.claim[:] = 0.0
    d.posts.pressed[:] = 0.0
    d.posts.rival[:] = NOBODY
    hidden = concealed(d)
    for actor in actors:
        actor.decide(hidden)
    armed.ask_in_villages(d.sites, d.villages, d.now.armed)


def concealed(d: District) -> FloatColumn:
    """Share of its output each site's people can hide."""
    return np.zeros(len(d.sites.id))


def levy(model: CohabitationModel) -> None:
    """Let armed actors take their levies and pay their men; part of the sale."""
    d = model.district
    actors = model.armed_actors
    if not actors:
        return
    armed.levy(d.people, d.sites, d.villages, d.posts)
    armed.share_out(d.armed, d.sites, d.villages, d.posts)
    for actor in actors:
        actor.settle()
