"""The tables of docs/ODD.md, made from what the code and the records say of themselves.

Each stands between two marks, ``<!-- name -->`` and ``<!-- /name -->``; what is between them is
rewritten by ``python -m tests.contracts.update`` and never by hand.
"""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import partial
from typing import Any

from asmsim.ledger import LINES, OUTSIDE, PARTIES, PURPOSES, line_of
from asmsim.levers import registry
from asmsim.luck import Luck
from asmsim.month import MONTH
from asmsim.records import Parameter
from asmsim.records.library import default_library
from asmsim.records.outcome import Outcome
from asmsim.records.payer import PAYERS
from asmsim.records.scenario import Dose
from asmsim.state.armed import Armed, Posts
from asmsim.state.bodies import FirmState, Market, Office
from asmsim.state.columns import columns
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.events import Events
from asmsim.state.parameters import GROUPS
from asmsim.state.people import OCCUPATIONS, ROLES, STATUSES, People
from asmsim.state.sites import PRECEDENCE, TENURES, Policy, Sites
from asmsim.state.villages import Villages
from tests.contracts.modules import ROOT

ODD = ROOT / "docs" / "ODD.md"

TABLES = {
    "people": People,
    "sites": Sites,
    "policy": Policy,
    "villages": Villages,
    "cooperatives": Cooperatives,
    "events": Events,
    "armed": Armed,
    "posts": Posts,
}
BODIES = {"firm": FirmState, "office": Office, "market": Market}


def cell(text: object) -> str:
    """Return a text as it may stand in a cell of a table."""
    return " ".join(str(text).split()).replace("|", "/").replace("``", "`")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table in Markdown."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell(item) for item in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def first_sentence(thing: Any) -> str:
    """Return the first line of what something says of itself, without its full stop."""
    return (inspect.getdoc(thing) or "").partition("\n")[0].removesuffix(".")


def phases() -> str:
    """Return the month: its phases in order, what each reads and writes."""
    rows = [
        (number, phase.name, first_sentence(phase.does), phase.reads, phase.writes)
        for number, phase in enumerate(MONTH, start=1)
    ]
    return table(["", "phase", "what happens", "reads", "writes"], rows)


def state(kind: type[tuple[Any, ...]]) -> str:
    """Return the columns of a table of the district."""
    rows = [
        (f"`{name}`", column.unit or "–", dtype.name, column.meaning)
        for name, (dtype, column) in columns(kind).items()
    ]
    return table(["column", "unit", "kept as", "meaning"], rows)


def body(kind: type) -> str:
    """Return what a single body remembers: its fields, and the words beside them in the source."""
    source = inspect.getsource(kind)
    rows = []
    for field in fields(kind):
        said = re.search(rf"^    {field.name}: (\w+) = .*?(?:  # (.*))?$", source, re.MULTILINE)
        words = said[2] if said and said[2] else "what it just decided, and why"
        rows.append((f"`{field.name}`", words))
    return table(["kept", "meaning"], rows)


def codes() -> str:
    """Return the names of what is kept as codes."""
    order = " < ".join(f"`{TENURES[code]}`" for code in PRECEDENCE)
    rows = [
        ("occupation", ", ".join(OCCUPATIONS)),
        ("role", ", ".join(ROLES)),
        ("status", ", ".join(STATUSES)),
        ("tenure, later ones prevailing", order),
    ]
    return table(["code", "names"], rows)


def lines() -> str:
    """Return the kinds of payment: who pays whom, and for what."""
    levers = {line_of(purpose, payer) for purpose in PURPOSES for payer in PAYERS}
    rows = [
        (f"`{name}`", line.payer, line.payee, line.meaning)
        for name, line in LINES.items()
        if name not in levers
    ]
    costs = [(f"`{name}`", each.payee, each.meaning, each.payer) for name, each in PURPOSES.items()]
    inside, outside = ", ".join(PARTIES), ", ".join(OUTSIDE)
    return (
        f"Parties whose cash is held and checked: {inside}. The world outside: {outside}.\n\n"
        + table(["line", "payer", "payee", "for"], rows)
        + "\n\nWhat levers cost has a line for each payer: the purpose's own name for the firm, "
        + "and "
        + ", ".join(f"`…_{payer}`" for payer in PAYERS[1:])
        + " for the others (7.1).\n\n"
        + table(["purpose", "payee", "for", "paid, without any lever, by"], costs)
    )


def streams() -> str:
    """Return the names of the random streams."""
    return ", ".join(f"`{name}`" for name in Luck._fields) + "."


def grouped() -> dict[str, list[Parameter]]:
    """Return the parameters of each group."""
    found: dict[str, list[Parameter]] = {group: [] for group in GROUPS}
    for name, record in default_library().parameters.items():
        found[name.partition(".")[0]].append(record)
    return found


def groups() -> str:
    """Return the groups of parameters: what they are about, how many, how well they are known."""
    rows = []
    total: Counter[str] = Counter()
    for group, records in grouped().items():
        grades = Counter(str(record.grade) for record in records)
        total.update(grades)
        meaning = first_sentence(GROUPS[group])
        rows.append((f"`{group}`", meaning, len(records), *(grades[grade] for grade in "ABCD")))
    rows.append(("all", "", sum(total.values()), *(total[grade] for grade in "ABCD")))
    return table(["group", "about", "parameters", "A", "B", "C", "D"], rows)


def couplings() -> str:
    """Return the couplings that are assumed: parameters whose source says so."""
    rows = [
        (f"`{record.name}`", record.meaning, f"{record.range[0]:g} to {record.range[1]:g}")
        for records in grouped().values()
        for record in records
        if record.range is not None and "coupling" in record.source
    ]
    return table(["parameter", "meaning", "range"], rows)


def names(groups: Iterable[tuple[str, str]], page: str) -> str:
    """Return names by what they belong to; all else about them stands on their own page."""
    found: dict[str, list[str]] = {}
    for group, name in groups:
        found.setdefault(group, []).append(f"`{name}`")
    lines = [f"- *{group}*: {', '.join(its)}" for group, its in found.items()]
    return "\n".join([*lines, "", f"All about them: [reference/{page}.md](reference/{page}.md)."])


def levers() -> str:
    """Return the names of the levers by pillar."""
    pillars = sorted((lever.pillar, name) for name, lever in registry().items())
    return names(pillars, "levers")


def given(dose: Dose) -> str:
    """Return a dose in words."""
    words = [f"`{dose.lever}` {dose.dose:g}"]
    if dose.kind:
        words.append(f"({dose.kind.replace('_', ' ')})")
    if dose.where:
        words.append(f"on {', '.join(place.replace('_', ' ') for place in dose.where)}")
    if dose.when:
        words.append(f"on {dose.when}")
    if dose.start is not None:
        words.append(f"from month {dose.start}")
    if dose.end is not None:
        words.append(f"until month {dose.end}")
    return " ".join(words)


def scenarios() -> str:
    """Return the scenarios with their levers and doses."""
    rows = [
        (f"`{name}`", scenario.stance, scenario.text, "; ".join(map(given, scenario.levers)))
        for name, scenario in default_library().scenarios.items()
    ]
    return table(["scenario", "stance", "what it is", "levers and doses"], rows)


def programmes() -> str:
    """Return the names of the programmes."""
    kinds = [
        ("of the source documents" if each.row else "others", name)
        for name, each in default_library().programmes.items()
    ]
    return names(sorted(kinds), "programmes")


def contexts() -> str:
    """Return the names of the contexts."""
    places = [(context.title, name) for name, context in default_library().contexts.items()]
    return names(places, "contexts")


def taken(outcome: Outcome) -> str:
    """Say how a headline is taken."""
    if not outcome.weight:
        return outcome.headline
    before = f" {outcome.lag} months before" if outcome.lag else ""
    return f"{outcome.headline} by `{outcome.weight}`{before}"


def outcomes() -> str:
    """Return the names of the outcomes by family."""
    families = [(each.family, name) for name, each in default_library().outcomes.items()]
    return names(families, "outcomes")


BLOCKS: dict[str, Callable[[], str]] = {
    "phases": phases,
    **{name: partial(state, kind) for name, kind in TABLES.items()},
    **{name: partial(body, kind) for name, kind in BODIES.items()},
    "codes": codes,
    "lines": lines,
    "streams": streams,
    "groups": groups,
    "couplings": couplings,
    "levers": levers,
    "scenarios": scenarios,
    "contexts": contexts,
    "programmes": programmes,
    "outcomes": outcomes,
}


def between(name: str) -> re.Pattern[str]:
    """Return what finds a block with its marks."""
    return re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)


def renewed(text: str) -> str:
    """Return the document with every block as it is to be now.

    Raises
    ------
    LookupError
        When a block's marks are missing or stand twice.
    """
    for name, made in BLOCKS.items():
        fresh = f"<!-- {name} -->\n{made()}\n<!-- /{name} -->"
        text, found = between(name).subn(fresh.replace("\\", r"\\"), text)
        if found != 1:
            raise LookupError(f"docs/ODD.md has the marks of {name!r} {found} times")
    return text


def prose(text: str) -> str:
    """Return the document without its blocks: what people wrote."""
    for name in BLOCKS:
        text = between(name).sub("", text)
    return text
