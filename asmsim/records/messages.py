"""The words of figures, tables, verdicts and the command line, and how numbers are written."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from asmsim.errors import AsmsimError, unknown


class Messages:
    """The texts of one language and its ways with numbers and dates.

    Parameters
    ----------
    lang : str
        The language, as its file is called.
    tables : iterable of dict
        The files as read, nested tables of texts; later ones add or replace.

    Examples
    --------
    >>> Messages("en", [{"run": {"done": "{n} runs done"}}]).text("run.done", n=3)
    '3 runs done'
    """

    def __init__(self, lang: str, tables: Iterable[Mapping[str, Any]]) -> None:
        self.lang = lang
        self._texts: dict[str, str] = {}
        for table in tables:
            self._texts.update(_flat(table))

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a text under this key."""
        return key in self._texts

    def text(self, key: str, **fields: object) -> str:
        """Return the text under a dotted key, its fields filled in.

        Raises
        ------
        UnknownName
            When there is no such text.
        AsmsimError
            When the text asks for a field that was not given.
        """
        if key not in self._texts:
            raise unknown("message", key, self._texts)
        try:
            return self._texts[key].format(**fields)
        except (KeyError, IndexError) as error:
            raise AsmsimError(f"the text asks for {error}", field=f"message {key}") from None

    @property
    def locale(self) -> str:
        """The locale whose numbers and dates are used: `meta.locale`, or the language."""
        return self._texts.get("meta.locale", self.lang)

    def number(self, value: float, digits: int | None = None) -> str:
        """Write a number with so many decimals, or as many as it needs (at most three).

        Examples
        --------
        >>> Messages("en", []).number(12345.678, 1)
        '12,345.7'
        """
        if not math.isfinite(value):
            return self._texts.get("number.missing", "-")
        pattern = "#,##0.###" if digits is None else "#,##0" + "." * bool(digits) + "0" * digits
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def figure(self, value: float) -> str:
        """Write a result with as many decimals as its size makes readable.

        Examples
        --------
        >>> words = Messages("en", [])
        >>> [words.figure(value) for value in (2133498.4, 172.445, 18.347, 0.0014)]
        ['2,133,498', '172', '18.3', '0.00140']
        """
        if not value or not math.isfinite(value):
            return self.number(value, 0)
        # Three significant digits, all digits before the point, at most six decimals.
        return self.number(value, min(6, max(0, 2 - math.floor(math.log10(abs(value))))))

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share as a percentage."""
        if not math.isfinite(share):
            return self._texts.get("number.missing", "-")
        pattern = "#,##0" + "." * bool(digits) + "0" * digits + "%"
        return str(format_percent(share, format=pattern, locale=self.locale))

    def date(self, day: dt.date) -> str:
        """Write a day: 1 January 2015."""
        return str(format_date(day, format="long", locale=self.locale))

    def month(self, day: dt.date) -> str:
        """Write a month: Jan 2015."""
        return str(format_skeleton("yMMM", day, locale=self.locale))

    def duration(self, seconds: float) -> str:
        """Write a length of time in its largest fitting unit: 3 minutes."""
        length = dt.timedelta(seconds=max(1.0, seconds))
        return str(format_timedelta(length, threshold=1.2, locale=self.locale))

    def listing(self, names: Iterable[str]) -> str:
        """Write names as a list in a sentence: a, b and c."""
        return str(format_list(list(names), locale=self.locale))


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Turn nested tables into dotted keys."""
    flat: dict[str, str] = {}
    for key, item in table.items():
        if isinstance(item, Mapping):
            flat.update(_flat(item, f"{prefix}{key}."))
        else:
            flat[prefix + key] = str(item)
    return flat
