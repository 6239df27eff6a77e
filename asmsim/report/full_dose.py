"""What a lever moves at full dose, in words: each number of the model, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from asmsim.levers.combine import ANY, joined
from asmsim.levers.plan import of_dose
from asmsim.records import Dose, Lever, Library, Messages, Parameter, Value
from asmsim.records.lever import Effect
from asmsim.report.appendix import exact


def full_dose(
    lever: Lever,
    values: Mapping[str, Value],
    library: Library,
    words: Messages,
    kinds: tuple[str, ...] = (),
) -> str:
    """Say what a lever moves by itself, each parameter by its meaning, with its unit.

    What it says of ground is in its text alone.

    Parameters
    ----------
    lever : Lever
    values : mapping
        Parameters by dotted name, without the lever.
    library : Library
        Whose parameters it moves, as the language of the words tells them.
    words : Messages
    kinds : tuple of str
        Of which kinds; all it has unless told.

    Returns
    -------
    str
        Sentences; empty when it moves no number.
    """
    said = []
    for kind in kinds or lever.kinds or ("",):
        found = list(_moves(lever, kind, values, library, words))
        if found:
            name = words.named("kind", kind) if kind else ""
            key = "report.full_dose_kind" if kind else "report.full_dose"
            said.append(words.text(key, kind=name, moves=words.chain(found)))
    return " ".join(said)


def _moves(
    lever: Lever, kind: str, values: Mapping[str, Value], library: Library, words: Messages
) -> Iterator[str]:
    """Yield each parameter that a kind of a lever moves, with both its values."""
    by_target: dict[str, list[Effect]] = {}
    for effect in of_dose(lever, Dose(lever=lever.name, kind=kind), values):
        by_target.setdefault(effect.target, []).append(effect)
    for target, effects in by_target.items():
        record = library.parameters.get(target)
        if record is None or isinstance(record.value, str):
            continue
        before = values[target]
        after = joined(before, effects, record.bounds or ANY)
        if after != before:
            yield words.text(
                "report.move",
                what=record.meaning,
                low=exact(float(before), words),
                high=_with_unit(float(after), record, words),
            )


def _with_unit(value: float, record: Parameter, words: Messages) -> str:
    number = exact(value, words)
    return words.amount(number, "" if record.unit == "1" else words.unit(record.unit))
