"""What the page compares: a view as a study, and the controls by which it is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asmsim.app import bounds, fields, stance
from asmsim.app.faults import Refused
from asmsim.app.fields import Field, Group
from asmsim.app.limits import Limits
from asmsim.app.view import OWN, View
from asmsim.errors import BadValue, nearest_name
from asmsim.records import Library, Messages, Parameter, Scenario, Value
from asmsim.records.library import BESIDE
from asmsim.report.appendix import COUPLING
from asmsim.studies.design import Study

KIND = 2
"""Letters of a stance's code that say its kind."""

SET, PROGRAMME = "set:", "programme:"
"""How the controls of parameters and programmes are named."""


def study(view: View, library: Library, limits: Limits) -> Study:
    """Return the study of a view."""
    return Study(
        name="compare",
        scenarios=tuple(_scenarios(view, library, limits)),
        reference=_reference(view),
        replicates=view.replicates,
        library=library.folders,
        **view.settings(),
    )


def compared(view: View, library: Library, limits: Limits) -> tuple[str, ...]:
    """Return the names of what is compared, the reference among them."""
    return chosen(view, library)[: limits.scenarios]


def chosen(view: View, library: Library) -> tuple[str, ...]:
    """Return the names of what a visitor chose, the reference among them.

    One who chose nothing is shown one scenario of each kind of stance.
    """
    names = view.scenarios or offered(library)
    own = (OWN,) if view.own is not None and not view.scenarios else ()
    return tuple(dict.fromkeys((view.reference, *names, *own)))


def offered(library: Library) -> tuple[str, ...]:
    """Return one scenario of each kind of stance, by the first letters of its code (S1, S3b)."""
    found: dict[str, str] = {}
    for name, each in sorted(library.scenarios.items(), key=lambda item: item[1].stance):
        found.setdefault(each.stance[:KIND] or name, name)
    return tuple(found.values())


def _scenarios(view: View, library: Library, limits: Limits) -> list[Any]:
    return [
        view.own if name == OWN and view.own is not None else name
        for name in compared(view, library, limits)
    ]


def _reference(view: View) -> Any:
    return view.own if view.reference == OWN and view.own is not None else view.reference


def reference(view: View, library: Library) -> Scenario:
    """Return the scenario that the others are compared with."""
    named = _reference(view)
    return named if isinstance(named, Scenario) else library.scenario(named)


def controls(view: View, library: Library, limits: Limits, words: Messages) -> list[Group]:
    """Return the controls of the page."""
    titles = stances(view, library, words)
    first = [
        kind_of_place(view, library, words),
        fields.several(
            "scenarios",
            words.text("app.compare.scenarios", n=words.number(limits.scenarios)),
            compared(view, library, limits),
            titles,
            fixed=[view.reference],
        ),
        fields.choice(
            "reference",
            words.text("app.compare.reference"),
            view.reference,
            titles,
            words.text("app.compare.reference_help"),
        ),
    ]
    return [
        fields.group("what", first),
        *programmes(view, library, words),
        *_own(view, library, words),
        place(view, library, words),
        size(view, limits, words),
    ]


def kind_of_place(view: View, library: Library, words: Messages) -> Field:
    """Return the choice of the kind of place."""
    return fields.choice(
        "context",
        words.text("app.compare.context"),
        view.context,
        {name: each.title for name, each in library.contexts.items()},
        library.context(view.context).text,
    )


def stances(view: View, library: Library, words: Messages) -> dict[str, str]:
    """Return the titles of what can be compared, what the visitor made or joined among it."""
    titles = {name: each.title for name, each in library.scenarios.items()}
    if view.own is not None:
        titles[OWN] = words.translated(view.own).title
    joined = (name for name in (view.reference, *view.scenarios) if BESIDE in name)
    return titles | {name: library.scenario(name).title for name in joined}


def programmes(
    view: View, library: Library, words: Messages, *, beside: bool = True
) -> list[Group]:
    """Return a slider for each programme, and a way to set one beside a single stance."""
    if not library.programmes:
        return []
    titles = {name: each.title for name, each in library.programmes.items()}
    joined = fields.choice(
        "beside",
        words.text("app.programmes.beside", stance=stances(view, library, words)[view.reference]),
        "",
        {"": words.text("app.programmes.choose"), **titles},
        words.text("app.programmes.beside_help"),
    )
    sliders = [
        fields.share(PROGRAMME + name, each.title, view.programmes.get(name, 0.0), each.text, words)
        for name, each in library.programmes.items()
    ]
    on = len(view.programmes)
    return [
        fields.group(
            "programmes",
            [*([joined] if beside else []), *sliders],
            title=words.text("app.programmes.heading"),
            text=words.text("app.programmes.text"),
            note=words.text("app.own.on", n=words.number(on)) if on else "",
        )
    ]


def _own(view: View, library: Library, words: Messages) -> list[Group]:
    """Return the controls of the visitor's own stance."""
    begin = fields.choice(
        "begin",
        words.text("app.own.begin"),
        "",
        {"": words.text("app.own.choose")}
        | {name: each.title for name, each in library.scenarios.items()},
        words.text("app.own.begin_help"),
    )
    drop = fields.button("drop", words.text("app.own.drop"))
    head = fields.group(
        "own",
        [begin, *([drop] if view.own else [])],
        title=words.text("app.own.heading"),
        text=words.text("app.own.text"),
        opened=view.own is not None,
    )
    return [head, *(stance.groups(view.own, view, library, words) if view.own else [])]


def place(view: View, library: Library, words: Messages) -> Group:
    """Return the controls of parameters: assumptions to doubt, and those that were asked for."""
    values = library.resolve(library.context(view.context))
    shown = [*view.overrides, *(name for name in doubtful(library) if name not in view.overrides)]
    sliders = [
        fields.parameter(
            library.parameters[name],
            SET + name,
            view.overrides.get(name, values[name]),
            values[name],
            words,
        )
        for name in shown
        if name in library.parameters
    ]
    find = fields.text(
        "find",
        words.text("app.place.find"),
        "",
        {each.name: each.meaning for each in library.parameters.values()},
        words.text("app.place.find_help"),
    )
    back = fields.button("all_usual", words.text("app.place.all_usual"), off=not view.overrides)
    set_here = len(view.overrides)
    return fields.group(
        "place",
        [find, *sliders, back],
        title=words.text("app.place.heading"),
        text=words.text("app.place.text"),
        note=words.text("app.place.set", n=words.number(set_here)) if set_here else "",
        opened=bool(set_here),
    )


def doubtful(library: Library) -> list[str]:
    """Return the parameters that say how attitudes act on people, which may be nothing at all."""
    return [
        each.name
        for each in library.parameters.values()
        if COUPLING in each.source and each.range is not None and each.range[0] <= 0.0
    ]


def size(view: View, limits: Limits, words: Messages, *, replicates: bool = True) -> Group:
    """Return the controls of how large, how long and with what luck."""
    usual = Study.model_fields["miners"].default
    known = {"policy": words.number(view.policy_month), "usual": words.number(usual)}
    boxes = [
        fields.number(
            name,
            words.text(f"app.size.{name}"),
            view.size if name == "miners" else getattr(view, name),
            ends,
            words.text(f"app.size.{name}_help", **known),
        )
        for name, ends in bounds.numbers(view, limits).items()
        if replicates or name != "replicates"
    ]
    return fields.group("size", boxes, title=words.text("app.size.heading"))


def changes(view: View, library: Library, words: Messages, name: str, value: Any) -> dict[str, Any]:
    """Return the fields of the view that a control changes.

    Raises
    ------
    AsmsimError
        When the value is none that it can take.
    """
    if name.startswith(SET):
        return {"overrides": _set(view, library, name.removeprefix(SET), value)}
    if name.startswith((stance.DOSE, stance.LEVER)) and view.own is not None:
        return {"own": stance.changed(view.own, name, float(value))}
    if name.startswith(PROGRAMME):
        return {"programmes": _at(view, name.removeprefix(PROGRAMME), float(value))}
    if name in PLAIN:
        return {name: value}
    if name not in TOLD:
        raise BadValue("is no control", field=name, value=value)
    return TOLD[name](view, library, words, value)


def doubted(view: View, library: Library, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what tries the comparison without an assumption, or with it again, as a control's."""
    ((kind, name),) = asked.items()
    record = library.parameter(name)
    off = 0.0 if record.off is None else record.off
    return {
        "name": SET + name,
        "value": _usual(view, library, record) if kind == "usual" else off,
    }


def _at(view: View, name: str, dose: float) -> dict[str, float]:
    """Return the programmes once one has a dose; at nothing it is left out."""
    rest = {each: given for each, given in view.programmes.items() if each != name}
    return rest if dose == 0.0 else {**rest, name: dose}


def _beside(view: View, library: Library, _words: Messages, name: Any) -> dict[str, Any]:
    """Compare the reference with a programme beside it."""
    if not name:
        return {}
    there = view.scenarios or offered(library)[: bounds.FEWEST]
    return {"scenarios": tuple(dict.fromkeys((*there, f"{view.reference}{BESIDE}{name}")))}


def _dropped(view: View, _library: Library, _words: Messages, _value: Any) -> dict[str, Any]:
    """Drop the visitor's own stance."""
    names = tuple(each for each in view.scenarios if each != OWN)
    reference = View().reference if view.reference == OWN else view.reference
    return {"own": None, "scenarios": names, "reference": reference}


def _found(view: View, library: Library, words: Messages, value: Any) -> dict[str, Any]:
    """Show one more parameter."""
    name = str(value).strip()
    if name not in library.parameters:
        near = nearest_name(name, library.parameters)
        key = "app.place.unlike" if near is None else "app.place.unknown"
        raise Refused(words.text(key, name=name, near=near))
    record = library.parameter(name)
    return {"overrides": {**view.overrides, record.name: _usual(view, library, record)}}


def _all_usual(_view: View, _library: Library, _words: Messages, _value: Any) -> dict[str, Any]:
    return {"overrides": {}}


def _scenarios_chosen(
    _view: View, _library: Library, words: Messages, value: Any
) -> dict[str, Any]:
    if len(value) < bounds.FEWEST:
        raise Refused(words.text("app.compare.too_few", n=words.number(bounds.FEWEST)))
    return {"scenarios": tuple(value)}


def _begun(view: View, library: Library, _words: Messages, name: Any) -> dict[str, Any]:
    """Begin the visitor's own stance anew."""
    if not name:
        return {}
    names = tuple(each for each in view.scenarios if each != OWN)
    own = stance.begun(library.scenario(name), library.messages())
    return {"own": own, "scenarios": (*names, OWN) if names else ()}


def _usual(view: View, library: Library, record: Parameter) -> Value:
    return library.resolve(library.context(view.context))[record.name]


def _set(view: View, library: Library, name: str, value: Any) -> dict[str, Value]:
    """Return what is set once a parameter has a value; its usual one is set no more."""
    record = library.parameter(name)
    if isinstance(record.value, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    wanted = record.checked(value)
    rest = {each: given for each, given in view.overrides.items() if each != name}
    return rest if wanted == _usual(view, library, record) else {**view.overrides, name: wanted}


PLAIN = ("context", "reference", "miners", "replicates", "months", "seed")
"""Controls that change the field of the view that has their name."""

TOLD: Mapping[str, Callable[[View, Library, Messages, Any], dict[str, Any]]] = {
    "begin": _begun,
    "beside": _beside,
    "drop": _dropped,
    "find": _found,
    "all_usual": _all_usual,
    "scenarios": _scenarios_chosen,
}
"""Controls that change more than that."""
