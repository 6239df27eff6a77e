"""The package's source, read without importing it: what the contracts look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "asmsim"


@dataclass(frozen=True)
class Import:
    """One imported name: ``from asmsim.luck import draw`` is ``asmsim.luck.draw``."""

    target: str
    line: int
    at_start: bool
    """Whether it runs when the module is imported: not in a function, nor for types only."""


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its text and its syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The first name below the package: ``rules`` for ``asmsim.rules.work``."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    def where(self, node: ast.AST | int) -> str:
        """File and line, as an editor reads them."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path.relative_to(ROOT).as_posix()}:{line}"

    def imports(self) -> list[Import]:
        """Return every import of the file, those inside functions too."""
        return list(_imports(self.tree, at_start=True))


def _imports(node: ast.AST, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, at_start)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                start = "." * child.level + (child.module or "")
                yield Import(f"{start}.{alias.name}", child.lineno, at_start)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for part in child.body:
                yield from _imports(ast.Module([part], []), at_start=False)
            for part in child.orelse:
                yield from _imports(ast.Module([part], []), at_start=at_start)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, at_start=at_start and not inside)


def read(path: Path) -> Module:
    """Read one file of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, text, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, in the order of their paths."""
    return tuple(read(path) for path in sorted(PACKAGE.rglob("*.py")))


def parse(name: str, text: str) -> Module:
    """Make a module from a text: the contracts are tried on wrong code with it."""
    return Module(name, ROOT / (name.replace(".", "/") + ".py"), text, ast.parse(text))
