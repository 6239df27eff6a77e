"""Villages: households around the sites, their chief, and what they think of the mine."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from asmsim.state.columns import CodeColumn, Column, FloatColumn, IdColumn, IndexColumn


class Villages(NamedTuple):
    """The table of villages."""

    id: Annotated[IdColumn, Column("", -1, "permanent id")]
    x: Annotated[FloatColumn, Column("km", 0.0, "east of the district's south-west corner")]
    y: Annotated[FloatColumn, Column("km", 0.0, "north of the district's south-west corner")]
    near_mine: Annotated[FloatColumn, Column("1", 0.0, "1 next to the concession, falling to 0")]
    mine: Annotated[CodeColumn, Column("", -1, "firm whose mine is nearest, -1 for none")]
    harvest: Annotated[FloatColumn, Column("1", 1.0, "farm income over the mean, this month")]
    farm_income: Annotated[
        FloatColumn, Column("USD/month", 0.0, "what a month of farming brings, this month")
    ]
    demand: Annotated[
        FloatColumn, Column("USD/month", 0.0, "what local spending adds to it, last month's")
    ]
    enterprise: Annotated[
        FloatColumn,
        Column("USD/month", 0.0, "what productive investment brings a head, this month"),
    ]
    fund: Annotated[FloatColumn, Column("USD", 0.0, "held by the chief")]
    received: Annotated[FloatColumn, Column("USD/month", 0.0, "jobs and investment from the firm")]
    margin_belief: Annotated[
        FloatColumn, Column("USD/month", 0.0, "what people think the mine earns, smoothed")
    ]
    residents: Annotated[IndexColumn, Column("people", 0, "adults of the pool who live here")]
    grievance: Annotated[FloatColumn, Column("1", 0.0, "mean grievance of residents, 0 to 1")]
    trust_firm: Annotated[FloatColumn, Column("1", 0.0, "mean trust in the firm, 0 to 1")]
    consumption: Annotated[FloatColumn, Column("USD/month", 0.0, "household consumption")]
    stirred: Annotated[FloatColumn, Column("events", 0.0, "memory of recent protest (excitation)")]
    given: Annotated[FloatColumn, Column("USD/month", 0.0, "what firms gave the chief")]
    leaning: Annotated[
        FloatColumn, Column("1", 1.0, "how little its chief leans to reinvest, 0 to 1")
    ]
    land_lost: Annotated[FloatColumn, Column("1", 0.0, "share of farm land lost to the mine")]
    respect: Annotated[FloatColumn, Column("1", 0.0, "chief's regard for the firm, 0 to 1")]
    invested: Annotated[FloatColumn, Column("USD", 0.0, "productive investment by the firm")]
    armed_posts: Annotated[
        IndexColumn, Column("posts", 0, "posts of armed actors that levy in this village")
    ]
    levy: Annotated[
        FloatColumn, Column("1", 0.0, "share armed men take of incomes made away from the pits")
    ]
    others_usd: Annotated[
        FloatColumn,
        Column("USD", 0.0, "incomes made away from the pits, where there are armed men"),
    ]
    levied_usd: Annotated[FloatColumn, Column("USD", 0.0, "taken of these by armed men this month")]
    danger: Annotated[FloatColumn, Column("1", 0.0, "memory of looting, fading, 0 to 1")]
    stirred_looting: Annotated[
        FloatColumn, Column("events", 0.0, "memory of recent looting (excitation)")
    ]
