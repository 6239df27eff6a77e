"""A light view of one row: reading and writing an attribute reads and writes the column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from asmsim.agents.body import Body

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class RowAgent(Body):
    """An agent that is a row of a table; time moves only with ``model.step()``."""

    table: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    row: int

    def __init__(self, model: CohabitationModel, row: int) -> None:
        # Set first: Mesa's constructor assigns attributes, and ours look the row up.
        object.__setattr__(self, "row", row)
        super().__init__(model)

    def __getattr__(self, name: str) -> Any:
        if name in type(self).fields:
            return getattr(getattr(self.model.district, self.table), name)[self.row].item()
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in type(self).fields:
            getattr(getattr(self.model.district, self.table), name)[self.row] = value
        else:
            object.__setattr__(self, name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.fields})
