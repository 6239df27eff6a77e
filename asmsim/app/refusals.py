"""Refusals: what cannot be used, said in the visitor's language.

Errors speak English, as the command line and the Python interface do. What they say is known here
by its form, and told from the catalogue; their parts (field, value, what is allowed, the nearest
name) are data, told by their titles where they have one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from asmsim.errors import MOST_NAMES_SHOWN, AsmsimError
from asmsim.levers import registry
from asmsim.records import Messages, default_library
from asmsim.report.row import capital

SAID = {
    "none": "unknown {kind} '{name}'; there is no {kind_again} at all",
    "payer": "unknown payer '{name}'",
    "unknown": "unknown {kind} '{name}'",
    "unknown_key": "unknown key",
    "missing": "is missing",
    "no_use": "{value} cannot be used",
    "too_long_link": "is too long for a link",
    "too_long": "is too long",
    "damaged": "is damaged: copy it whole",
    "no_view": "holds no view",
    "no_view_inside": "holds what is no view",
    "version": "was made by another version of asmsim",
    "anothers": "is another's name",
    "many_levers": "holds {n} levers",
    "large": "{value} is more than this server gives one visitor",
    "no_control": "is no control",
    "no_lever": "is no lever",
    "no_dose": "is no dose of it",
    "ended": "has ended",
    "busy": "too many studies are under way; try again in a minute",
    "no_place": "{value} is not a place",
    "end": "{value} is not after the start",
    "no_payer": "names no payer",
    "no_share": "is no share",
    "shares": "pay more or less than all of it",
    "twice": "'{name}' is given twice",
    "apart": "'{one}' and '{other}' cannot go together: {why}",
    "places": "reaches everybody it is for, so that places cannot limit it",
    "whole": "holds everywhere or nowhere, so it cannot be placed",
    "no_month": "{value} is not a month",
    "policy": "{value} is not before the end of {months} months",
    "reference": "'{name}' is the name of the reference and of another scenario",
    "nothing": "there is nothing to compare with the reference",
    "mineral": "'{programme}' is for {minerals}, which nobody digs in {places}",
    "law": "'{name}' is not permitted in {context}: {its} needs {law} ({meaning}), which is false "
    "there; source: {source}",
    "settings": "two levers set it to {values}",
    "no_tenure": "is no tenure, mineral or site",
    "no_site": "there is no site {place} in {context}",
}
"""What errors say that a link or a control can bring about, by the key of its words."""

ALLOWED = {
    "least": "at least {n}",
    "above": "above {n}",
    "most": "at most {n}",
    "below": "below {n}",
    "up_to": "up to {n}",
    "letters": "up to {n} letters",
    "items": "up to {n} items",
    "version": "version {n}",
    "number": "a number",
    "whole": "a whole number",
    "text": "a text",
    "some_text": "a text that is not empty",
    "form": "text of the form {form}",
    "truth": "true or false",
    "list": "a list",
    "table": "a table",
    "month": "YYYY-MM, such as {example}",
    "dose": "a dose from {low} to {high}",
    "one": "one of the two",
    "place": "a tenure, a mineral or a site's id",
    "sum": "shares that add up to 1",
    "payers": "such as {example}",
    "nothing": "nothing",
    "whole_measured": "a whole number from {low} to {high} {unit}",
    "whole_between": "a whole number from {low} to {high}",
    "measured": "a number from {low} to {high} {unit}",
    "pure": "a number from {low} to {high}",
    "between": "{low} to {high}",
    "sites": "{first} to {last}, with {n} miners",
    "no_sites": "no site at all",
}
"""What they say is allowed instead, where it is no list of names."""

UNSAID = {"law"}
"""What tells of a remedy itself, where the error's is one of the command line."""

FIGURES = {"n", "low", "high", "first", "last", "months"}
"""What is a number wherever a form has it."""

A_TEXT = "a text"
"""What is allowed where a number is told as it was given: 2020, not 2,020."""

KINDS = "refusal.kind"
"""The table of messages that names kinds of records."""

LONGEST = 60
"""Letters of a value that are said again."""


def refusal(error: AsmsimError, words: Messages) -> str:
    """Say what is wrong, where, what name is nearest and what is allowed.

    Parameters
    ----------
    error : AsmsimError
    words : Messages
        Of the visitor's language. What has no words in it is left out, never said in another.
    """
    key, found = _form(error.message, SAID) if error.message else ("no_use", {})
    value = str(error.value) if _number_as_text(error) else _value(error.value, words)
    if key is not None:
        what = words.text(f"refusal.{key}", **{**_in_words(found, words), "value": value})
    else:
        what = error.message if words.english else words.text("refusal.other", value=value)
    where = _where(error.field, words)
    parts = [f"{where}{words.text('punctuation.colon')}{what}" if where else capital(what)]
    if error.nearest:
        parts.append(words.text("refusal.nearest", name=error.nearest))
    allowed = "" if key in UNSAID else _allowed(error, words)
    if allowed:
        parts.append(words.text("refusal.allowed", names=allowed))
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts)


def _where(field: str | None, words: Messages) -> str:
    """Name what the page or its link calls otherwise, with the name itself behind it."""
    name = (field or "").removeprefix("link.")
    if not name:
        return ""
    record = default_library().parameters.get(name.removeprefix("overrides."))
    if record is not None:
        return f"{capital(words.translated(record).meaning)} ({record.name})"
    lever = registry().get(name.partition(".")[0])
    if lever is not None:
        return f"{capital(words.translated(lever).title)} ({name})"
    first = re.split(r"[.\[]", name)[0]
    key = f"refusal.field.{first}"
    if key not in words:
        return name
    return words.text(key) if name == first else f"{words.text(key)} ({name})"


def _allowed(error: AsmsimError, words: Messages) -> str:
    """Say what is allowed: names as they are, the rest in words."""
    allowed = error.allowed
    if not allowed:
        return ""
    if isinstance(allowed, tuple):
        shown = list(allowed[:MOST_NAMES_SHOWN])
        more = len(allowed) - len(shown)
        names = ", ".join(shown)
        return words.text("refusal.more", names=names, n=words.number(more)) if more else names
    key, found = _form(allowed, ALLOWED)
    if key is not None:
        return words.text(f"refusal.may.{key}", **_in_words(found, words))
    quoted = re.findall(r"'([^']*)'", allowed)
    if quoted:
        return ", ".join(quoted)
    titles = ", ".join(_title(name, words) for name in allowed.split(", "))
    return titles if words.english or not re.search(r"[a-z] [a-z]", allowed) else ""


def _form(text: str, forms: dict[str, str]) -> tuple[str | None, dict[str, str]]:
    """Return the key of the form a text has, and what fills its fields."""
    for key, form in forms.items():
        match = _pattern(form).fullmatch(text)
        if match:
            return key, match.groupdict()
    return None, {}


@cache
def _pattern(form: str) -> re.Pattern[str]:
    def field(name: str) -> str:
        return f"(?P<{name}>{r'-?[0-9][0-9.e+-]*' if name in FIGURES else '.+?'})"

    parts = re.split(r"\{(\w+)\}", form)
    texts = (field(part) if place % 2 else re.escape(part) for place, part in enumerate(parts))
    return re.compile("".join(texts), re.DOTALL)


def _in_words(found: dict[str, str], words: Messages) -> dict[str, str]:
    """Write what fills a form as the language does."""
    return {name: TELLING.get(name, _given)(text, words) for name, text in found.items()}


def _given(text: str, words: Messages) -> str:
    """Write a number as the language does, and whatever else is told as it is, not at length."""
    if re.fullmatch(r"-?\d{1,16}(\.\d+)?", text):
        return words.number(float(text))
    return _short(text)


def _short(text: str) -> str:
    """Say no more of a text than its beginning, where it is long."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _title(name: str, words: Messages) -> str:
    """Call a place, lever, programme, stance or mineral as the pages do; another as it is given."""
    library = default_library()
    shelves: tuple[Any, ...] = (registry(), library.contexts, library.programmes, library.scenarios)
    for shelf in shelves:
        if name in shelf:
            return str(words.translated(shelf[name]).title)
    for table in ("mineral", "figure.map.tenure"):
        if f"{table}.{name}" in words:
            return words.named(table, name)
    return _given(name, words)


def _titles(between: str) -> Callable[[str, Messages], str]:
    """Return what tells names that stand with this between them one by one."""
    return lambda text, words: words.chain(_title(name, words) for name in text.split(between))


TELLING: dict[str, Callable[[str, Messages], str]] = {
    "kind": lambda text, words: words.named(KINDS, text),
    "unit": lambda text, words: words.unit(text),
    "programme": _title,
    "one": _title,
    "other": _title,
    "context": _title,
    "minerals": _titles(" or "),
    "place": lambda text, _: text,
    "first": lambda text, _: text,
    "last": lambda text, _: text,
}
"""How what fills a field of a form is told, where it is not as `_given`."""


def _number_as_text(error: AsmsimError) -> bool:
    """Tell whether a number stands where a text should: it keeps the form it was given in."""
    return error.allowed == A_TEXT and type(error.value) in (int, float)


def _value(value: object, words: Messages) -> str:
    """Write what was given: a number as the language does, a text in quotes and not at length."""
    if isinstance(value, str):
        return words.text("punctuation.quoted", text=_short(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return words.number(value)
    return words.text("refusal.this_value")
