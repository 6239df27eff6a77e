"""Which outcomes speak for their family on the first page; the tables hold all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from asmsim.records import Outcome

LEADS = {
    "formalisation": "formal_share",
    "conflict": "events_expected",
    "displacement": "displaced_persons",
    "livelihood": "income_median",
    "firm": "net_position",
    "trade": "revenue",
    "environment": "mercury",
    "rights": "abuses",
}
"""Families in the order in which the question asks for them, each with its leading outcome."""

SECONDS = (
    "metal_sold_legally",
    "violent_deaths",
    "evicted_forcibly",
    "active_miners",
    "poverty",
    "social_licence",
    "fatal_accidents",
    "children_at_work",
)
"""Further outcomes whose course is shown year by year."""


def leading(outcomes: Sequence[Outcome], *, chosen: bool) -> tuple[Outcome, ...]:
    """Return one outcome for each family; of a few that were chosen, all of them.

    A family without the outcome that leads it elsewhere, such as one of a user's own, is led by its
    first.

    Parameters
    ----------
    outcomes : sequence of Outcome
        What is shown.
    chosen : bool
        Whether they were asked for by name.
    """
    if chosen and len(outcomes) <= len(LEADS):
        return tuple(outcomes)
    families = in_families(outcomes)
    return tuple(
        next((each for each in members if each.name == LEADS.get(family)), members[0])
        for family, members in families.items()
    )


def by_year(outcomes: Sequence[Outcome], *, chosen: bool) -> tuple[Outcome, ...]:
    """Return the outcomes whose course is shown: the leading ones and the seconds."""
    shown = {each.name for each in leading(outcomes, chosen=chosen)} | set(SECONDS)
    return tuple(
        each
        for members in in_families(outcomes).values()
        for each in members
        if each.name in shown and each.headline != "pair"
    )


def in_families(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Return outcomes by family, the families in the order of the question."""
    found: dict[str, list[Outcome]] = {family: [] for family in LEADS}
    for outcome in outcomes:
        found.setdefault(outcome.family, []).append(outcome)
    return {family: members for family, members in found.items() if members}
