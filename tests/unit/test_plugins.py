"""What other packages offer is found, checked and named; what cannot be used is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from asmsim import levers, month, outcomes, plugins
from asmsim.errors import AsmsimError, BadValue, UnknownName
from asmsim.month import MONTH, Phase
from asmsim.records import Family, Lever, default_library
from asmsim.studies.plan import _on_record

OTHERS = "a_package_of_others"
# Read before anything is offered: what is found once is kept.
OURS = tuple(levers.registry())
month.month()


def lever(name: str) -> Lever:
    return Lever(name, name, "a pillar", "a text", "a source", lambda *_: [])


def nothing(*_: Any) -> None:
    """Do nothing."""


Offering = Callable[..., None]


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch) -> Offering:
    """Let packages offer things: name of the entry and the thing, by group."""
    module = ModuleType(OTHERS)
    monkeypatch.setitem(sys.modules, OTHERS, module)
    entries: dict[str, list[EntryPoint]] = {group: [] for group in plugins.GROUPS}
    monkeypatch.setattr(plugins, "_entries", lambda group: tuple(entries[group]))

    def offer(group: str, name: str, thing: Any) -> None:
        attribute = f"thing_{len(vars(module))}"
        setattr(module, attribute, thing)
        entries[group].append(EntryPoint(name, f"{OTHERS}:{attribute}", group))

    return offer


def test_nothing_is_offered_where_nothing_is_installed() -> None:
    assert [offer for group in plugins.GROUPS for offer in plugins.offers(group, object)] == []
    assert plugins.plugins() == ()


# --- levers ---------------------------------------------------------------------------------------


def test_a_lever_joins_ours(offering: Offering) -> None:
    offering(plugins.LEVERS, "one", lever("another_lever"))
    found = levers.registry.__wrapped__()
    assert list(found) == sorted([*OURS, "another_lever"])


def test_a_name_that_is_taken_is_refused(offering: Offering) -> None:
    offering(plugins.LEVERS, "one", lever("security"))
    where = f"{OTHERS}: asmsim.levers: one: there is a lever of that name"
    with pytest.raises(BadValue, match=where):
        levers.registry.__wrapped__()


@pytest.mark.parametrize("thing", [{"name": "x"}, nothing, None])
def test_something_else_is_refused(offering: Offering, thing: Any) -> None:
    offering(plugins.LEVERS, "one", thing)
    with pytest.raises(BadValue, match="asmsim.levers: one: .* cannot be used\nAllowed: a Lever"):
        levers.registry.__wrapped__()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("nothing_of_the_kind:x", "ModuleNotFoundError"),
        (f"{OTHERS}:missing", "AttributeError"),
    ],
)
def test_what_cannot_be_loaded_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str, kind: str
) -> None:
    monkeypatch.setitem(sys.modules, OTHERS, ModuleType(OTHERS))
    entry = EntryPoint("one", value, plugins.LEVERS)
    monkeypatch.setattr(plugins, "_entries", lambda _: (entry,))
    with pytest.raises(AsmsimError, match=f"asmsim.levers: one: cannot be loaded: {kind}"):
        list(plugins.offers(plugins.LEVERS, Lever))


# --- outcomes -------------------------------------------------------------------------------------


def measured(offering: Offering, family: Family) -> dict[str, float]:
    offering(plugins.OUTCOMES, "ours", family)
    outcomes.offered.cache_clear()
    try:
        from asmsim.model import CohabitationModel

        model = CohabitationModel(miners=0, months=2, policy_month=0)
        model.step()
        return dict(model.recorder.series[-1])
    finally:
        outcomes.offered.cache_clear()


def test_outcomes_join_ours(offering: Offering) -> None:
    found = measured(offering, Family(("answer",), lambda *_: {"answer": 42.0}))
    assert found["answer"] == 42.0
    assert "formal_share" in found


@pytest.mark.parametrize(
    "family",
    [
        Family(("answer",), lambda *_: {"answr": 42.0}),
        Family(("answer",), lambda *_: {}),
        Family(("formal_share",), lambda *_: {"formal_share": 1.0}),
    ],
)
def test_outcomes_that_are_not_what_they_say_are_refused(
    offering: Offering, family: Family
) -> None:
    with pytest.raises(BadValue, match=f"{OTHERS}: asmsim.outcomes: does not measure what it says"):
        measured(offering, family)


def test_an_outcome_without_a_record_is_refused(offering: Offering) -> None:
    offering(plugins.OUTCOMES, "ours", Family(("formal_shar",), lambda *_: {}))
    with pytest.raises(UnknownName, match="unknown outcome 'formal_shar'; did you mean 'formal_sh"):
        _on_record(default_library())


# --- phases ---------------------------------------------------------------------------------------


def test_a_phase_stands_in_the_place_of_ours(offering: Offering) -> None:
    offering(plugins.PHASES, "armed_actors", nothing)
    own = Phase("belief", nothing, "nothing", "nothing")
    offering(plugins.PHASES, "belief", own)
    found = month.month.__wrapped__()
    assert [phase.name for phase in found] == [phase.name for phase in MONTH]
    by_name = {phase.name: phase for phase in found}
    ours = {phase.name: phase for phase in MONTH}
    assert by_name["armed actors"] == ours["armed actors"]._replace(does=nothing)
    assert by_name["belief"] == own
    assert {name for name in ours if by_name[name] != ours[name]} == {"armed actors", "belief"}


def test_a_phase_there_is_not_is_refused(offering: Offering) -> None:
    offering(plugins.PHASES, "beliefs", nothing)
    message = f"{OTHERS}: asmsim.phases: unknown phase 'beliefs'; did you mean 'belief'"
    with pytest.raises(UnknownName, match=message):
        month.month.__wrapped__()


def test_a_phase_is_replaced_once(offering: Offering) -> None:
    offering(plugins.PHASES, "belief", nothing)
    offering(plugins.PHASES, "belief", nothing)
    with pytest.raises(BadValue, match=f"asmsim.phases: belief: {OTHERS} replaces it too"):
        month.month.__wrapped__()


def test_what_cannot_be_called_is_no_phase(offering: Offering) -> None:
    offering(plugins.PHASES, "belief", 42)
    with pytest.raises(BadValue, match="Allowed: a Phase or a function"):
        month.month.__wrapped__()


# --- the hash -------------------------------------------------------------------------------------


def test_the_hash_is_over_all_files_and_no_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "some_package"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "numbers.toml").write_text("x = 1", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    first = plugins._hash(["some_package"])
    (folder / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert plugins._hash(["some_package"]) == first
    (folder / "numbers.toml").write_text("x = 2", encoding="utf-8")
    assert plugins._hash(["some_package"]) != first
    (tmp_path / "single.py").write_text("x = 1", encoding="utf-8")
    assert plugins._hash(["single"]) != plugins._hash(["nowhere_to_be_found"])
