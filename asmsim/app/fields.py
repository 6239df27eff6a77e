"""Controls as plain data, with name, value, unit, range and help, made from the records."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from asmsim.records import Messages, Parameter, Value
from asmsim.report.appendix import chosen

Field: TypeAlias = dict[str, Any]
Group: TypeAlias = dict[str, Any]

STEPS = 200
"""Into how many steps a range is divided, about; each is a round number."""

PURE = ("", "1")
"""Units of what has none."""


def group(
    name: str,
    fields: Iterable[Field],
    *,
    title: str = "",
    text: str = "",
    note: str = "",
    opened: bool = False,
) -> Group:
    """Return controls that stand together; those with a title can be folded away."""
    return {
        "name": name,
        "title": title,
        "help": text,
        "note": note,
        "open": opened,
        "fields": list(fields),
    }


def choice(
    name: str, label: str, value: Value, options: Mapping[Any, str], text: str = ""
) -> Field:
    """Return a choice of one among several."""
    return {
        "kind": "choice",
        "name": name,
        "label": label,
        "value": value,
        "options": [{"value": key, "title": title} for key, title in options.items()],
        "help": text,
    }


def several(
    name: str,
    label: str,
    value: Iterable[str],
    options: Mapping[str, str],
    fixed: Iterable[str] = (),
) -> Field:
    """Return a choice of several; what is fixed is always among them."""
    fixed = set(fixed)
    return {
        "kind": "several",
        "name": name,
        "label": label,
        "value": [*value],
        "options": [
            {"value": key, "title": title, "fixed": key in fixed} for key, title in options.items()
        ],
    }


def number(
    name: str, label: str, value: int, bounds: tuple[int, int], text: str = "", unit: str = ""
) -> Field:
    """Return a box for a whole number."""
    low, high = bounds
    return {
        "kind": "number",
        "name": name,
        "label": label,
        "value": value,
        "low": low,
        "high": high,
        "step": 1,
        "unit": unit,
        "help": text,
    }


def text(
    name: str, label: str, value: str, options: Mapping[str, str] | None = None, help_: str = ""
) -> Field:
    """Return a box for words, with what may be chosen."""
    listed = None
    if options is not None:
        listed = [{"value": key, "title": title} for key, title in options.items()]
    return {
        "kind": "text",
        "name": name,
        "label": label,
        "value": value,
        "options": listed,
        "help": help_,
    }


def button(name: str, label: str, *, value: Any = None, off: bool = False) -> Field:
    """Return a button."""
    return {"kind": "button", "name": name, "label": label, "value": value, "off": off}


def share(name: str, label: str, value: float, text: str, words: Messages, more: str = "") -> Field:
    """Return a slider from nothing to all of something."""
    return {
        "kind": "range",
        "name": name,
        "label": label,
        "value": value,
        "low": 0.0,
        "high": 1.0,
        "step": 0.05,
        "percent": True,
        "unit": "",
        "low_text": words.percent(0.0),
        "high_text": words.percent(1.0),
        "help": text,
        "more": more,
    }


def parameter(record: Parameter, name: str, value: Value, usual: Value, words: Messages) -> Field:
    """Return the control of a parameter: a slider over its range, or a choice.

    Parameters
    ----------
    record : Parameter
    name : str
        Of the control.
    value : float, int, bool or str
        What holds.
    usual : float, int, bool or str
        What holds unless the visitor says otherwise.
    words : Messages
    """
    known = words.text(
        "app.known", name=record.name, grade=record.grade, source=words.source(record.source)
    )
    back = words.text("app.usual_value", value=written(usual, words))
    if isinstance(record.value, bool):
        options = {True: words.text("report.true"), False: words.text("report.false")}
        return choice(name, record.meaning, value, options, known)
    if record.choices is not None:
        return choice(
            name,
            record.meaning,
            value,
            {each: written(each, words) for each in record.choices},
            known,
        )
    low, high = record.range or (0.0, 1.0)
    low, high = min(low, float(value)), max(high, float(value))
    whole = isinstance(record.value, int)
    return {
        "kind": "range",
        "name": name,
        "label": record.meaning,
        "value": value,
        "low": low,
        "high": high,
        "step": 1 if whole else step(low, high),
        "percent": False,
        "unit": "" if record.unit in PURE else words.unit(record.unit),
        "low_text": words.number(low),
        "high_text": words.number(high),
        "usual": usual,
        "usual_text": back,
        "help": known,
    }


def step(low: float, high: float) -> float:
    """Return a round step that divides a range finely, and reaches its ends.

    Examples
    --------
    >>> step(0.0, 1.0), step(20.0, 200.0)
    (0.005, 0.5)
    """
    if high <= low:
        return 1.0
    rough = (high - low) / STEPS
    size = 10.0 ** math.floor(math.log10(rough))
    best = max(each * size for each in (1, 2, 5, 10) if each * size <= rough * 1.0001)
    return float(f"{best:.3g}")


def written(value: Value, words: Messages) -> str:
    """Write a value as one reads it."""
    if isinstance(value, bool):
        return words.text("report.true" if value else "report.false")
    return words.number(value) if isinstance(value, int | float) else chosen(value, words)
