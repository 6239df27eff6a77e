"""A view: all that decides what a page shows, as one frozen record, and its share link.

The link holds the view itself as plain data, so it opens on any installation and holds nothing of
the server that made it. It is read by the same records as files are, and refused in the same words.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from asmsim.errors import AsmsimError, BadValue
from asmsim.records import Scenario, Value
from asmsim.records.base import Record
from asmsim.studies.design import Study

VERSION = 1
"""Number of the form of links; raised when an older reader would misread them."""

LONGEST = 6000
"""Characters of a link's view; browsers and mail programs carry that many."""

MOST_NAMES = 60
MOST_LETTERS = 120
MOST_TEXT = 400
"""What a view may hold: names in a list, letters of a name, letters of a text."""

# A name, never the path of a file: a link opens nothing on the machine that reads it.
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=MOST_LETTERS)]
# A stance with programmes beside it is named by both.
Joined = Annotated[
    str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*(\+[A-Za-z][A-Za-z0-9_-]*)*$", max_length=MOST_TEXT)
]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Dotted = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=60)]

Page = Literal["compare", "explore", "evidence"]
Theme = Literal["auto", "light", "dark"]

USUAL_MINERS = {"compare": 1000, "explore": 5000, "evidence": 5000}
"""Smaller than the command line's where many runs are waited for; the pages say so."""

OWN = "own"
"""The name of the stance that a visitor makes."""


def _default(field: str) -> Any:
    return Study.model_fields[field].default


class View(Record):
    """What a visitor looks at.

    Attributes
    ----------
    version : int
        Of the form of links.
    page : {"compare", "explore", "evidence"}
    language, theme : str
    context : str
        Kind of place.
    reference : str
        The scenario that the others are compared with.
    scenarios : tuple of str
        The others, alone or with programmes beside them; empty means those that the library offers.
    own : Scenario or None
        The stance that the visitor made, compared or lived beside the library's.
    programmes : dict
        Doses of the programmes that are added to every stance, by name.
    overrides : dict
        Parameters by dotted name.
    seed, replicates, months, policy_month : int
        As in a study.
    miners : int or None
        The same; none means the usual size of the page.
    start : str
    outcome : str
        The outcome shown large; empty means the first that leads.
    stance : str
        The scenario shown in full, or lived on the page that explores.
    month : int
        How far the explored district has lived; 0 means until the policy month.
    colour : str
        By what the map is coloured.
    picked : str
        What was clicked: a site ("site 12"), a village or a group of people.
    search : str
        What is looked for among the evidence.
    grade : {"", "A", "B", "C", "D", "coupling"}
        Of which grade; a coupling is one that may be nothing.
    """

    version: Literal[1] = 1
    page: Page = "compare"
    language: Name = "en"
    theme: Theme = "auto"
    context: Name = _default("contexts")[0]
    reference: Joined = _default("reference")
    scenarios: tuple[Joined, ...] = Field(default=(), max_length=MOST_NAMES)
    own: Scenario | None = None
    programmes: dict[Name, Share] = Field(default_factory=dict, max_length=MOST_NAMES)
    overrides: dict[Dotted, Value] = Field(default_factory=dict, max_length=MOST_NAMES)
    seed: int = Field(default=_default("seed"), ge=0, lt=2**53)
    replicates: int = Field(default=_default("replicates"), ge=2)
    months: int = Field(default=_default("months"), ge=1)
    policy_month: int = Field(default=_default("policy_month"), ge=0)
    start: str = Field(default=_default("start"), max_length=7)
    miners: int | None = Field(default=None, ge=0)
    outcome: Annotated[str, Field(max_length=MOST_LETTERS)] = ""
    stance: Annotated[str, Field(max_length=MOST_LETTERS)] = ""
    month: int = Field(default=0, ge=0)
    colour: Annotated[str, Field(max_length=MOST_LETTERS)] = ""
    picked: Annotated[str, Field(max_length=MOST_LETTERS)] = ""
    search: Annotated[str, Field(max_length=MOST_LETTERS)] = ""
    grade: Literal["", "A", "B", "C", "D", "coupling"] = ""

    @field_validator("own")
    @classmethod
    def _is_the_visitors(cls, own: Scenario | None) -> Scenario | None:
        """Keep it apart from the library's, and short enough for a page."""
        if own is None:
            return None
        if own.name != OWN:
            raise BadValue("is another's name", field="name", value=own.name, allowed=OWN)
        if len(own.levers) > MOST_NAMES:
            raise BadValue(
                f"holds {len(own.levers)} levers",
                field="levers",
                allowed=f"at most {MOST_NAMES}",
            )
        long = [name for name in ("title", "text", "source") if len(getattr(own, name)) > MOST_TEXT]
        if long:
            raise BadValue("is too long", field=long[0], allowed=f"up to {MOST_TEXT} letters")
        return own

    @property
    def size(self) -> int:
        """Miners at the start: those asked for, or as many as the page usually has."""
        return USUAL_MINERS[self.page] if self.miners is None else self.miners

    def settings(self) -> dict[str, Any]:
        """Return what it says of where, how large, how long and with what luck, as a study's."""
        return {
            "contexts": (self.context,),
            "seed": self.seed,
            "months": self.months,
            "start": self.start,
            "policy_month": self.policy_month,
            "miners": self.size,
            "overrides": self.overrides,
            "programmes": tuple(
                name if dose == 1.0 else f"{name}={dose!r}"
                for name, dose in self.programmes.items()
            ),
        }

    def with_(self, **fields: Any) -> View:
        """Return the view with some of its fields changed, checked anew."""
        return View(**{**dict(self), **fields})


def link(view: View) -> str:
    """Write a view as a link holds it: plain data, without what is as by default.

    Raises
    ------
    BadValue
        When it is longer than a link may be.

    Examples
    --------
    >>> read(link(View(seed=7))).seed
    7
    """
    plain = view.model_dump(mode="json", exclude_defaults=True)
    data = {"version": VERSION, **plain}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    found = base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")
    if len(found) > LONGEST:
        raise BadValue("is too long for a link", field="view", allowed=f"up to {LONGEST} letters")
    return found


def read(text: str) -> View:
    """Read a view from a link.

    Raises
    ------
    AsmsimError
        When it is too long, damaged, of another version, or holds what no record takes.
    """
    data = _plain(text)
    version = data.get("version")
    if version != VERSION:
        raise BadValue(
            "was made by another version of asmsim",
            field="link",
            value=version,
            allowed=f"version {VERSION}",
        )
    try:
        return View(**{**data, "own": _own(data.get("own"))})
    except AsmsimError as error:
        raise error.within("link") from None
    except (TypeError, RecursionError):
        raise BadValue("holds what is no view", field="link") from None


def language(text: str) -> str:
    """Return the language that a link asks for, even one that is refused; nothing if it says none.

    Examples
    --------
    >>> language(link(View(language="fr")))
    'fr'
    """
    try:
        asked = _plain(text).get("language")
    except AsmsimError:
        return ""
    return asked if isinstance(asked, str) else ""


def _own(given: object) -> object:
    """Return the stance that a link holds; what is wrong with it is said of it."""
    try:
        return Scenario(**given) if isinstance(given, dict) else given
    except AsmsimError as error:
        raise error.within("own") from None


def _plain(text: str) -> dict[str, Any]:
    """Return what a link holds, as it stands there."""
    if len(text) > LONGEST:
        raise BadValue("is too long", field="link", allowed=f"up to {LONGEST} letters")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        data = json.loads(raw.decode())
    except (binascii.Error, ValueError, RecursionError):
        raise BadValue("is damaged: copy it whole", field="link") from None
    if not isinstance(data, dict):
        raise BadValue("holds no view", field="link")
    return data
