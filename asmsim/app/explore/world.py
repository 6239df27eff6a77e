"""A visitor's district: lived month by month, and changed while it is lived."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

from asmsim.app import stance
from asmsim.app.explore.happenings import Happening, happenings
from asmsim.app.single import lived, single_plan
from asmsim.app.view import View
from asmsim.model import CohabitationModel
from asmsim.records import Library, Scenario
from asmsim.studies.run import world

KEPT_MONTHS = 24
"""For how many months what happened is kept, to be told."""


class Place(NamedTuple):
    """All that decides a district's life besides the stance: where, how large, with what luck."""

    context: str
    seed: int
    miners: int
    months: int
    start: str
    policy_month: int
    overrides: tuple[tuple[str, Any], ...]
    programmes: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, view: View) -> Place:
        """Return the place of a view."""
        return cls(
            view.context,
            view.seed,
            view.size,
            view.months,
            view.start,
            view.policy_month,
            tuple(view.overrides.items()),
            tuple(view.programmes.items()),
        )


class World:
    """One district.

    Parameters
    ----------
    view : View
    library : Library

    Attributes
    ----------
    model : CohabitationModel
    place : Place
    scenario : Scenario
        What is lived from the policy month on.
    log : list of Happening
        What happened in the last months.
    lock : RLock
        Held while a month is lived or looked at.

    Raises
    ------
    AsmsimError
        When the view names what is not there, or the law of the place forbids the stance.
    """

    def __init__(self, view: View, library: Library) -> None:
        self.place = Place.of(view)
        self.scenario = lived(view, library)
        self.lock = threading.RLock()
        self.log: list[Happening] = []
        plan = single_plan(view, library)
        self.model: CohabitationModel = world(
            plan, plan.contexts[0], plan.scenarios[0], plan.seed, library
        )
        # The history is the same under every stance: one begins where policies do.
        self.run_to(min(max(view.month, view.policy_month), view.months))

    @property
    def month(self) -> int:
        """The next month to be lived, 0-based."""
        return self.model.month

    @property
    def over(self) -> bool:
        """Whether its last month was lived."""
        return self.month >= self.place.months

    def step(self) -> None:
        """Live one month, and note what happened."""
        with self.lock:
            if self.over:
                return
            self.model.step()
            self.log += happenings(self.model)
            self.log = [each for each in self.log if each.month > self.month - KEPT_MONTHS]

    def run_to(self, month: int) -> None:
        """Live until a month is the next."""
        while self.month < month and not self.over:
            self.step()

    def follow(self, scenario: Scenario) -> None:
        """Let a stance hold from the next month on."""
        with self.lock:
            self.model.set_scenario(scenario)
            self.scenario = scenario

    def since_policy(self) -> int:
        """Months of policy so far, from which on a change made now holds."""
        return max(0, self.month - self.place.policy_month)


def moved(own: Scenario, control: str, dose: float, since: int) -> Scenario:
    """Return the visitor's stance with one dose changed from a month of policy on.

    What was done before stays in it, so that its file lives the whole run again.
    """
    if since == 0:
        return stance.changed(own, control, dose)
    return stance.changed_later(own, control, dose, since)
