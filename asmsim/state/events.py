"""Events: what may happen at a place in a month, and what did."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from asmsim.state.columns import CodeColumn, Column, FloatColumn, IndexColumn

CLASH, PROTEST, BACKGROUND = range(3)
CLASSES = ("clash", "protest", "background")


class Events(NamedTuple):
    """One class of event over all places (sites or villages) in one month."""

    expected: Annotated[FloatColumn, Column("1", 0.0, "probability that it happens")]
    likely_reported: Annotated[FloatColumn, Column("1", 0.0, "probability of a reported event")]
    happened: Annotated[CodeColumn, Column("", 0, "1 if it happened")]
    reported: Annotated[CodeColumn, Column("", 0, "1 if the press would have it")]
    participants: Annotated[IndexColumn, Column("people", 0, "who took part")]
    deaths: Annotated[IndexColumn, Column("people", 0, "killed")]
    injuries: Annotated[IndexColumn, Column("people", 0, "injured")]
