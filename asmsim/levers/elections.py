"""Elections: dated shocks that come back, and move what officials and ministers do (R21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asmsim.levers.combine import SHOCK
from asmsim.records.lever import Effect


def campaigning(values: Mapping[str, Any], month: int) -> bool:
    """Whether an election is so near in this month that it is felt.

    Examples
    --------
    >>> held = {"election.first": 30, "election.every": 60, "election.campaign": 6}
    >>> [month for month in range(100) if campaigning(held, month)]
    [25, 26, 27, 28, 29, 30, 85, 86, 87, 88, 89, 90]
    """
    first, every, campaign = (
        int(values[f"election.{key}"]) for key in ("first", "every", "campaign")
    )
    if first < 0 or month <= first - campaign:
        return False
    return (first - month) % every < campaign


def effects(values: Mapping[str, Any], month: int) -> list[Effect]:
    """What a campaign does: it moves the state's priority of force, and ministers sign later."""
    if not campaigning(values, month):
        return []
    slower = 1.0 + float(values["election.acts"])
    return [
        Effect("state.force_priority", "increment", float(values["election.force"]), lever=SHOCK),
        Effect("act.months", "factor", slower, lever=SHOCK),
    ]
