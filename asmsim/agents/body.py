"""A body that decides: an agent of its own, with the district in reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import mesa

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class Ids(WeakKeyDictionary["CohabitationModel", Iterator[int]]):
    """The next id of an agent in each model that is still in use."""

    def __getitem__(self, model: CohabitationModel) -> Iterator[int]:
        """Return a model's counter, from 1 on."""
        return self.setdefault(model, count(1))


class Body(mesa.Agent):
    """A firm, a government, a buyer: what it decides is a method that calls one rule."""

    model: CohabitationModel

    # Before Mesa 3.4 the counters of all models ever made stand in a dictionary of the class, which
    # keeps every model alive for good: a server or a long study would never give one back.
    _ids: Any = Ids()
