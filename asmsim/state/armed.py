"""Armed actors: who they are, and the posts from which they take a share of what people earn."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from asmsim.state.columns import CodeColumn, Column, FloatColumn, IndexColumn, MonthColumn
from asmsim.state.parameters import ArmedKind, Parameters

# Kinds, in order of deciding; a district has at most one actor of each.
ARMY, MILITIA, FOREIGN, NETWORK = range(4)
ARMED_KINDS = ("army", "militia", "foreign", "network")
NOBODY = -1  # kind that holds a place nobody holds

# Where a levy is taken: of output at the pit, or of income in the village.
PIT, VILLAGE = range(2)


class Armed(NamedTuple):
    """The table of armed actors; empty where there are none."""

    kind: Annotated[CodeColumn, Column("", ARMY, "army or police, militia, foreign, network")]
    strength: Annotated[FloatColumn, Column("men", 0.0, "men it has when none are lost")]
    men: Annotated[FloatColumn, Column("men", 0.0, "men it has now")]
    detection: Annotated[
        FloatColumn, Column("1", 1.0, "how readily its posts are seen, relative to the parameter")
    ]
    sanction: Annotated[
        FloatColumn, Column("1", 1.0, "share of a post's men it loses when the post is found")
    ]
    cash: Annotated[FloatColumn, Column("USD", 0.0, "cash; what it has lent out is not cash")]
    posts: Annotated[IndexColumn, Column("posts", 0, "posts it holds")]
    pit_usd: Annotated[FloatColumn, Column("USD", 0.0, "levied at pits this month")]
    village_usd: Annotated[FloatColumn, Column("USD", 0.0, "levied in villages this month")]
    unpaid: Annotated[FloatColumn, Column("1", 0.0, "share of its men's upkeep it could not pay")]
    came: Annotated[IndexColumn, Column("posts", 0, "posts it took up this month")]
    left: Annotated[IndexColumn, Column("posts", 0, "posts it gave up or lost this month")]


class Posts(NamedTuple):
    """What armed actors know and do at each site; no rows where there are no armed actors."""

    rent_usd: Annotated[
        FloatColumn, Column("USD/month", 0.0, "gross they have learnt to expect of the site")
    ]
    levied_usd: Annotated[
        FloatColumn, Column("USD", 0.0, "taken from the site's people this month")
    ]
    claim: Annotated[
        FloatColumn, Column("1/month", 0.0, "hazard with which others claim the place this month")
    ]
    rival: Annotated[CodeColumn, Column("", NOBODY, "kind that presses its claim hardest")]
    pressed: Annotated[FloatColumn, Column("1/month", 0.0, "hazard of that claim")]
    stirred_battle: Annotated[
        FloatColumn, Column("events", 0.0, "memory of recent battles (excitation)")
    ]
    stirred_violence: Annotated[
        FloatColumn, Column("events", 0.0, "memory of recent violence (excitation)")
    ]
    struck_month: Annotated[
        MonthColumn, Column("month", -1, "month of the last battle, violence or looting here")
    ]


def kinds(p: Parameters) -> tuple[ArmedKind, ...]:
    """What is set for each kind, in order of their codes."""
    return p.army, p.militia, p.foreign, p.network
