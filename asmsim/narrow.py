"""Rules get the columns they name: tables are cut down to them on the way into compiled code.

Compiled code unpacks every column of a table it is handed, whether the rule names it or not. With
forty columns that takes a second of compilation a rule, and ten microseconds a call. So what a rule
does with its parameters is read from its source, and a smaller named tuple takes a table's place:
the same arrays under the same names.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections import namedtuple
from collections.abc import Callable
from functools import cache, cached_property, update_wrapper
from operator import itemgetter
from typing import Any, TypeAlias

BETWEEN = "__"  # a smaller table is named by its table and columns: People__id__site

Cut: TypeAlias = Callable[[Any], Any]


@cache
def smaller(table: str, columns: tuple[str, ...]) -> Any:
    """A named tuple of some columns of a table."""
    return namedtuple(BETWEEN.join((table, *columns)), columns, module=__name__)


def __getattr__(name: str) -> Any:
    """A smaller table by its name, which is how caches of compiled rules find it again."""
    table, *columns = name.split(BETWEEN)
    if not table or not columns:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return smaller(table, tuple(columns))


def cut(table: Any, named: frozenset[str]) -> Cut | None:
    """What makes of a table one that has only the columns named; nothing where that is all."""
    fields: tuple[str, ...] = getattr(table, "_fields", ())
    columns = tuple(column for column in fields if column in named)
    if not columns or columns == fields:
        return None
    kind = smaller(table.__name__.partition(BETWEEN)[0], columns)
    places = [fields.index(column) for column in columns]
    if len(places) == 1:
        return lambda row: kind(row[places[0]])
    pick, new = itemgetter(*places), tuple.__new__
    return lambda row: new(kind, pick(row))


class Reading(ast.NodeVisitor):
    """What a function's source does with its parameters.

    Attributes
    ----------
    named : dict of set
        Attributes named, by parameter.
    handed : list of (str, str, int)
        Parameter, function and position, where a parameter is handed on as it is.
    whole : set
        Parameters used in any other way.
    """

    def __init__(self, parameters: list[str], function: ast.AST) -> None:
        self.named: dict[str, set[str]] = {name: set() for name in parameters}
        self.handed: list[tuple[str, str, int]] = []
        self.whole: set[str] = set()
        self.visit(function)

    def is_parameter(self, node: ast.AST) -> bool:
        """Whether an expression is a parameter and nothing more."""
        return isinstance(node, ast.Name) and node.id in self.named

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Note ``people.site``."""
        if self.is_parameter(node.value):
            self.named[ast.unparse(node.value)].add(node.attr)
        else:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Note ``count_workers(people, sites)``."""
        for position, given in enumerate(node.args):
            if self.is_parameter(given) and isinstance(node.func, ast.Name):
                self.handed.append((ast.unparse(given), node.func.id, position))
            else:
                self.visit(given)
        for part in (node.func, *node.keywords):
            self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        """Note a parameter that stands alone."""
        if node.id in self.named:
            self.whole.add(node.id)


class Narrow:
    """A compiled rule whose tables are cut down before it is called.

    Parameters
    ----------
    rule : Numba's dispatcher
        What compiled rules that call this one see.
    """

    def __init__(self, rule: Any) -> None:
        self.rule = rule
        self._numba_type_ = rule._numba_type_
        self._cuts: dict[tuple[type, ...], list[tuple[int, Cut]]] = {}
        update_wrapper(self, rule.py_func)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rule, name)

    @cached_property
    def needs(self) -> list[frozenset[str] | None]:
        """Attributes named of each parameter; None for one that is needed as it is."""
        function = self.rule.py_func
        names = list(inspect.signature(function).parameters)
        source = ast.parse(textwrap.dedent(inspect.getsource(function)))
        reading = Reading(names, source)
        for name, callee, position in reading.handed:
            other = function.__globals__.get(callee)
            theirs = other.needs[position] if isinstance(other, Narrow) else None
            if theirs is None:
                reading.whole.add(name)
            else:
                reading.named[name] |= theirs
        return [None if n in reading.whole else frozenset(reading.named[n]) for n in names]

    def cuts(self, kinds: tuple[type, ...]) -> list[tuple[int, Cut]]:
        """Where arguments of these types are cut, and how."""
        found = []
        for position, (kind, named) in enumerate(zip(kinds, self.needs, strict=False)):
            make = cut(kind, named) if named else None
            if make:
                found.append((position, make))
        return found

    def __call__(self, *given: Any) -> Any:
        """Call the rule."""
        kinds = tuple(map(type, given))
        if kinds not in self._cuts:
            self._cuts[kinds] = self.cuts(kinds)
        handed = list(given)
        for position, make in self._cuts[kinds]:
            handed[position] = make(handed[position])
        return self.rule(*handed)
