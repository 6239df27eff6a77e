"""One run of what a view explores: the stance that is lived, and its plan."""

from __future__ import annotations

from asmsim.app.view import OWN, View
from asmsim.records import Library, Scenario
from asmsim.studies.plan import Plan, single


def lived(view: View, library: Library) -> Scenario:
    """Return the scenario that a view lives: the visitor's own, or one of the library's."""
    if view.stance == OWN and view.own is not None:
        return view.own
    known = library.scenarios
    name = view.stance if view.stance in known else view.reference
    return library.scenario(name if name in known else next(iter(known)))


def single_plan(view: View, library: Library) -> Plan:
    """Return the plan of one run of a view.

    Raises
    ------
    AsmsimError
        When it names what is not there, or the law of the place forbids the stance.
    """
    return single(
        lived(view, library),
        library,
        **view.settings(),
    )
