"""Jobs: whom the mine employs of the district, and how many it would take on."""

from __future__ import annotations

import numpy as np

from asmsim.luck import uniforms
from asmsim.state.columns import FloatColumn
from asmsim.state.kinds import kinds_of
from asmsim.state.parameters import Firm
from asmsim.state.people import AWAY, DEAD, FARMING, FIRM_JOB, People


def wanted(p: Firm, scale: float) -> int:
    """Jobs a producing mine has for people of the district."""
    return round(p.output_koz * p.jobs_per_koz * p.local_jobs * scale)


def staff(people: People, wanted_now: int, stream: np.uint64, month: int) -> tuple[int, int]:
    """Let go whom the mines no longer need; returns jobs held and vacancies.

    Who goes is luck, keyed by person; they farm from now on and choose anew this month.
    """
    held = np.flatnonzero(people.occupation == FIRM_JOB)
    surplus = len(held) - wanted_now
    if surplus > 0:
        order = np.argsort(uniforms(stream, month, people.id[held], 0), kind="stable")
        gone = held[order[:surplus]]
        people.occupation[gone] = FARMING
        people.uprooted[gone] = 1
    return min(len(held), wanted_now), max(0, wanted_now - len(held))


def chance(people: People, vacancies: int, reconsider: float, job: FloatColumn) -> float:
    """Chance that somebody born here who looks for other work is offered a job.

    Vacancies over those expected to look: locals at home who have no such job, each counted as
    likely as one of this kind (``job``) is offered it.
    """
    if vacancies <= 0 or reconsider <= 0.0:
        return 0.0
    home = (people.occupation != AWAY) & (people.occupation != DEAD)
    looking = home & (people.local == 1) & (people.occupation != FIRM_JOB)
    counted = float(np.add.reduce(job[kinds_of(people)[looking]]))
    return min(1.0, vacancies / max(1.0, reconsider * counted))
