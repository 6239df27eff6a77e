"""What there is: lists of the library's records, and everything known about one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from asmsim.cli.screen import show, spoken, table, write, write_json, written
from asmsim.errors import unknown
from asmsim.levers import registry
from asmsim.records import (
    Context,
    Dose,
    Lever,
    Library,
    Parameter,
    Programme,
    Scenario,
    Standard,
)
from asmsim.studies.law import laws
from asmsim.studies.scorecard import ways

# What a list shows of each kind; the first column is always the name.
COLUMNS = {
    "context": ("name", "title"),
    "scenario": ("name", "stance", "title"),
    "standard": ("name", "title"),
    "programme": ("name", "row", "title"),
    "lever": ("name", "pillar", "title"),
    "parameter": ("name", "value", "unit", "range", "grade", "meaning"),
    "outcome": ("name", "unit", "direction", "title"),
}
# Fields that hold a lowest and a highest value.
PAIRS = ("range", "limits")
# The field that says who pays, and in what shares.
PAYERS = "payers"
KINDS = tuple(f"{kind}s" for kind in COLUMNS)


def everything(library: Library, kind: str) -> Mapping[str, Any]:
    """Return all records of one kind (in the singular) by name."""
    if kind == "lever":
        return {name: spoken().translated(lever) for name, lever in registry().items()}
    records: Mapping[str, Any] = getattr(library, f"{kind}s")
    return records


def list_kind(kinds: str, library: Library, *, plain: bool, as_json: bool) -> None:
    """Write the list of one kind.

    Raises
    ------
    UnknownName
        When there is no such kind.
    """
    kind = kinds.lower().removesuffix("s")
    if kind not in COLUMNS:
        raise unknown("list", kinds, KINDS)
    records = everything(library, kind)
    if plain:
        for name in records:
            write(name)
    elif as_json:
        write_json([as_data(record) for record in records.values()])
    else:
        columns = COLUMNS[kind]
        rows = [[_cell(each, column) for column in columns] for each in records.values()]
        show(table(columns, rows))


def show_name(name: str, library: Library, *, as_json: bool) -> None:
    """Write everything known about a name, in each kind that has it.

    Raises
    ------
    UnknownName
        When nothing has that name.
    """
    kinds = {kind: everything(library, kind) for kind in COLUMNS}
    found = {kind: records[name] for kind, records in kinds.items() if name in records}
    if not found:
        names = [each for records in kinds.values() for each in records]
        raise unknown(spoken().text("cli.help.anything"), name, names)
    if as_json:
        write_json({kind: as_data(record) for kind, record in found.items()})
        return
    for kind, record in found.items():
        title = Text(f"{record.name} ", style="bold").append(
            spoken().text(f"cli.kind.{kind}"), style="dim"
        )
        show(title, *details(record, library))


def details(record: Any, library: Library) -> Iterator[RenderableType]:
    """Yield what is known about a record: its fields, then what it holds."""
    fields = [(key, value) for key, value in as_data(record).items() if key != "name"]
    lists = ("parameters", "levers", "effects", "requirements")
    nothing: tuple[object, ...] = (None, "", [], ())
    plain = [(key, value) for key, value in fields if key not in lists and value not in nothing]
    yield _fields(plain)
    inside = _INSIDE.get(type(record))
    if inside is not None:
        part, columns, rows = inside(record, library)
        if rows:
            heading = Text(spoken().text(f"cli.column.{part}"), style="italic")
            yield Group("", _indented(heading), _indented(table(columns, rows)))


def as_data(record: Any) -> dict[str, Any]:
    """Return a record as plain data; a scenario with the laws that its levers need."""
    if isinstance(record, Lever):
        keys = ("name", "title", "pillar", "text", "kinds", "source", "law")
        return {key: getattr(record, key) for key in keys}
    data: dict[str, Any] = record.model_dump()
    if isinstance(record, Scenario | Programme):
        data["law"] = sorted(laws(record, registry()))
    return data


def _fields(fields: Sequence[tuple[str, object]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for key, value in fields:
        text = _text(key, value)
        grid.add_row(spoken().text(f"cli.column.{key}"), Text(text))
    return _indented(grid)


def _cell(record: Any, column: str) -> str:
    """Write a field for a list; a parameter without a range shows its choices there."""
    value = getattr(record, column)
    if column == "range" and value is None:
        return written(record.choices)
    return _text(column, value)


def _text(key: str, value: Any) -> str:
    if key == PAYERS:
        return spoken().listing(f"{payer} {spoken().percent(share)}" for payer, share in value)
    if key == "unit":
        return spoken().unit(value)
    return _between(value) if key in PAIRS else written(value)


def _between(pair: Any) -> str:
    return spoken().text("cli.result.between", low=written(pair[0]), high=written(pair[1]))


def _indented(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2), expand=False)


Part: TypeAlias = tuple[str, Sequence[str], Sequence[Sequence[object]]]
"""A heading's key, the columns and the rows of what a record holds."""


def _of_context(context: Context, library: Library) -> Part:
    columns = ("name", "value", "usual", "unit", "grade", "reason", "source")
    rows = [
        (each.name, each.value, usual.value, unit, each.grade, each.reason, each.source)
        for each in context.parameters
        for usual in (library.parameter(each.name),)
        for unit in (spoken().unit(usual.unit),)
    ]
    return "parameters", columns, rows


def _of_parameter(parameter: Parameter, library: Library) -> Part:
    columns = ("context", "value", "grade", "reason", "source")
    rows = [
        (context.name, each.value, each.grade, each.reason, each.source)
        for context in library.contexts.values()
        for each in context.parameters
        if each.name == parameter.name
    ]
    return "contexts", columns, rows


def _of_scenario(scenario: Scenario | Programme, _library: Library) -> Part:
    columns = ("lever", "kind", "dose", "where", "when", "start", "end", "payers", "places")
    rows = [[_cell(dose, column) for column in columns] for dose in scenario.levers]
    return "levers", columns, rows


def _of_lever(lever: Lever, library: Library) -> Part:
    central = {name: parameter.value for name, parameter in library.parameters.items()}
    effects = [
        effect
        for kind in lever.kinds or ("",)
        for effect in lever.effects(Dose(lever=lever.name, kind=kind), central)
    ]
    columns = ("target", "kind", "value", "where")
    rows = [[getattr(each, column) for column in columns] for each in effects]
    return "effects", columns, rows


def _of_standard(standard: Standard, _library: Library) -> Part:
    columns = ("requirement", "asks", "full", "part", "against")
    rows = [
        (
            each.id,
            each.text,
            ways(each.full, spoken()),
            ways(each.part, spoken()),
            ways([{lever: least} for lever, least in each.against.items()], spoken()),
        )
        for each in standard.requirements
    ]
    return "requirements", columns, rows


_INSIDE: dict[type, Callable[[Any, Library], Part]] = {
    Context: _of_context,
    Parameter: _of_parameter,
    Scenario: _of_scenario,
    Programme: _of_scenario,
    Lever: _of_lever,
    Standard: _of_standard,
}
