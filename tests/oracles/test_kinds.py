"""What differs between kinds of people, against factors multiplied by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from asmsim.records import default_library
from asmsim.state.kinds import KINDS, Kinds, kind, kinds_of, take_role, trade
from asmsim.state.people import FOREMAN, MANAGER, ORDINARY, PROCESSOR, ROLES, SKILLED
from tests.defaults import alike, defaults, differ
from tests.oracles.tables import people

P = defaults()
Q = P.differ
EVERY = list(product((0, 1), repeat=4))  # local, woman, young, fought
DIFFERENCES = sorted(alike())


def test_everybody_is_of_one_kind() -> None:
    them = people(len(EVERY))
    for column, values in zip(
        ("local", "woman", "young", "fought"), zip(*EVERY, strict=True), strict=True
    ):
        getattr(them, column)[:] = values
    found = [kind(them, i) for i in range(len(EVERY))]
    assert sorted(found) == list(range(KINDS))
    assert kinds_of(them).tolist() == found


@pytest.mark.parametrize(("local", "woman", "young", "fought"), EVERY)
def test_factors_multiply(local: int, woman: int, young: int, fought: int) -> None:
    them = people(1, local=local, woman=woman, young=young, fought=fought)
    k, found = kind(them, 0), differ()

    def by(
        migrant: float = 1.0, female: float = 1.0, youth: float = 1.0, war: float = 1.0
    ) -> float:
        return (
            (1.0 if local else migrant)
            * (female if woman else 1.0)
            * (youth if young else 1.0)
            * (war if fought else 1.0)
        )

    expected = {
        "time": by(female=Q.woman_time),
        "land": by(Q.migrant_land, Q.woman_time, Q.young_land, Q.fighter_land),
        "stay": by(Q.migrant_stay, youth=Q.young_stay),
        "travel": by(Q.migrant_travel),
        "welcome": by(Q.migrant_welcome),
        "fee": 0.0 if local else Q.migrant_fee,
        "regard": by(Q.migrant_regard),
        "senior": by(Q.migrant_senior, Q.woman_senior, Q.young_senior),
        "credit": by(female=Q.woman_credit),
        "job": by(female=Q.woman_job),
        "nerve": by(war=Q.fighter_nerve),
    }
    for name, value in expected.items():
        assert getattr(found, name)[k] == pytest.approx(value), name
    weights = [1.0, P.pit.weight_skilled, P.pit.weight_foreman, P.pit.weight_manager, 1.0]
    np.testing.assert_allclose(found.weight[:, k], np.array(weights) * by(female=Q.woman_pay))


def test_without_differences_all_kinds_are_alike() -> None:
    found = differ(alike())
    for name in Kinds._fields:
        table = np.atleast_2d(getattr(found, name))
        if name != "asked":
            assert np.all(table == table[:, :1]), name


@pytest.mark.parametrize("name", DIFFERENCES)
def test_every_range_holds_the_value_of_no_difference(name: str) -> None:
    record = default_library().parameters[name]
    low, high = record.range
    assert low <= record.off <= high
    assert record.value != record.off
    assert record.source.startswith("assumption")


def test_what_one_asks_for_goes_with_the_role() -> None:
    them, asked = people(1, role=ORDINARY, reservation=8.0), differ().asked
    take_role(them, 0, MANAGER, asked)
    ratio = P.people.reservation_manager / P.people.reservation_ordinary
    assert them.reservation[0] == pytest.approx(8.0 * ratio)
    take_role(them, 0, PROCESSOR, asked)
    assert them.reservation[0] == pytest.approx(8.0)
    left = {ORDINARY: ORDINARY, SKILLED: SKILLED, FOREMAN: SKILLED, MANAGER: SKILLED}
    assert {role: trade(role) for role in range(len(ROLES) - 1)} == left
