"""What the source documents ask for, its files and the tests that show it.

``docs/rows.toml`` has stances, programmes and rules; the requirements of standards are rows as they
stand in the library. ``docs/rows.md`` is made from both and from the marks of the tests.
"""

import ast
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asmsim.records.library import default_library
from tests.contracts.modules import PACKAGE, ROOT
from tests.contracts.odd import cell, table

LIST = ROOT / "docs" / "rows.toml"
PAGE = ROOT / "docs" / "rows.md"

# What there is to be: no row may go missing from the list.
STANCES = ("S0", "S1", "S2", "S3a", "S3b", "S4", "S5")
PROGRAMMES = tuple(f"P{number}" for number in range(1, 31))
RULES = tuple(f"R{number}" for number in range(1, 30))

SECTIONS = {
    "Stances of a firm": STANCES,
    "Programmes and institutions": PROGRAMMES,
    "Rules and ideas": RULES,
}

COLUMNS = ("row", "what", "files", "tests")

HEAD = """\
# What the source documents ask for

Every stance, programme, rule and requirement that the source documents name (they are listed in
`asmsim/library/SOURCES.md`), the files that make it work, and the tests that show it. Made from
`docs/rows.toml`, the library's standards and the marks of the tests by
`python -m tests.contracts.update`.
"""


@dataclass(frozen=True)
class Row:
    """One thing that is asked for."""

    id: str
    title: str
    files: tuple[str, ...]
    pending: bool = False


# What reads a standard's requirements and finds what meets them.
SCORECARD = ("asmsim/records/standard.py", "asmsim/studies/scorecard.py")


@cache
def required() -> dict[str, Row]:
    """Return the requirements of standards as rows."""
    return {
        f"{name}.{each.id}": Row(
            f"{name}.{each.id}",
            f"{each.title}: {each.text}",
            ((PACKAGE / f"library/standards/{name}.toml").relative_to(ROOT).as_posix(), *SCORECARD),
        )
        for name, standard in default_library().standards.items()
        for each in standard.requirements
    }


@cache
def listed() -> dict[str, Row]:
    """Return the rows of the list by id."""
    content = tomllib.loads(LIST.read_text(encoding="utf-8"))
    pending = content.pop("pending", [])
    return {
        name: Row(name, row["title"], tuple(row["files"]), name in pending)
        for name, row in content.items()
    }


def marks(text: str) -> dict[str, list[str]]:
    """Return the names of the tests of a file by the rows they are marked with."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.row":
                for argument in mark.args:
                    found[ast.literal_eval(argument)].append(node.name)
    return dict(found)


@cache
def shown() -> dict[str, dict[str, list[str]]]:
    """Return the tests that show a row, by row and file."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.row(" in text:
            for row, names in marks(text).items():
                found[row][path.relative_to(ROOT).as_posix()] = names
    return dict(found)


def link(path: str, words: str) -> str:
    """Return a link from the folder of the page."""
    target = Path(path)
    inside = target.is_relative_to("docs")
    return f"[{words}]({target.relative_to('docs') if inside else '..' / target})"


def anchor(name: str) -> str:
    """Return what a link to a row ends in."""
    return name.lower()


def line(row: Row) -> tuple[str, ...]:
    """Return a row of the page."""
    files = ", ".join(link(file, f"`{Path(file).name}`") for file in row.files)
    tests = ", ".join(
        link(file, f"`{name}`") for file, names in shown().get(row.id, {}).items() for name in names
    )
    name = f'<a id="{anchor(row.id)}"></a>`{row.id}`'
    return name, cell(row.title), files, "not yet" if row.pending else tests


def page() -> str:
    """Return the page as it is to be now."""
    text = HEAD
    for title, ids in SECTIONS.items():
        rows = [line(listed()[name]) for name in ids if name in listed()]
        text += f"\n## {title}\n\n{table(COLUMNS, rows)}\n"
    rows = [line(row) for row in required().values()]
    return text + f"\n## Requirements of standards\n\n{table(COLUMNS, rows)}\n"
