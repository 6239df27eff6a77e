"""A study says at once, and clearly, what in it cannot be."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path

import pytest

from asmsim.errors import AsmsimError, BadFile, BadValue, UnknownName
from asmsim.records import Library, Scenario, Shock
from asmsim.records.shock import FORM
from asmsim.studies.design import Study, month_of
from asmsim.studies.plan import Plan, library_of, plan
from tests.unit.fake_engine import plan_of, study_of, write_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("miners", -1, "at least 0"),
        ("miners", "many", "a whole number"),
        ("miners", 2_000_000, "at most 1000000"),
        ("months", 0, "at least 1"),
        ("months", 361, "at most 360"),
        ("months", 12.5, "a whole number"),
        ("policy_month", -1, "at least 0"),
        ("policy_month", 120, "0 to 119"),
        ("policy_month", 500, "0 to 119"),
        ("replicates", 0, "at least 1"),
        ("seed", -1, "at least 0"),
        ("start", "2015", "YYYY-MM, such as 2015-01"),
        ("start", "2015-13", "YYYY-MM, such as 2015-01"),
        ("start", "January", "YYYY-MM, such as 2015-01"),
        ("name", "../up", None),
        ("contexts", (), "at least one context"),
        ("scenarios", (3,), "a name, the path of a file, or a Scenario"),
        ("contexts", (3.5,), "a name, the path of a file, or a Context"),
        ("shocks", ("nonsense",), FORM),
        ("shocks", ("fake.size=2@120",), "months 0 to 119"),
        ("shocks", ({"value": 2},), None),
        ("overrides", {"fake.size": [1]}, None),
    ],
)
def test_what_is_refused(field: str, value: object, allowed: str | None) -> None:
    with pytest.raises(BadValue) as caught:
        Study(**{field: value})
    assert caught.value.field is not None
    assert caught.value.field.startswith(field)
    assert allowed is None or caught.value.allowed == allowed


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(BadValue, match="did you mean 'replicates'"):
        Study(replicate=3)  # type: ignore[call-arg]


def test_defaults_are_the_main_job() -> None:
    study = Study()
    assert (study.replicates, study.months, study.policy_month, study.miners) == (20, 120, 24, 5000)
    assert (study.contexts, study.reference, study.scenarios) == (
        ("gold_generic",),
        "hands_off",
        (),
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scenarios": ("froce",)}, "scenarios: unknown scenario 'froce'; did you mean 'force'"),
        ({"contexts": ("heer",)}, "contexts: unknown context 'heer'; did you mean 'here'"),
        ({"reference": "alon"}, "reference: unknown scenario 'alon'; did you mean 'alone'"),
        ({"overrides": {"fake.sise": 1.0}}, "unknown parameter 'fake.sise'; did you mean"),
        ({"shocks": ("fake.sise=1@2",)}, "unknown parameter or lever 'fake.sise'"),
        ({"programmes": ("any",)}, "programmes: unknown programme 'any'"),
    ],
)
def test_unknown_names(library: Library, changes: dict[str, object], message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        plan_of(library, **changes)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"overrides": {"fake.size": 11.0}},
        {"overrides": {"fake.size": "big"}},
        {"shocks": ("fake.size=11@2",)},
        {"scenarios": ("force", "force")},
        {"contexts": ("here", "here")},
    ],
)
def test_values_out_of_range_and_things_twice(library: Library, changes: dict[str, object]) -> None:
    with pytest.raises(BadValue):
        plan_of(library, **changes)


def test_the_reference_comes_first_and_is_added_when_left_out(library: Library) -> None:
    found = plan_of(library, scenarios=("help", "force"))
    assert [each.name for each in found.scenarios] == ["alone", "help", "force"]
    assert [each.name for each in found.compared] == ["help", "force"]
    everything = plan_of(library)
    assert [each.name for each in everything.scenarios] == ["alone", "force", "help"]
    assert everything.runs == 3 * 2 * 4


def test_another_scenario_may_not_take_the_references_name(library: Library) -> None:
    impostor = Scenario(name="alone", title="Other", source="tests")
    with pytest.raises(BadValue, match="name of the reference"):
        plan_of(library, scenarios=(impostor, "help"))


def test_objects_paths_and_names_give_the_same_plan(library: Library) -> None:
    path = library.root / "scenarios" / "help.toml"
    plans = [
        plan_of(library, scenarios=(each,)) for each in ("help", path, library.scenario("help"))
    ]
    assert plans[0] == plans[1] == plans[2]
    assert len({each.identity() for each in plans}) == 1


def test_a_plan_survives_json_and_pickle(library: Library) -> None:
    found = plan_of(
        library, overrides={"fake.size": 2.0}, shocks=(Shock("fake.size", 3.0, 1, 4, "here"),)
    )
    stored = json.loads(json.dumps(found.stored()))
    back = Plan.restored(stored)
    assert back.identity() == found.identity()
    assert back.shocks == found.shocks
    assert pickle.loads(pickle.dumps(found)) == found


def test_identity_is_the_content(library: Library) -> None:
    same = [plan_of(library).identity(), plan_of(library, name="another").identity()]
    assert same[0] == same[1]
    others = [
        plan_of(library, **changes).identity()
        for changes in (
            {"seed": 1},
            {"replicates": 5},
            {"scenarios": ("force",)},
            {"overrides": {"fake.size": 2.0}},
        )
    ]
    assert len({*same, *others}) == 5


def test_reading_a_file(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "07_fees"
    folder.mkdir()
    (folder / "mine.toml").write_text('title = "Mine"\nsource = "me"\n', encoding="utf-8")
    (folder / "study.toml").write_text(
        'scenarios = ["force", "mine.toml"]\ncontexts = "here"\nreference = "alone"\n'
        'replicates = 3\nshocks = ["fake.size=2@30:40"]\n[overrides]\n"fake.size" = 2.5\n',
        encoding="utf-8",
    )
    study = Study.read(folder)
    assert study == Study.read(folder / "study.toml")
    assert study.name == "07_fees"
    assert study.shocks == (Shock("fake.size", 2, 30, 40),)
    found = plan(study, library)
    assert [each.name for each in found.scenarios] == ["alone", "force", "mine"]
    assert found.parameters["here"]["fake.size"] == 2.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("replicate = 3", "did you mean 'replicates'"),
        ("months = 400", "at most 360"),
        ("months = ", "not valid TOML"),
        ("scenarios = [1]", "a name, the path of a file"),
        ("[[shocks]]\nvalue = 2", "shocks.name: is missing"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        Study.read(tmp_path)
    assert message in str(caught.value)
    assert "study.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        Study.read(tmp_path)


def test_months_are_counted_across_years() -> None:
    assert month_of("2015-11", 0) == dt.date(2015, 11, 1)
    assert month_of("2015-11", 2) == dt.date(2016, 1, 1)
    assert month_of("2015-01", 359) == dt.date(2044, 12, 1)


def test_a_changed_library_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "scenarios").mkdir(parents=True)
    file = folder / "scenarios" / "mine.toml"
    file.write_text('title = "One"\nsource = "me"\n', encoding="utf-8")
    assert library_of((folder,)).scenario("mine").title == "One"
    assert library_of((folder,)) is library_of((folder,))
    file.write_text('title = "Two"\nsource = "me"\n', encoding="utf-8")
    assert library_of((folder,)).scenario("mine").title == "Two"


def test_the_error_is_one_of_ours_everywhere(library: Library) -> None:
    with pytest.raises(AsmsimError):
        plan(study_of(months=3, policy_month=3), library)
