"""Rules are handed the columns they name, and notice nothing."""

from __future__ import annotations

import importlib
import inspect
import pickle
import pkgutil
from typing import Any, NamedTuple

import numpy as np
import pytest

import asmsim.outcomes
import asmsim.rules
from asmsim import narrow
from asmsim.compiled import compiled
from asmsim.narrow import Narrow, cut, smaller
from asmsim.state.columns import FloatColumn
from asmsim.state.people import People
from asmsim.state.sites import Sites


class Herd(NamedTuple):
    """A small table."""

    weight: FloatColumn
    age: FloatColumn
    price: FloatColumn
    shade: FloatColumn


def herd(n: int = 3) -> Herd:
    return Herd(*(np.arange(n, dtype=float) + 10.0 * k for k in range(4)))


@compiled
def worth(table: Herd, k: int) -> float:
    """Names two columns."""
    return float(table.weight[k] * table.price[k])


@compiled
def total(herd: Herd, of: float) -> float:
    """Names one column, and hands the table on."""
    found = 0.0
    for k in range(herd.weight.size):
        found += worth(herd, k)
        herd.shade[k] = of
    return found


@compiled
def as_it_is(herd: Herd) -> int:
    """Needs the whole table."""
    same = herd
    return int(same.age.size)


@compiled
def pairs(herd: Herd) -> float:
    """Puts the table into another thing."""
    both = (herd, 1.0)
    return both[1]


@compiled
def last(herd: Herd) -> float:
    """Names a column of the table only within another expression."""
    return float(np.sum(herd.age[1:]) if herd.age.size > 1 else herd.age[0])


@pytest.mark.parametrize(
    ("rule", "needs"),
    [
        (worth, [{"weight", "price"}, None]),
        (total, [{"weight", "price", "shade"}, None]),
        (as_it_is, [None]),
        (pairs, [None]),
        (last, [{"age"}]),
    ],
)
def test_what_a_rule_names_is_read_from_its_source(rule: Any, needs: list[Any]) -> None:
    assert rule.needs == needs


def test_a_rule_gives_and_writes_what_it_would_with_the_whole_table() -> None:
    table = herd()
    assert total(table, 7.0) == float((table.weight * table.price).sum())
    assert table.shade.tolist() == [7.0] * 3
    assert worth(table, 2) == table.weight[2] * table.price[2]
    assert as_it_is(table) == 3
    assert last(table) == 23.0
    # Numba was handed no more than was named.
    (signature,) = (s for s in total.signatures if "Herd" in str(s))  # type: ignore[attr-defined]
    assert "weight" in str(signature)
    assert "age" not in str(signature)


def test_a_table_is_cut_in_its_own_order_and_not_copied() -> None:
    table = herd()
    make = cut(Herd, frozenset({"price", "weight"}))
    assert make is not None
    found = make(table)
    assert found._fields == ("weight", "price")
    assert found.price is table.price
    one = cut(Herd, frozenset({"age"}))
    assert one is not None
    assert one(table) == (table.age,)
    # Cut again, as when a smaller table is handed on.
    again = cut(type(found), frozenset({"price"}))
    assert again is not None
    assert type(again(found)) is smaller("Herd", ("price",))


@pytest.mark.parametrize(
    ("kind", "named"), [(Herd, {*Herd._fields}), (Herd, {"size"}), (np.ndarray, {"size"})]
)
def test_what_need_not_be_cut_is_left(kind: Any, named: set[str]) -> None:
    assert cut(kind, frozenset(named)) is None


def test_smaller_tables_are_found_by_name_in_a_new_process() -> None:
    make = cut(Herd, frozenset({"age", "price"}))
    assert make is not None
    found = pickle.loads(pickle.dumps(make(herd())))
    assert type(found) is smaller("Herd", ("age", "price")) is narrow.Herd__age__price
    with pytest.raises(AttributeError, match="no attribute 'Herd'"):
        _ = narrow.Herd


def rules() -> list[Narrow]:
    """Every compiled rule that is called with tables."""
    found = []
    for package in (asmsim.rules, asmsim.outcomes):
        for file in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            module = importlib.import_module(file.name)
            found += [rule for rule in vars(module).values() if isinstance(rule, Narrow)]
    return found


def test_no_rule_takes_the_tables_whole() -> None:
    seen = 0
    for rule in rules():
        given = inspect.signature(rule.rule.py_func).parameters.values()
        for parameter, named in zip(given, rule.needs, strict=True):
            if parameter.annotation in {"People", "Sites", "Villages", "Cooperatives"}:
                seen += 1
                assert named is not None, f"{rule.__name__}: {parameter.name}"
    assert seen > 40


def test_columns_that_rules_name_are_in_the_tables() -> None:
    tables = {"People": People, "Sites": Sites}
    for rule in rules():
        given = inspect.signature(rule.rule.py_func).parameters.values()
        for parameter, named in zip(given, rule.needs, strict=True):
            if parameter.annotation in tables:
                assert named
                assert named <= {*tables[parameter.annotation]._fields}, rule.__name__
