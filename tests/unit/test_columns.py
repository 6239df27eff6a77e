"""Tables: declared once, grown without touching what is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.state.columns import bytes_per_row, columns, empty, grown
from asmsim.state.cooperatives import Cooperatives
from asmsim.state.events import Events
from asmsim.state.people import People
from asmsim.state.sites import PLACED, PRECEDENCE, TENURES, Policy, Sites
from asmsim.state.villages import Villages

TABLES = [People, Sites, Villages, Cooperatives, Events, Policy]
MOST_BYTES_PER_PERSON = 200  # the promise of the benchmark


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_holds(table: type[tuple[Any, ...]]) -> None:
    described = columns(table)
    assert list(described) == list(table._fields)  # type: ignore[attr-defined]  # named tuples
    for name, (dtype, column) in described.items():
        assert dtype.kind in "fi", name
        assert column.meaning, name
        assert not column.meaning.endswith("."), name


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_its_defaults(table: type[tuple[Any, ...]]) -> None:
    made = empty(table, 3)
    for name, (dtype, column) in columns(table).items():
        values = getattr(made, name)
        assert values.dtype == dtype, name
        assert values.tolist() == [column.default] * 3, name


@pytest.mark.parametrize("table", TABLES)
def test_a_table_may_have_no_rows(table: type[tuple[Any, ...]]) -> None:
    assert all(len(values) == 0 for values in empty(table, 0))
    assert all(len(values) == 2 for values in grown(empty(table, 0), 2))


@pytest.mark.parametrize("table", TABLES)
def test_growing_keeps_every_row_and_adds_defaults(table: type[tuple[Any, ...]]) -> None:
    old = empty(table, 2)
    for values in old:
        values[:] = [3, 4]
    new = grown(old, 5)
    assert type(new) is table
    for name, (dtype, column) in columns(table).items():
        values = getattr(new, name)
        assert values.dtype == dtype, name
        assert values.tolist() == [3, 4] + [column.default] * 3, name
        values[0] = 7
        assert getattr(old, name)[0] == 3, f"{name}: the grown table shares memory with the old"


def test_columns_of_one_table_share_no_memory() -> None:
    table = empty(People, 4)
    table.savings[:] = 1.0
    assert not np.any(table.debt)


def test_a_person_is_small() -> None:
    table = empty(People, 10)
    assert sum(values.nbytes for values in table) == 10 * bytes_per_row(People)
    assert bytes_per_row(People) <= MOST_BYTES_PER_PERSON


def test_every_tenure_has_one_place_in_the_order_of_precedence() -> None:
    assert sorted(PRECEDENCE) == list(range(len(TENURES)))


def test_policy_columns_mirror_parameters() -> None:
    from asmsim.state.parameters import NAMES

    assert set(PLACED.values()) == set(Policy._fields)
    assert set(PLACED) <= set(NAMES)
