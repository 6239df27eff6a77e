"""Cooperatives: miners of one site who organise, what papers they hold, how they conduct work."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import (
    CodeColumn,
    Column,
    FloatColumn,
    IdColumn,
    IndexColumn,
    MonthColumn,
)

NONE, LODGED, LICENSED, LAPSED, DISSOLVED = range(5)
UNREGISTERED = -32768
PAPERS = ("none", "lodged", "licensed", "lapsed", "dissolved")
CONDUCT = ("safety", "mercury", "children", "organisation", "records")
PARTS = len(CONDUCT)


class Cooperatives(NamedTuple):
    """The table of cooperatives; rows are added and never reused."""

    id: Annotated[IdColumn, Column("", -1, "made of month, site and ordinal there")]
    site: Annotated[IndexColumn, Column("", -1, "where its members work")]
    founded: Annotated[MonthColumn, Column("month", 0, "month it was formed")]
    papers: Annotated[CodeColumn, Column("", NONE, "none, lodged, licensed, lapsed, dissolved")]
    lodged_month: Annotated[MonthColumn, Column("month", -1, "month its application was lodged")]
    licensed_month: Annotated[MonthColumn, Column("month", -1, "month its licence was last due")]
    expiry_month: Annotated[MonthColumn, Column("month", -1, "month its licence runs out")]
    registered_month: Annotated[
        MonthColumn, Column("month", UNREGISTERED, "month it was first licensed")
    ]
    agreement: Annotated[CodeColumn, Column("", 0, "1 while an agreement with the firm holds")]
    agreement_month: Annotated[MonthColumn, Column("month", -1, "month it was signed")]
    members: Annotated[IndexColumn, Column("people", 0, "members")]
    outlet: Annotated[
        FloatColumn, Column("1", 0.0, "share of metal sold to certified buyers or a state buyer")
    ]
    price: Annotated[
        FloatColumn, Column("1", 1.0, "mean price of the metal, over the price at the pit")
    ]
    certified: Annotated[
        CodeColumn, Column("", 0, "schemes it sells under: 1 Fairtrade, 2 Fairmined, 4 entry")
    ]
    spur: Annotated[
        FloatColumn, Column("1", 1.0, "by how much its buyers speed improvement of conduct")
    ]
    treasury: Annotated[FloatColumn, Column("USD", 0.0, "cash")]
    owed: Annotated[FloatColumn, Column("USD", 0.0, "owed for the fee of a licence")]
    leadership: Annotated[FloatColumn, Column("1", 0.5, "quality of leadership, 0 to 1")]
    safety: Annotated[FloatColumn, Column("1", 0.0, "conduct: safety, 0 to 1")]
    mercury: Annotated[FloatColumn, Column("1", 0.0, "conduct: mercury, 0 to 1")]
    children: Annotated[FloatColumn, Column("1", 0.0, "conduct: no children at work, 0 to 1")]
    organisation: Annotated[FloatColumn, Column("1", 0.0, "conduct: organisation, 0 to 1")]
    records: Annotated[FloatColumn, Column("1", 0.0, "conduct: records, 0 to 1")]


@compiled
def conduct_of(coops: Cooperatives, c: int) -> float:
    """Conduct of one cooperative: the plain mean of its five parts."""
    three = coops.safety[c] + coops.mercury[c] + coops.children[c]
    whole: float = three + coops.organisation[c] + coops.records[c]
    return whole / PARTS


def conduct(coops: Cooperatives) -> FloatColumn:
    """Conduct of every cooperative, as ``conduct_of`` has it for one."""
    whole = sum((getattr(coops, part) for part in CONDUCT), np.zeros(len(coops.id)))
    mean: FloatColumn = whole / PARTS
    return mean
