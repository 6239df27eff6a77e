"""Rights: abuses by guards, forces and armed actors, children and pregnant women at work."""

from __future__ import annotations

from asmsim.outcomes.census import Census
from asmsim.state.district import District

AGAINST_CIVILIANS = ("violence", "looting")


def harmed(d: District, name: str) -> int:
    """Killed and injured in a class of events; 0 where it cannot happen."""
    events = d.events.get(name)
    return int(events.deaths.sum() + events.injuries.sum()) if events else 0


def measure(d: District, _: Census) -> dict[str, float]:
    """Who was harmed, and who was at work who should not be, in the month."""
    return {
        "abuses": float(sum(firm.abuses for firm in d.firms)),
        "abuses_armed": float(sum(harmed(d, name) for name in AGAINST_CIVILIANS)),
        "children_at_work": d.children_at_work,
        "pregnant_at_work": d.pregnant_at_work,
    }
