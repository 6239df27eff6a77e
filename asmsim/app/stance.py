"""The visitor's own stance: begun as one of the library's, changed lever by lever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from asmsim.app import fields
from asmsim.app.fields import Field, Group
from asmsim.app.view import OWN, View
from asmsim.errors import BadValue
from asmsim.levers import registry
from asmsim.records import Dose, Lever, Library, Messages, Scenario
from asmsim.records.lever import DECIDERS
from asmsim.report.appendix import TENURE
from asmsim.report.full_dose import full_dose

DOSE, LEVER = "dose:", "lever:"
"""How controls are named: a dose of the stance by its place, a lever that it does not use yet."""


def begun(scenario: Scenario, english: Messages) -> Scenario:
    """Return the visitor's own stance, which does what a scenario does.

    It says what it is in English, as all records do, and is told in the language of the page.
    """
    return Scenario(
        name=OWN,
        title=english.text("scenario.own.title"),
        text=english.text("scenario.own.text"),
        source=english.text("app.own.source", scenario=scenario.name),
        levers=scenario.levers,
    )


def changed(own: Scenario, control: str, dose: float) -> Scenario:
    """Return the stance with one dose changed, or one lever more; at nothing it is left out.

    Raises
    ------
    BadValue
        When there is no such dose or lever, or no such dose of it.
    """
    levers = list(own.levers)
    if control.startswith(LEVER):
        lever = control.removeprefix(LEVER)
        if lever not in registry():
            raise BadValue("is no lever", field="own.levers", value=lever)
        levers.append(Dose(lever=lever, dose=dose))
    else:
        place = control.removeprefix(DOSE)
        if not place.isdigit() or int(place) >= len(levers):
            raise BadValue("is no dose of it", field="own.levers", value=place)
        levers[int(place)] = Dose(**{**dict(levers[int(place)]), "dose": dose})
    return own.model_copy(update={"levers": sorted_doses(levers)})


def changed_later(own: Scenario, control: str, dose: float, since: int) -> Scenario:
    """Return the stance with one dose changed from a month of policy on.

    Raises
    ------
    BadValue
        As for `changed`.
    """
    levers = list(own.levers)
    if control.startswith(DOSE):
        place = control.removeprefix(DOSE)
        if not place.isdigit() or int(place) >= len(levers):
            raise BadValue("is no dose of it", field="own.levers", value=place)
        before = levers.pop(int(place))
        if before.end is not None and before.end <= since:
            raise BadValue("has ended", field="own.levers", value=before.lever)
        if (before.start or 0) < since:
            levers.append(Dose(**{**dict(before), "end": since}))
        levers.append(Dose(**{**dict(before), "dose": dose, "start": since}))
    else:
        lever = control.removeprefix(LEVER)
        if lever not in registry():
            raise BadValue("is no lever", field="own.levers", value=lever)
        levers.append(Dose(lever=lever, dose=dose, start=since))
    return own.model_copy(update={"levers": sorted_doses(levers)})


def sorted_doses(levers: list[Dose]) -> tuple[Dose, ...]:
    """Return doses in the order a record keeps them, without those that say nothing.

    One that holds in certain places or months stays at nothing, so that it can be raised again.
    """
    there = [each for each in levers if each.dose > 0.0 or each != Dose(lever=each.lever, dose=0.0)]
    return Scenario(name=OWN, title=OWN, source=OWN, levers=tuple(there)).levers


def groups(
    own: Scenario, view: View, library: Library, words: Messages, since: int = 0
) -> list[Group]:
    """Return a slider for every lever, in groups by who can decide on it.

    Parameters
    ----------
    own : Scenario
    view : View
        Where it is lived, which says from what each lever moves the numbers of the model.
    library : Library
    words : Messages
    since : int
        Months of policy so far: doses that ended before have no slider.
    """
    by_decider: dict[str, list[Field]] = {each: [] for each in DECIDERS}
    values = library.resolve(view.context, view.overrides)

    def slider(name: str, lever: Lever, dose: Dose | None = None) -> Field:
        lever = words.translated(lever)
        label = ", ".join([lever.title, *(_limits(dose, words) if dose else ())])
        kinds = ((dose and dose.kind) or lever.kinds[0],) if lever.kinds else ()
        moves = full_dose(lever, values, library, words, kinds)
        return fields.share(name, label, dose.dose if dose else 0.0, lever.text, words, moves)

    used = dict(_used(own, slider, since))
    for name, lever in registry().items():
        sliders = by_decider[lever.decider or lever.payer]
        sliders += used.get(name) or [slider(LEVER + name, lever)]
    found = []
    for decider, sliders in by_decider.items():
        if not sliders:
            continue
        on = sum(each["value"] > 0.0 for each in sliders)
        found.append(
            fields.group(
                f"own-{decider}",
                sliders,
                title=words.text("app.own.who", who=words.text(f"app.party.{decider}")),
                note=words.text("app.own.on", n=words.number(on)) if on else "",
            )
        )
    return found


def _used(
    own: Scenario, slider: Callable[[str, Lever, Dose], Field], since: int
) -> Mapping[str, list[Field]]:
    """Return the sliders of the doses that a stance has, by lever."""
    levers = registry()
    found: dict[str, list[Field]] = {}
    for place, dose in enumerate(own.levers):
        if dose.lever in levers and (dose.end is None or dose.end > since):
            made = slider(f"{DOSE}{place}", levers[dose.lever], dose)
            found.setdefault(dose.lever, []).append(made)
    return found


def _limits(dose: Dose, words: Messages) -> Iterator[str]:
    """Say where and when a dose holds, if not everywhere and throughout."""
    if dose.where:
        yield words.listing(words.named(TENURE, place) for place in dose.where)
    if dose.start:
        yield words.text("report.from_month", month=words.number(dose.start))
    if dose.end is not None:
        yield words.text("report.until_month", month=words.number(dose.end))
    if dose.when:
        yield words.text(f"report.when.{dose.when}")
