"""What those who decide have just decided, and why: in their own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from asmsim.model import CohabitationModel
from asmsim.records import Messages


class Decision(NamedTuple):
    """Who decided, and what and why."""

    who: str
    reason: str


def decided(model: CohabitationModel, words: Messages) -> Iterator[Decision]:
    """Yield the last decision of the firm, the state, the buyers and the armed."""
    d = model.district
    for firm in model.firms:
        several = len(model.firms) > 1
        who = words.text("app.who.firm_n" if several else "app.who.firm", n=firm.number + 1)
        yield Decision(who, firm.state.reason)
    yield Decision(words.text("app.who.government"), d.office.reason)
    for buyer in model.buyers:
        yield Decision(_named("buyer", buyer.kind, words), buyer.reason)
    for actor in model.armed_actors:
        yield Decision(_named("armed", actor.kind, words), actor.reason)


def _named(group: str, kind: str, words: Messages) -> str:
    """Return a kind of buyer or armed actor in words; one that has none has but its name."""
    key = f"app.who.{group}.{kind.replace(' ', '_').replace(chr(39), '')}"
    return words.text(key) if key in words else kind.capitalize()
