"""A small study comes to what is stored; a changed parameter, or a ninth digit, would be seen."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from asmsim.records.library import default_library
from asmsim.studies.design import Study
from tests.golden import golden

MEANT = "if meant: python -m tests.golden.update, and say why in CHANGELOG.md"


@cache
def now() -> pd.DataFrame:
    """The study run once for all tests here."""
    return golden.current()


def test_the_study_comes_to_what_is_stored() -> None:
    try:
        golden.check(now(), golden.stored())
    except AssertionError as error:
        raise AssertionError(f"{error}\n{MEANT}") from None


def test_every_outcome_is_stored_for_every_run() -> None:
    study = Study.read(golden.STUDY)
    stored = golden.stored()
    assert set(stored.index) == set(default_library().outcomes)
    assert len(stored.columns) == len(study.scenarios) * study.replicates


def test_the_study_has_something_in_it_to_be_seen() -> None:
    """Guards, evictions, cooperatives, intrusion and hazards are not zero all over."""
    stored = golden.stored().fillna(0.0)
    hands_off = [name for name in stored.columns if name.startswith("hands_off")]
    confrontation = [name for name in stored.columns if name.startswith("confrontation")]
    busy = ("guards", "evicted", "displaced_persons", "clash_expected", "intruder_days")
    for outcome in (*busy, "formal_share", "cooperatives_licensed", "theft", "bribes"):
        assert stored.loc[outcome].any(), outcome
    for outcome in (*busy, "income_median", "net_position"):
        gap = stored.loc[outcome, confrontation].sum() - stored.loc[outcome, hands_off].sum()
        assert gap != 0.0, outcome


@pytest.mark.parametrize(
    "changes",
    [{"overrides": {"work.crowding": 0.501}}, {"seed": 5}],
    ids=["a parameter", "the seed"],
)
def test_a_change_is_seen(changes: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="values are different"):
        golden.check(golden.current(**changes), golden.stored())


def test_a_change_in_the_ninth_digit_is_seen() -> None:
    stored = golden.stored()
    moved = stored.copy()
    moved.loc["active_miners"] *= 1.0 + 2e-9
    with pytest.raises(AssertionError, match="values are different"):
        golden.check(moved, stored)


def test_an_outcome_more_or_less_is_seen() -> None:
    stored = golden.stored()
    with pytest.raises(AssertionError):
        golden.check(stored.drop(index="poverty"), stored)


def test_writing_and_reading_keeps_what_must_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "STORED", tmp_path / "golden.csv")
    golden.write(now())
    golden.check(golden.stored(), now())
    assert not re.search(r"\r|\bnan\b", golden.STORED.read_text(encoding="utf-8"))
