"""The options that several commands share, and how their texts become a study's fields.

Nothing is checked here but form: names and values go to the records, which know what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from asmsim.cli.screen import spoken
from asmsim.errors import AsmsimError, BadValue
from asmsim.records import Value, default_library
from asmsim.records.shock import value_of
from asmsim.studies.design import Study

ALL = "all"
LAST_PORT = 65535

# The options by the study's field each of them sets, for messages.
OPTION_OF = {
    "contexts": "--context",
    "scenarios": "--scenarios",
    "reference": "--reference",
    "replicates": "--replicates",
    "seed": "--seed",
    "months": "--months",
    "start": "--start",
    "policy_month": "--policy-month",
    "miners": "--miners",
    "overrides": "--set",
    "shocks": "--shock",
    "programmes": "--programme",
    "library": "--library",
    "outcomes": "--outcomes",
    "formats": "--format",
}


# The study's field whose default a help text names, where it is called otherwise.
_FIELD_OF = {"context": "contexts", "one_context": "contexts", "scenario": "reference"}


def help_of(key: str) -> str:
    """Return an option's help, with the default that the study's record gives it."""
    field = Study.model_fields.get(_FIELD_OF.get(key, key))
    default = field.default if field is not None else ""
    default = ", ".join(default) if isinstance(default, tuple) else default
    languages = ", ".join(default_library().languages)
    return spoken().text(f"cli.help.{key}", default=default, languages=languages)


def _option(key: str, metavar: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=help_of(key), show_default=False)


def _flag(key: str, *names: str) -> Any:
    return typer.Option(*names, help=help_of(key), show_default=False)


Several: TypeAlias = list[str] | None
Text: TypeAlias = str | None

Contexts = Annotated[Several, _option("context", "NAME,…", "--context", "--contexts")]
Scenarios = Annotated[Several, _option("scenarios", "NAME,…", "--scenarios", "--scenario")]
Host = Annotated[Text, _option("host", "ADDRESS", "--host")]
Port = Annotated[Text, _option("port", "N", "--port")]
Allow = Annotated[Several, _option("allow", "NAME,…", "--allow")]
Open = Annotated[bool, _flag("open", "--open")]
OneContext = Annotated[Several, _option("one_context", "NAME", "--context", "--contexts")]
OneScenario = Annotated[Several, _option("one_scenario", "NAME", "--scenario", "--scenarios")]
Reference = Annotated[Text, _option("reference", "NAME", "--reference")]
Replicates = Annotated[Text, _option("replicates", "N", "--replicates")]
Seed = Annotated[Text, _option("seed", "N", "--seed")]
Months = Annotated[Text, _option("months", "N", "--months")]
Start = Annotated[Text, _option("start", "YYYY-MM", "--start")]
PolicyMonth = Annotated[Text, _option("policy_month", "N", "--policy-month")]
Miners = Annotated[Text, _option("miners", "N", "--miners")]
Workers = Annotated[Text, _option("workers", "N", "--workers")]
Settings = Annotated[Several, _option("set", "PARAMETER=VALUE", "--set")]
Shocks = Annotated[Several, _option("shock", "NAME=VALUE@MONTH[:MONTH]", "--shock")]
Timelines = Annotated[Several, _option("shocks", "FILE", "--shocks")]
Programmes = Annotated[Several, _option("programme", "NAME[=DOSE]", "--programme", "--programmes")]
Folders = Annotated[Several, _option("library", "DIR", "--library")]
Out = Annotated[Path | None, _option("out", "DIR", "--out")]
Outcomes = Annotated[Several, _option("outcomes", "NAME,…", "--outcomes", "--outcome")]
ShownScenarios = Annotated[
    Several, _option("shown_scenarios", "NAME,…", "--scenarios", "--scenario")
]
ShownContexts = Annotated[Several, _option("shown_contexts", "NAME,…", "--context", "--contexts")]
Formats = Annotated[Several, _option("formats", "png,svg", "--format", "--formats")]
ReportOut = Annotated[Path | None, _option("report_out", "DIR", "--out")]
NoReport = Annotated[bool, _flag("no_report", "--no-report")]
Json = Annotated[bool, _flag("json", "--json")]
Plain = Annotated[bool, _flag("plain", "--plain")]
DryRun = Annotated[bool, _flag("dry_run", "--dry-run")]
Lang = Annotated[Text, _option("lang", "LANGUAGE", "--lang")]
Quiet = Annotated[bool, _flag("quiet", "-q", "--quiet")]
Verbose = Annotated[
    int,
    typer.Option("-v", "--verbose", count=True, help=help_of("verbose"), show_default=False),
]


def listed(texts: Several) -> list[str]:
    """Return the items of an option that may be repeated or comma-separated.

    Examples
    --------
    >>> listed(["a,b", "c"])
    ['a', 'b', 'c']
    """
    return [item.strip() for text in texts or () for item in text.split(",") if item.strip()]


def shocks(texts: Several, files: Several) -> list[str | Path]:
    """Return the shocks of an option, and the files of them; a comma may also tell places apart.

    Examples
    --------
    >>> shocks(["a.b=1@2 in open,12,security=1@3"], None)
    ['a.b=1@2 in open,12', 'security=1@3']
    """
    found: list[str] = []
    for text in texts or ():
        for part in listed([text]):
            if found and "=" not in part and " in " in found[-1]:
                found[-1] += f",{part}"
            else:
                found.append(part)
    return [*found, *(Path(file) for file in files or ())]


def chosen(texts: Several) -> list[str]:
    """Return the names an option chooses from what there is; `all` leaves nothing out.

    Examples
    --------
    >>> chosen(["a,b"]), chosen(["all"])
    (['a', 'b'], [])
    """
    names = listed(texts)
    return [] if ALL in names else names


def settings(texts: Several) -> dict[str, Value]:
    """Return what `--set` sets, by dotted name.

    Raises
    ------
    BadValue
        For another form than NAME=VALUE, or a name set twice.

    Examples
    --------
    >>> settings(["work.days=17,price.path=constant"])
    {'work.days': 17, 'price.path': 'constant'}
    """
    found: dict[str, Value] = {}
    for text in listed(texts):
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            message = spoken().text("cli.error.set", text=repr(text))
            raise BadValue(
                message, field="--set", value=text, allowed=spoken().text("cli.error.set_form")
            )
        if name in found:
            raise BadValue(
                spoken().text("cli.error.set_twice", name=name), field="--set", value=text
            )
        found[name] = value_of(value)
    return found


def folders(texts: Several) -> list[Path]:
    """Return the folders of `--library`; a comma may be part of a folder's name."""
    found: list[Path] = []
    for text in texts or ():
        found += [Path(text)] if Path(text).is_dir() else [Path(each) for each in listed([text])]
    return found


def number(text: Text) -> Value | None:
    """Return what a number's option says; a text that is none is left for its record to refuse."""
    return None if text is None else value_of(text)


def workers(text: Text) -> int | None:
    """Return how many runs go on at the same time.

    Raises
    ------
    BadValue
        When it is no whole number, or less than one.
    """
    value = number(text)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        allowed = spoken().text("cli.error.whole")
        raise BadValue(field="--workers", value=value, allowed=allowed)
    return value


def port(text: Text, usual: int) -> int:
    """Return the port of a server.

    Raises
    ------
    BadValue
        When it is none.
    """
    value = usual if text is None else value_of(text)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LAST_PORT:
        allowed = spoken().text("cli.error.port", last=LAST_PORT)
        raise BadValue(field="--port", value=value, allowed=allowed)
    return value


def fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the study's fields that the options set; those not given are left out."""
    return {key: value for key, value in given.items() if value not in (None, [], {})}


def named(error: AsmsimError, given: Sequence[str]) -> AsmsimError:
    """Return an error of a study with the option's name for the field's, where one was given."""
    field, dot, rest = (error.field or "").partition(".")
    key = field.partition("[")[0]
    in_a_file = error.file is not None and key != field  # its number there says where it stands
    if key not in given or key not in OPTION_OF or in_a_file:
        return error
    name = OPTION_OF[key] + (f" {rest}" if dot else "")
    return type(error)(error.message, **{**error.parts, "field": name})
