"""The words of figures, tables, verdicts and the command line, and how numbers are written."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal

from asmsim.errors import AsmsimError, unknown
from asmsim.records import translation

ENGLISH = "en"
"""The language of records, and of what another language does not say."""

META = "meta."
"""What begins the keys that tell of a language itself."""


class Messages:
    """The texts of one language and its ways with numbers and dates.

    Parameters
    ----------
    lang : str
        The language, as its file is called.
    tables : iterable of dict
        The files as read, nested tables of texts; later ones add or replace.
    english : iterable of dict, optional
        The same in English, for what this language does not say.
    originals : callable, optional
        Returns the English texts of records that are translated here, by key. A record that says
        something else is another one, and speaks for itself.

    Examples
    --------
    >>> Messages("en", [{"run": {"done": "{n} runs done"}}]).text("run.done", n=3)
    '3 runs done'
    """

    def __init__(
        self,
        lang: str,
        tables: Iterable[Mapping[str, Any]],
        english: Iterable[Mapping[str, Any]] = (),
        originals: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self.lang = lang
        self._originals = originals
        self._texts = {key: text for key, text in flat(english).items() if not key.startswith(META)}
        self._texts |= {"meta.language": lang, "meta.locale": lang, **flat(tables)}

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a text under this key."""
        return key in self._texts

    @property
    def english(self) -> bool:
        """Whether this is the language in which records are written."""
        return self.lang == ENGLISH

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

    def said(self, key: str, **numbers: float) -> str:
        """Return the text under a key, numbers written as the text asks and the language does.

        A text asks for decimals with ``{n:.1}``, for a percentage with ``{n:%}`` or ``{n:.1%}``.

        Examples
        --------
        >>> Messages("en", [{"a": "{n:.0} guards, {p:.1%}"}]).said("a", n=1234.5, p=0.25)
        '1,234 guards, 25.0%'
        """
        return self.text(key, **{name: _Number(value, self) for name, value in numbers.items()})

    def named(self, table: str, name: str) -> str:
        """Return the word for a name; one of a user's own has but its name."""
        return self._texts.get(f"{table}.{name}", name.replace("_", " "))

    def tells(self, key: str) -> bool:
        """Tell whether a record's text is told in this language."""
        return self.english or key in self._texts

    def source(self, source: str) -> str:
        """Return where a number comes from, in this language where that is said of many."""
        return self._texts.get(f"source.{source}", source)

    def unit(self, unit: str) -> str:
        """Return a record's unit in this language, part by part; `1/year` is per year."""
        if unit.startswith("1/"):
            return self.text("number.per", unit=self.unit(unit.removeprefix("1/")))
        return "/".join(self._texts.get(f"unit.{part}", part) for part in unit.split("/"))

    def translated(self, record: translation.T) -> translation.T:
        """Return a record with its texts in this language, as far as it has them."""
        return record if self.english else translation.translated(record, self._instead)

    def _instead(self, key: str, english: str) -> str:
        """Return the text for a record's own, unless the record is another than was translated."""
        text = self._texts.get(key)
        same = text is not None and self._originals().get(key, english) == english
        return text if text is not None and same else english

    @property
    def locale(self) -> str:
        """The locale whose numbers and dates are used: `meta.locale`, or the language."""
        return self._texts["meta.locale"]

    @cached_property
    def _ways(self) -> Locale:
        """How this locale writes numbers: looked up once, not for each of thousands."""
        return Locale.parse(self.locale)

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
        return str(format_decimal(value, format=pattern, locale=self._ways))

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
        pattern = "#,##0" + "." * bool(digits) + "0" * digits
        hundredths = Decimal(str(share)).scaleb(2)
        return self.amount(str(format_decimal(hundredths, format=pattern, locale=self._ways)), "%")

    @cached_property
    def percentage(self) -> str:
        """How a percentage is written: `{n}%`, `{n} %` or `%{n}`."""
        usual = re.sub(r"[#,0.]+", "{n}", self._ways.percent_formats[None].pattern)
        return self._texts.get("meta.percent", usual)

    def amount(self, number: str, unit: str) -> str:
        """Write a number that is already in words with its unit; one of none stands alone.

        Examples
        --------
        >>> words = Messages("en", [])
        >>> words.amount("8.9", "%"), words.amount("12", "USD"), words.amount("3", "")
        ('8.9%', '12 USD', '3')
        """
        before, after = self.beside(unit)
        return f"{before}{number}{after}"

    def beside(self, unit: str) -> tuple[str, str]:
        """Return what stands before a number and what behind it, for its unit.

        Examples
        --------
        >>> Messages("tr", []).beside("%"), Messages("en", []).beside("USD")
        (('%', ''), ('', ' USD'))
        """
        if unit == "%":
            before, _, after = self.percentage.partition("{n}")
            return before, after
        return "", f" {unit}" if unit else ""

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

    def chain(self, parts: Iterable[str]) -> str:
        """Write parts of a sentence that hold commas of their own: a; b; c."""
        return self._texts.get("punctuation.semicolon", "; ").join(parts)


class _Number:
    """A number in a text: the text says with how many decimals, the language how it is written."""

    def __init__(self, value: float, words: Messages) -> None:
        self.value = value
        self.words = words

    def __format__(self, asked: str) -> str:
        decimals = asked.removeprefix(".").removesuffix("%")
        if asked.endswith("%"):
            return self.words.percent(self.value, int(decimals or 0))
        return self.words.number(self.value, int(decimals) if decimals else None)


def flat(tables: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Turn nested tables into dotted keys; of equal keys the last holds."""
    found: dict[str, str] = {}
    for table in tables:
        found.update(_flat(table))
    return found


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Turn nested tables into dotted keys."""
    found: dict[str, str] = {}
    for key, item in table.items():
        if isinstance(item, Mapping):
            found.update(_flat(item, f"{prefix}{key}."))
        else:
            found[prefix + key] = str(item)
    return found
