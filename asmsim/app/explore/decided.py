"""What those who decide have just decided, and why: in the visitor's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from asmsim.model import CohabitationModel
from asmsim.records import Messages
from asmsim.state.reason import Reason


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
        ended = [each for each in firm.state.endings if each.numbers["month"] == model.month - 1]
        said = (_said(each, words) for each in (firm.state.reason, *ended))
        yield Decision(who, " ".join(said))
    yield Decision(words.text("app.who.government"), _said(d.office.reason, words))
    for buyer in model.buyers:
        yield Decision(_named("buyer", buyer.kind, words), _said(buyer.reason, words))
    for actor in model.armed_actors:
        yield Decision(_named("armed", actor.kind, words), _said(actor.reason, words))


def _said(reason: Reason | None, words: Messages) -> str:
    """Put a reason into words."""
    return words.said(f"app.why.{reason.key}", **reason.numbers) if reason else ""


def together(decisions: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    """Yield what was decided, each with all who decided the same for the same reason."""
    by_reason: dict[str, list[str]] = {}
    for each in decisions:
        if each.reason:
            by_reason.setdefault(each.reason, []).append(each.who)
    for reason, who in by_reason.items():
        yield ", ".join(who), reason


def _named(group: str, kind: str, words: Messages) -> str:
    """Return a kind of buyer or armed actor in words; one that has none has but its name."""
    key = f"app.who.{group}.{kind.replace(' ', '_').replace(chr(39), '')}"
    return words.text(key) if key in words else kind.capitalize()
