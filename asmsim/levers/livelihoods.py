"""Livelihoods: other work, a way home, viable ground nearby, and jobs at the mine."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, parameters: Mapping[str, Value]) -> list[Effect]:
    """Places, the sites for whose people they are, and jobs."""
    if dose.dose <= 0.0:
        return []
    usual, jobs = (float(parameters[f"livelihoods.{key}"]) for key in ("places_year", "jobs"))
    places = usual if dose.places is None else dose.places
    return [
        Effect("livelihoods.places", "increment", dose.dose * places),
        Effect("livelihoods.sites", "floor", 1.0, dose.where),
        Effect("firm.local_jobs", "increment", dose.dose * jobs),
    ]


LEVER = Lever(
    name="livelihoods",
    title="Other livelihoods and a way home",
    pillar="community engagement and investment",
    text="People who work at sites are offered help, as far as there are places: to start "
    "something else at home, to go home if they are migrants, or to move to viable ground nearby. "
    "The mine gives more of its jobs to people of the district. Each is one more option in their "
    "own choice.",
    source="Levin Sources Insights series (2020), section 8 (P20)",
    effects=effects,
    payer="donors",
    places="livelihoods.places",
)
