"""Armed actors: those there are decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """Armed actors enter, stay, leave and levy where they are present."""
    for actor in model.armed_actors:
        actor.decide()
