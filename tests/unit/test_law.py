"""What the law of a place forbids is not run there, and said; who sets the law aside is told so."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from asmsim import load, simulate
from asmsim.cli import main
from asmsim.errors import BadValue, UnknownName
from asmsim.levers import registry
from asmsim.records import Dose, Lever, Library, Scenario, default_library
from asmsim.records.lever import Effect
from asmsim.report.table import render
from asmsim.studies import execute
from asmsim.studies.compare import run_study
from asmsim.studies.comparison import Comparison
from asmsim.studies.law import NotPermitted
from asmsim.studies.plan import Plan, plan
from tests.unit.fake_engine import study_of, work, write_library

LAW = """
[giving]
value = true
unit = ""
grade = "D"
source = "an assumption"
meaning = "whether ground may be given"

[sharing]
value = true
unit = ""
grade = "D"
source = "an assumption"
meaning = "whether ore may be shared"
"""

STRICT = """
title = "A strict place"
source = "tests"

[[parameters]]
name = "law.giving"
value = false
grade = "B"
source = "Mining code, article 5"
reason = "no permit is divided there"
"""

GIVE = """
title = "Giving"
stance = "1.0"
source = "tests"

[[levers]]
lever = "give"

[[levers]]
lever = "share"
dose = {dose}
"""

BARRED = NotPermitted(
    context="strict",
    scenario="give",
    lever="give",
    law="law.giving",
    source="Mining code, article 5",
    reason="no permit is divided there",
    meaning="whether ground may be given",
)


@pytest.fixture(autouse=True)
def levers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, law in (("give", "law.giving"), ("share", "law.sharing"), ("talk", "")):
        lever = Lever(name, name, "a pillar", "", "tests", lambda *_: [], law)
        monkeypatch.setitem(registry(), name, lever)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = write_library(tmp_path_factory.mktemp("library")).root
    (root / "parameters" / "law.toml").write_text(LAW, encoding="utf-8")
    (root / "contexts" / "strict.toml").write_text(STRICT, encoding="utf-8")
    (root / "scenarios" / "give.toml").write_text(GIVE.format(dose=0.5), encoding="utf-8")
    return Library(root=root)


def planned(library: Library, **changes: Any) -> Plan:
    return plan(study_of(**({"contexts": ("here", "strict")} | changes)), library)


def compared(library: Library, **changes: Any) -> Comparison:
    how = {key: changes.pop(key) for key in ("out", "progress") if key in changes}
    study = study_of(**({"contexts": ("here", "strict")} | changes))
    return run_study(study, library=library, work=work, workers=1, **how)


def named(scenarios: tuple[Scenario, ...]) -> list[str]:
    return [each.name for each in scenarios]


def shown(found: Comparison) -> str:
    out = io.StringIO()
    words = default_library().messages()
    Console(file=out, width=100).print(*render(found, words), sep="\n")
    return " ".join(out.getvalue().split())


@pytest.mark.row("P14")
def test_a_scenario_is_barred_where_a_law_it_needs_is_false(library: Library) -> None:
    found = planned(library)
    assert found.forbidden == (BARRED,)
    here, strict = found.contexts
    assert named(found.allowed(here)) == ["alone", "force", "give", "help"]
    assert named(found.allowed(strict)) == ["alone", "force", "help"]
    assert found.runs == 4 * (4 + 3)
    assert found.counterfactual == ()


def test_it_is_not_run_there_and_is_no_failure(library: Library, tmp_path: Path) -> None:
    ran: list[tuple[str, str]] = []

    def noted(*given: Any) -> Iterator[Any]:
        for name, result in work(*given):
            ran.append((given[1].name, name))
            yield name, result

    study = study_of(contexts=("here", "strict"))
    found = run_study(study, library=library, work=noted, workers=1, out=tmp_path / "out")
    assert ("here", "give") in ran
    assert ("strict", "give") not in ran
    assert found.failed == ()
    where = found.runs.groupby("context", sort=False)["scenario"].unique()
    assert list(where["here"]) == ["alone", "force", "give", "help"]
    assert list(where["strict"]) == ["alone", "force", "help"]
    rows = found.contrasts.query("context == 'strict'")
    assert set(rows["scenario"]) == {"force", "help"}
    again = load(tmp_path / "out")
    assert again.forbidden == found.forbidden == (BARRED,)
    assert again.manifest["not_permitted"] == [BARRED._asdict()]
    assert again.plan == found.plan

    def never(*_: object) -> None:
        raise AssertionError("ran again")

    run_study(study, library=library, work=never, workers=1, out=tmp_path / "out")


def test_holm_corrects_over_what_is_compared(library: Library) -> None:
    with_barred = compared(library, contexts=("strict",)).contrasts
    without = compared(library, contexts=("strict",), scenarios=("force", "help")).contrasts
    assert list(with_barred["p_holm"].dropna()) == list(without["p_holm"].dropna())


def test_the_table_says_what_is_not_permitted_and_by_which_law(library: Library) -> None:
    text = shown(compared(library, scenarios=("give", "help")))
    line = "Not permitted here: Giving — whether ground may be given: Mining code, article 5"
    assert text.count(line) == 1
    assert text.index("help, against alone, in A strict place") < text.index(line)
    assert "Giving, against alone, in here" in text
    assert "Giving, against alone, in A strict place" not in text
    assert "Counterfactual" not in text
    overview = shown(compared(library))
    assert overview.index("in A strict place") < overview.index(line)
    assert overview.count("Giving") == 2, "in the table of one place, and in a line of the other"


def test_a_context_in_which_nothing_is_left_to_compare_still_says_why(library: Library) -> None:
    found = compared(library, contexts=("strict",), scenarios=("give",))
    assert list(found.runs["scenario"].unique()) == ["alone"]
    assert found.contrasts.empty
    assert "A strict place Not permitted here: Giving" in shown(found)


@pytest.mark.row("P14")
def test_setting_the_law_makes_it_a_counterfactual(library: Library) -> None:
    found = compared(library, overrides={"law.giving": True})
    assert found.forbidden == ()
    assert found.plan.counterfactual == (("strict", "law.giving"),)
    assert "give" in set(found.runs.query("context == 'strict'")["scenario"])
    text = shown(found)
    note = "Counterfactual: law.giving is set to true; the law of A strict place forbids it."
    assert text.count(note) == 1
    assert "Not permitted" not in text
    content = json.loads(found.to_json())
    assert content["counterfactual"] == [{"context": "strict", "law": "law.giving"}]
    assert content["not_permitted"] == []
    # Nothing is set aside where the law allows it anyway, or where no scenario needs it.
    assert planned(library, overrides={"law.sharing": True}).counterfactual == ()
    unconcerned = planned(library, scenarios=("force",), overrides={"law.giving": True})
    assert unconcerned.counterfactual == ()


def test_a_law_set_false_bars_everywhere_and_says_who_set_it(library: Library) -> None:
    found = planned(library, overrides={"law.sharing": False})
    barred = [(each.context, each.law) for each in found.forbidden]
    assert barred == [("here", "law.sharing"), ("strict", "law.giving"), ("strict", "law.sharing")]
    assert found.forbidden[0].source == "set so in this study"
    assert compared(library, overrides={"law.sharing": False}).to_json().count("law.sharing") >= 2


def test_the_librarys_own_law_has_its_own_source(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "parameters").mkdir(parents=True)
    text = LAW.replace("value = true", "value = false").replace("an assumption", "a gazette")
    (folder / "parameters" / "law.toml").write_text(text, encoding="utf-8")
    mine = Library([folder], root=library.root)
    found = planned(mine, contexts=("here",))
    assert {(each.source, each.reason) for each in found.forbidden} == {("a gazette", "")}
    assert [each.lever for each in found.forbidden] == ["give", "share"]


def test_a_lever_at_dose_nought_needs_no_law(library: Library) -> None:
    inert = Scenario(
        name="inert",
        title="Inert",
        stance="0.0",
        source="tests",
        levers=(Dose(lever="give", dose=0.0), Dose(lever="talk")),
    )
    assert planned(library, scenarios=(inert,)).forbidden == ()


def test_a_reference_that_is_not_permitted_is_refused(library: Library) -> None:
    with pytest.raises(BadValue, match="'give' is not permitted in strict") as caught:
        planned(library, reference="give", scenarios=("force",))
    text = str(caught.value)
    assert caught.value.field == "reference"
    for part in ("law.giving", "Mining code, article 5", "--set law.giving=true"):
        assert part in text
    ready = planned(library, reference="give", scenarios=("force",), overrides={"law.giving": True})
    assert ready.reference == "give"


@pytest.mark.parametrize("how", ["programmes", "shocks"])
def test_what_is_in_every_world_has_to_be_permitted(library: Library, how: str) -> None:
    programme = Scenario(
        name="aid", title="Aid", source="tests", levers=(Dose(lever="give", dose=0.2),)
    )
    given = {"programmes": (programme,), "shocks": ("give=0.5@3",)}[how]
    who = {"programmes": "aid", "shocks": "alone"}[how]
    with pytest.raises(BadValue, match=f"'{who}' is not permitted in strict.*lever 'give'"):
        planned(library, scenarios=("force",), **{how: given})
    planned(library, scenarios=("force",), contexts=("here",), **{how: given})


@pytest.mark.row("P14")
def test_a_dated_shock_changes_the_law_and_what_needs_it_is_run(library: Library) -> None:
    found = planned(library, shocks=("law.giving=true@1",))
    assert found.forbidden == ()
    assert found.counterfactual == (), "the law itself changes; nothing is set aside"
    assert planned(library, shocks=("law.giving=false@1",)).forbidden == (BARRED,)
    text = shown(compared(library, shocks=("law.giving=true@1",)))
    assert "The law of A strict place changes in" in text
    assert "law.giving is true" in text


def test_a_law_that_is_no_parameter_is_an_error(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lawless = Lever("give", "give", "a pillar", "", "tests", lambda *_: [], "law.givign")
    monkeypatch.setitem(registry(), "give", lawless)
    with pytest.raises(UnknownName, match=r"law\.giving"):
        planned(library)


def test_progress_counts_only_what_is_run(library: Library) -> None:
    told: list[tuple[Any, ...]] = []
    compared(library, replicates=2, progress=lambda *each: told.append(each))
    assert [each[0] for each in told] == [0, 4, 7, 11, 14]
    assert {each[1] for each in told} == {14}
    assert [each[0] for each in _half_done(library)] == [4, 7]


def _half_done(library: Library) -> list[tuple[Any, ...]]:
    told: list[tuple[Any, ...]] = []
    execute.execute(
        planned(library, replicates=1),
        lambda _: None,
        workers=1,
        done={("here", 0)},
        progress=lambda *each: told.append(each),
        work=work,
    )
    return told


# --- with the packaged library --------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a user's own: a strict place and a stance that gives ground."""

    def effects(*_: Any) -> list[Effect]:
        return [Effect("security.willingness", "increment", 0.0)]

    lever = Lever("give", "Giving ground", "a pillar", "A gift.", "tests", effects, "law.cession")
    monkeypatch.setitem(registry(), "give", lever)
    (tmp_path / "contexts").mkdir()
    (tmp_path / "scenarios").mkdir()
    text = STRICT.replace("law.giving", "law.cession")
    (tmp_path / "contexts" / "strict.toml").write_text(text, encoding="utf-8")
    text = GIVE.partition('[[levers]]\nlever = "share"')[0]
    (tmp_path / "scenarios" / "give.toml").write_text(text, encoding="utf-8")
    return tmp_path


SMALL = {"months": 3, "policy_month": 1, "miners": 100}
OPTIONS = ("--months", "3", "--policy-month", "1", "--miners", "100", "--context", "strict")


def test_simulate_refuses_what_the_law_forbids(mine: Path) -> None:
    library = Library([mine])
    with pytest.raises(BadValue, match=r"Mining code, article 5") as caught:
        simulate("give", context="strict", library=library, **SMALL)
    assert "overrides={'law.cession': True}" in str(caught.value)
    assert caught.value.field is None
    free = simulate(
        "give", context="strict", library=library, overrides={"law.cession": True}, **SMALL
    )
    assert free.scenario == "give"
    assert simulate("give", library=library, **SMALL).context == "gold_generic"


def test_simulate_on_the_command_line(mine: Path, capsys: Any) -> None:
    words = ["simulate", "give", "--library", str(mine), *OPTIONS]
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith("'give' is not permitted in strict")
    assert "--set law.cession=true" in said
    words += ["--set", "law.cession=true"]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counterfactual"] == ["law.cession"]
    assert main(words) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "the law of A strict place forbids it." in out
    assert main(["simulate", "hands_off", "--library", str(mine), *OPTIONS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counterfactual"] == []


def test_compare_on_the_command_line(mine: Path, tmp_path: Path, capsys: Any) -> None:
    words = ["compare", "--scenarios", "give,confrontation", "--library", str(mine), *OPTIONS]
    words += ["--replicates", "2", "--workers", "1"]
    assert main([*words, "--json", "--out", str(tmp_path / "out")]) == 0
    content = json.loads(capsys.readouterr().out)
    (barred,) = content["not_permitted"]
    assert (barred["scenario"], barred["law"]) == ("give", "law.cession")
    assert {each["scenario"] for each in content["contrasts"]} == {"confrontation"}
    assert main([*words, "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("4 runs")
    assert main([*words, "--dry-run", "--set", "law.cession=true"]) == 0
    assert capsys.readouterr().out.startswith("6 runs")
    assert main([*words, "--set", "law.cession=true", "--out", str(tmp_path / "aside")]) == 0
    assert "Counterfactual: law.cession is set to true" in capsys.readouterr().out


def test_show_names_the_law_a_scenario_and_a_lever_need(mine: Path, capsys: Any) -> None:
    main(["show", "give", "--library", str(mine)])
    out = capsys.readouterr().out
    assert out.count("Law it needs") == 2
    assert out.count("law.cession") == 2
    main(["show", "give", "--library", str(mine), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["lever"]["law"] == "law.cession"
    assert found["scenario"]["law"] == ["law.cession"]
    main(["show", "hands_off"])
    assert "Law it needs" not in capsys.readouterr().out
