"""What stands behind a report: the stances' levers and doses, and every parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from asmsim.levers import registry
from asmsim.records import (
    Context,
    ContextValue,
    Dose,
    Library,
    Messages,
    Parameter,
    Programme,
    Scenario,
)
from asmsim.studies.plan import Plan

COUPLING = "coupling"
"""What the source of a parameter says when its mechanism is an assumption about attitudes."""

TENURE = "figure.map.tenure"
"""The table of messages that names tenures; minerals and sites have but their names."""

CHOICES = ("choice", "mineral", "kind", "unit")
"""The tables of messages that hold the words of choices."""

MOST_DECIMALS = 8


class Use(NamedTuple):
    """One lever as a scenario uses it, in words."""

    title: str
    dose: str
    where: str
    when: str
    payers: str
    text: str
    source: str


class Entry(NamedTuple):
    """One parameter as it was in the study, in words.

    Attributes
    ----------
    name, meaning, value, unit, range, grade, source, note : str
    origin : {"library", "context", "user", "then"}
        Where the value comes from: the library, the context, who ran the study, or the library as
        it was when the study was run.
    contexts : str
        The contexts in which it has this value, where it has others elsewhere.
    """

    name: str
    meaning: str
    value: str
    unit: str
    range: str
    grade: str
    source: str
    note: str
    origin: str
    contexts: str


class Coupling(NamedTuple):
    """An assumption whose range includes no effect at all."""

    name: str
    meaning: str
    value: str
    low: str
    high: str


def uses(given: Scenario | Programme, words: Messages) -> list[Use]:
    """Return the levers of a scenario or a programme with their doses.

    A lever unknown here has but its name.
    """
    known = registry()
    found = []
    for dose in given.doses(known) if isinstance(given, Programme) else given.levers:
        lever = words.translated(known[dose.lever]) if dose.lever in known else None
        found.append(
            Use(
                title=lever.title if lever else dose.lever,
                dose=_dose(dose, words),
                where=_where(dose, words),
                when=_when(dose, words),
                payers=_payers(dose, lever.payer if lever else "", words),
                text=lever.text if lever else "",
                source=lever.source if lever else "",
            )
        )
    return found


def _dose(dose: Dose, words: Messages) -> str:
    share = words.percent(dose.dose)
    if dose.places is None:
        return share
    return words.text("report.places", dose=share, places=words.number(dose.places))


def _payers(dose: Dose, usual: str, words: Messages) -> str:
    """Say who pays: by name alone, or each with its share."""
    if len(dose.payers) > 1:
        return words.listing(
            words.text("report.pays", payer=words.text(f"payer.{name}"), share=words.percent(share))
            for name, share in dose.payers
        )
    names = [name for name, _ in dose.payers] or [usual] * bool(usual)
    return words.listing(words.text(f"payer.{name}") for name in names)


def _where(dose: Dose, words: Messages) -> str:
    if not dose.where:
        return words.text("report.everywhere")
    return words.listing(words.named(TENURE, place) for place in dose.where)


def _when(dose: Dose, words: Messages) -> str:
    """Say from when until when, in months after the policy month, and on what occasion."""
    parts = []
    if dose.start is not None:
        parts.append(words.text("report.from_month", month=words.number(dose.start)))
    if dose.end is not None:
        parts.append(words.text("report.until_month", month=words.number(dose.end)))
    if dose.when is not None:
        parts.append(words.text(f"report.when.{dose.when}"))
    return words.chain(parts) or words.text("report.throughout")


def parameters(
    plan: Plan, contexts: Iterable[Context], library: Library, words: Messages
) -> dict[str, list[Entry]]:
    """Return every parameter of the study by group, with what is known of it.

    A parameter that differs between contexts has an entry for each value.
    """
    groups: dict[str, list[Entry]] = {}
    contexts = tuple(contexts)
    for name in next(iter(plan.parameters.values()), {}):
        record = library.parameters.get(name)
        group = groups.setdefault(name.partition(".")[0], [])
        group.extend(_entries(name, record, plan, contexts, words))
    return groups


def _entries(
    name: str,
    record: Parameter | None,
    plan: Plan,
    contexts: tuple[Context, ...],
    words: Messages,
) -> Iterator[Entry]:
    found: dict[tuple[Any, ...], list[str]] = {}
    for context in contexts:
        own = next((each for each in context.parameters if each.name == name), None)
        value = plan.parameters[context.name].get(name)
        origin, grade, source = _origin(name, value, record, own, plan.overrides)
        found.setdefault((value, origin, grade, source), []).append(context.title)
    for (value, origin, grade, source), titles in found.items():
        yield Entry(
            name=name,
            meaning=record.meaning if record else "",
            value=_value(value, words),
            unit=words.unit(record.unit) if record and record.unit != "1" else "",
            range=_range(record, words),
            grade=grade,
            source=source,
            note=record.note if record else "",
            origin=origin,
            contexts=words.listing(titles) if len(found) > 1 else "",
        )


def _origin(
    name: str,
    value: Any,
    record: Parameter | None,
    own: ContextValue | None,
    overrides: Mapping[str, Any],
) -> tuple[str, str, str]:
    """Say where a value comes from, how well it is known, and its source."""
    if name in overrides:
        return "user", "", ""
    if own is not None:
        return "context", own.grade, f"{own.source}; {own.reason}"
    if record is None or record.value != value:
        return "then", "", ""
    return "library", record.grade, record.source


def _value(value: Any, words: Messages) -> str:
    if isinstance(value, bool):
        return words.text("report.true" if value else "report.false")
    return exact(value, words) if isinstance(value, int | float) else chosen(str(value), words)


def chosen(choice: str, words: Messages) -> str:
    """Write what a parameter chooses among several: a mineral, a unit, a way."""
    keys = (f"{table}.{choice}" for table in CHOICES)
    found = next((key for key in keys if key in words), None)
    return words.text(found) if found else choice.replace("_", " ")


def exact(value: float, words: Messages) -> str:
    """Write a parameter's number with all its digits; a very small one with six figures."""
    decimals = len(f"{value:.12f}".rstrip("0").partition(".")[2])
    return words.number(value, decimals) if decimals <= MOST_DECIMALS else f"{value:.6g}"


def _range(record: Parameter | None, words: Messages) -> str:
    if record is None:
        return ""
    if record.range is not None:
        low, high = (exact(each, words) for each in record.range)
        return words.text("table.between", low=low, high=high)
    return words.listing(_value(choice, words) for choice in record.choices or ())


def couplings(library: Library, values: Mapping[str, Any], words: Messages) -> list[Coupling]:
    """Return the assumed couplings that may be nothing at all, as they were in this study."""
    return [
        Coupling(
            record.name,
            record.meaning,
            words.number(float(values[record.name])),
            words.number(record.range[0]),
            words.number(record.range[1]),
        )
        for record in library.parameters.values()
        if COUPLING in record.source
        and record.range is not None
        and record.range[0] <= 0.0 <= record.range[1]
        and record.name in values
    ]
