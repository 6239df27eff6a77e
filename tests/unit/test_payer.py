"""Payers: who may pay for a dose, and in what shares."""

from __future__ import annotations

import pytest

from asmsim.errors import AsmsimError
from asmsim.records.scenario import Dose


def test_payers_are_one_name_or_names_with_shares() -> None:
    assert Dose(lever="training").payers == ()
    assert Dose(lever="training", payers="donors").payers == (("donors", 1.0),)
    mixed = Dose(lever="training", payers={"state": 0.2, "donors": 0.8, "firm": 0.0})
    assert mixed.payers == (("donors", 0.8), ("state", 0.2))
    assert Dose(lever="training", payers=mixed.payers) == mixed


@pytest.mark.parametrize(
    ("payers", "message"),
    [
        ("donor", "payers: unknown payer 'donor'; did you mean 'donors'?"),
        ({"donors": 0.8, "state": 0.3}, "payers: pay more or less than all of it"),
        ({"donors": 1.8}, "payers.donors: is no share"),
        ({"donors": True}, "payers.donors: is no share"),
        (3, "payers: names no payer"),
    ],
)
def test_what_is_wrong_with_payers_is_said(payers: object, message: str) -> None:
    with pytest.raises(AsmsimError) as found:
        Dose(lever="training", payers=payers)
    assert str(found.value).startswith(message)
