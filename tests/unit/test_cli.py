"""The command line: what it asks of the package, what it answers, and how it ends."""

import json
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asmsim
from asmsim.cli import main, options, study
from asmsim.cli.talk import Talk
from asmsim.errors import BadValue, unknown
from asmsim.records import Effect, Lever, Messages, default_library
from asmsim.records.shock import value_of
from asmsim.studies.chunk import Failure
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "pandas", "mesa", "numba", "matplotlib")

FILES = {
    "parameters/work_of_test.toml": """
[crowding]
value = 0.2
unit = "1"
range = [0.1, 0.5]
grade = "C"
source = "reasoned"
meaning = "how a crowd slows each other"
off = 0.0
[days]
value = 17
unit = "days/month"
range = [10, 25]
grade = "B"
source = "survey"
meaning = "days mined in a month"
""",
    "contexts/place_of_test.toml": """
title = "A place"
source = "here"
[[parameters]]
name = "work_of_test.crowding"
value = 0.3
grade = "C"
source = "there"
reason = "narrow pits"
""",
    "scenarios/stance_of_test.toml": """
title = "A stance"
stance = "S1"
source = "here"
[[levers]]
lever = "security"
dose = 0.5
""",
    "scenarios/nothing_of_test.toml": 'title = "Nothing"\nsource = "here"\n',
    "outcomes/test.toml": """
[share_of_test]
title = "Formal share"
unit = "share"
direction = "more"
smallest = 0.02
headline = "mean"
formula = "formal / active"
meaning = "how many are formal"
source = "R1"
""",
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a user's own library folder."""
    root = tmp_path / "mine"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def run(mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """Return a function that runs a command in an empty folder with the user's library."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str, library: bool = True) -> tuple[int, str, str]:
        code = main([*words, "--library", str(mine)] if library else list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return call


class Asked:
    """What was asked of the studies, in place of running them."""

    study: Study
    settings: dict[str, Any]
    reported: Any = None
    report: dict[str, Any]
    failed: tuple[Failure, ...] = ()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Replace the comparing itself."""
    import asmsim.studies.compare as module

    seen = Asked()

    class Found:
        folder = Path("results/x-001")

        @property
        def failed(self) -> tuple[Failure, ...]:
            return seen.failed

        def to_json(self, words: Messages) -> str:
            assert words.lang
            return '{"contrasts": []}'

    def run_study(study: Study, **settings: Any) -> Found:
        seen.study, seen.settings = study, settings
        settings["progress"](0, 4, None, "compiling")
        settings["progress"](2, 4, 90.0, "running")
        settings["progress"](4, 4, 0.0, "running")
        return Found()

    table = types.ModuleType("asmsim.report.table")
    table.render = lambda *_, **__: ("THE TABLE",)  # type: ignore[attr-defined]

    def write(found: Any, out: Path | None = None, **settings: Any) -> Path:
        seen.reported, seen.report = found, settings | {"out": out}
        settings.get("begun", lambda: None)()
        return out or Path("results/x-001/report")

    folder = types.ModuleType("asmsim.report.folder")
    folder.write = write  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "run_study", run_study)
    monkeypatch.setitem(sys.modules, "asmsim.report.table", table)
    monkeypatch.setitem(sys.modules, "asmsim.report.folder", folder)
    return seen


PLACE = ("--context", "place_of_test")
STANCES = ("--scenarios", "stance_of_test", "--reference", "nothing_of_test")


# --- what is asked of the studies -----------------------------------------------------------------


def test_options_become_the_study(run: Any, asked: Asked, mine: Path) -> None:
    code, out, _ = run(
        "compare",
        *PLACE,
        *STANCES,
        *("--replicates", "3", "--seed", "7", "--months", "36", "--start", "2016-05"),
        *("--policy-month", "12", "--miners", "500", "--workers", "2", "--out", "there"),
        *("--set", "work_of_test.days=20", "--set", "work_of_test.crowding=0.25"),
        *("--shock", "work_of_test.days=11@14:20,security=1@15"),
    )

    assert (code, out) == (0, "THE TABLE\n")
    assert asked.settings["workers"] == 2
    assert asked.settings["out"] == Path("there")
    made = asked.study
    assert made.contexts == ("place_of_test",)
    assert (made.scenarios, made.reference) == (("stance_of_test",), "nothing_of_test")
    assert (made.replicates, made.seed, made.months, made.start) == (3, 7, 36, "2016-05")
    assert (made.policy_month, made.miners) == (12, 500)
    assert made.overrides == {"work_of_test.days": 20, "work_of_test.crowding": 0.25}
    assert [str(shock) for shock in made.shocks] == ["work_of_test.days=11@14:20", "security=1@15"]
    assert made.library == (mine,)


@pytest.mark.parametrize(
    "words",
    [
        ("--scenarios", "stance_of_test,nothing_of_test"),
        ("--scenarios", "stance_of_test", "--scenarios", "nothing_of_test"),
        ("--scenario", "stance_of_test, nothing_of_test"),
    ],
)
def test_lists_are_repeated_or_comma_separated(run: Any, asked: Asked, words: Any) -> None:
    code, _, _ = run("compare", *PLACE, *words, "--reference", "nothing_of_test")

    assert code == 0
    assert asked.study.scenarios == ("stance_of_test", "nothing_of_test")


def test_all_means_all_there_are(run: Any, asked: Asked) -> None:
    run("compare", "--context", "all", "--scenarios", "all", "--reference", "nothing_of_test")

    assert "place_of_test" in asked.study.contexts
    assert {"stance_of_test", "nothing_of_test"} <= set(asked.study.scenarios)


def test_without_a_command_it_is_the_main_job(run: Any, asked: Asked) -> None:
    code, _, _ = run("--replicates", "2", *PLACE, *STANCES)

    assert code == 0
    assert asked.study.name == "01_stances"
    assert asked.study.replicates == 2
    assert asked.settings["results"] == Path("results")


def test_without_its_file_the_main_study_has_its_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    from_file = study.read(None)
    monkeypatch.chdir(tmp_path)

    assert study.read(None) == from_file


def test_a_study_file_is_read_and_options_go_over_it(run: Any, asked: Asked) -> None:
    Path("mine.toml").write_text(
        'contexts = ["place_of_test"]\nreference = "nothing_of_test"\nreplicates = 5\nseed = 3\n'
        'scenarios = ["stance_of_test"]\n',
        encoding="utf-8",
    )

    code, _, _ = run("compare", "mine.toml", "--seed", "4")

    assert code == 0
    assert (asked.study.replicates, asked.study.seed) == (5, 4)


def test_a_mistake_in_a_study_file_names_the_file(run: Any) -> None:
    Path("mine.toml").write_text("replicate = 5\n", encoding="utf-8")

    code, out, err = run("compare", "mine.toml")

    assert (code, out) == (2, "")
    assert err.startswith("mine.toml: replicate: unknown key; did you mean 'replicates'?\nAllowed:")


def test_failed_runs_are_named_and_end_in_one(run: Any, asked: Asked) -> None:
    asked.failed = (Failure("place_of_test", "stance_of_test", 3, 99, "ValueError: no"),)

    code, out, err = run("compare", *PLACE, *STANCES)

    assert (code, out) == (1, "THE TABLE\n")
    assert "place_of_test, stance_of_test, replicate 3 (seed 99) failed: ValueError: no" in err
    assert "1 of 40 runs failed" in err


def test_a_comparison_ends_in_its_report(run: Any, asked: Asked) -> None:
    _, _, err = run("compare", *PLACE, *STANCES)

    assert asked.reported.folder == Path("results/x-001")
    assert err.splitlines()[-3:-1] == [
        "Drawing figures, writing the report and its tables.",
        "Report in results/x-001/report/report.html",
    ]


def test_a_comparison_may_go_without_a_report(run: Any, asked: Asked) -> None:
    code, _, err = run("compare", *PLACE, *STANCES, "--no-report")

    assert (code, asked.reported) == (0, None)
    assert "report" not in err


def test_a_report_is_made_of_stored_results(run: Any, asked: Asked) -> None:
    words = ("--outcomes", "a,b", "--scenarios", "c", "--context", "all", "--format", "svg")
    code, out, err = run("report", "there", *words, "--out", "mine", library=False)

    assert (code, out) == (0, "mine/report.html\n")
    assert err == "Drawing figures, writing the report and its tables.\n"
    assert asked.reported == Path("there")
    asked.report.pop("begun")
    assert asked.report == {
        "lang": "en",
        "out": Path("mine"),
        "outcomes": ["a", "b"],
        "scenarios": ["c"],
        "contexts": [],
        "formats": ["svg"],
    }


def test_a_report_names_the_option_at_fault(
    run: Any, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: Any, **__: Any) -> Path:
        raise unknown("outcome", "formal", ["formal_share"], field="outcomes")

    assert asked
    monkeypatch.setattr(sys.modules["asmsim.report.folder"], "write", write)
    code, out, err = run("report", "there", "--outcomes", "formal", library=False)

    assert (code, out) == (2, "")
    assert err == (
        "--outcomes: unknown outcome 'formal'; did you mean 'formal_share'?\n"
        "Allowed: formal_share\n"
    )


def test_a_report_of_no_results_is_one_clear_error(run: Any) -> None:
    code, out, err = run("report", "nothing", library=False)

    assert (code, out) == (2, "")
    assert err == "nothing: is not a folder of results: it holds no manifest.json\n"


@pytest.mark.usefixtures("asked")
def test_json_stands_alone_on_standard_output(run: Any) -> None:
    code, out, err = run("compare", *PLACE, *STANCES, "--json")

    assert code == 0
    assert json.loads(out) == {"contrasts": []}
    assert "results/x-001" in err


@pytest.mark.usefixtures("asked")
def test_quiet_says_nothing_but_the_result(run: Any) -> None:
    code, out, err = run("compare", *PLACE, *STANCES, "-q")

    assert (code, out, err) == (0, "THE TABLE\n", "")


@pytest.mark.usefixtures("asked")
def test_verbose_says_what_is_run(run: Any) -> None:
    _, _, err = run("compare", *PLACE, *STANCES, "-v", "--months", "36")

    assert (
        "nothing_of_test and stance_of_test in place_of_test: 20 replicates of 36 months from "
        "Jan 2015, policies from Jan 2017, 5,000 miners, seed 0." in err
    )


def test_dry_run_tells_the_runs_and_the_time(
    run: Any, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asmsim.studies.execute.estimate", lambda plan, _: (plan.runs, 200.0))

    code, out, _ = run("compare", *PLACE, *STANCES, "--dry-run")
    assert (code, out) == (0, "40 runs, about 3 minutes.\n")

    _, out, _ = run("compare", *PLACE, *STANCES, "--dry-run", "--json")
    assert json.loads(out) == {"runs": 40, "seconds": 200.0}
    assert not hasattr(asked, "study")


def test_progress_in_a_file_is_a_line_for_each_stage_and_tenth(capsys: Any) -> None:
    with Talk() as talk:
        talk.progress(0, 100, None, "running")
        for done in range(18, 22):
            talk.progress(done, 100, 60.0 - done, "running")

    assert capsys.readouterr().err == (
        "Running\n18 of 100 runs done, 42 seconds left.\n20 of 100 runs done, 40 seconds left.\n"
    )


# --- one run --------------------------------------------------------------------------------------


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Replace the simulating itself."""
    seen: dict[str, Any] = {}

    class OneRun:
        summary = pd.Series({"share_of_test": 0.125, "unknown_outcome": float("nan")})
        series = pd.DataFrame({"share_of_test": [0.1, 0.15]}, index=pd.Index([0, 1], name="month"))
        sites = pd.DataFrame({"site": [1], "x": [2.5]})

    def run_single(plan: Plan) -> OneRun:
        seen["plan"] = plan
        return OneRun()

    module = types.ModuleType("asmsim.studies.run")
    module.run_single = run_single  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "asmsim.studies.run", module)
    return seen


def test_simulate_shows_headline_outcomes(run: Any, simulated: dict[str, Any]) -> None:
    code, out, _ = run("simulate", "stance_of_test", *PLACE, "--seed", "5", "--months", "30")

    assert code == 0
    assert out.splitlines()[0] == "stance_of_test in place_of_test, seed 5: headline outcomes"
    assert out.splitlines()[2].split() == ["Formal", "share", "12.5", "%"]
    plan = simulated["plan"]
    assert [scenario.name for scenario in plan.scenarios] == ["stance_of_test"]
    assert [context.name for context in plan.contexts] == ["place_of_test"]
    assert (plan.seed, plan.months) == (5, 30)


@pytest.mark.usefixtures("simulated")
def test_simulate_writes_json_with_null_for_undefined(run: Any) -> None:
    _, out, _ = run("simulate", "--scenario", "stance_of_test", *PLACE, "--json")

    assert json.loads(out)["summary"] == {"share_of_test": 0.125, "unknown_outcome": None}


def test_simulate_writes_its_tables_once(run: Any, simulated: dict[str, Any]) -> None:
    words = ("simulate", "stance_of_test", *PLACE, "--out", "there/one")

    code, _, _ = run(*words)

    assert code == 0
    assert Path("there/one/series.csv").read_text(encoding="utf-8") == (
        "month,share_of_test\n0,0.1\n1,0.15\n"
    )
    assert Path("there/one/sites.csv").read_text(encoding="utf-8") == "site,x\n1,2.5\n"
    assert (
        Path("there/one/settings.csv")
        .read_text(encoding="utf-8")
        .startswith(
            "name,value\nscenario,stance_of_test\ncontext,place_of_test\nseed,0\nmonths,120\n"
        )
    )
    assert [path.name for path in Path("there").iterdir()] == ["one"]
    simulated.clear()
    code, _, err = run(*words)
    assert (code, simulated) == (2, {})
    assert err == "there/one: exists; a run is written to a new folder\n"


def test_simulate_refuses_a_folder_it_cannot_make_before_the_work(
    run: Any, simulated: dict[str, Any]
) -> None:
    Path("file").touch()

    code, out, err = run("simulate", "stance_of_test", *PLACE, "--out", "file/one/two")

    assert (code, out, simulated) == (2, "", {})
    assert err == "file/one/two: cannot be made: Not a directory\n"


# --- lists and records ----------------------------------------------------------------------------


def test_a_plain_list_is_one_name_a_line(run: Any) -> None:
    code, out, err = run("list", "scenarios", "--plain")

    assert (code, err) == (0, "")
    assert {"stance_of_test", "nothing_of_test"} <= set(out.split("\n"))


@pytest.mark.parametrize("kind", ["contexts", "scenarios", "levers", "parameters", "outcomes"])
def test_every_kind_is_listed(run: Any, kind: str) -> None:
    code, out, err = run("list", kind)
    assert (code, err) == (0, "")
    assert out.startswith("Name ")

    code, out, _ = run("list", kind, "--json")
    assert code == 0
    assert all(record["name"] for record in json.loads(out))


def test_a_parameter_is_listed_with_its_range(run: Any) -> None:
    _, out, _ = run("list", "parameters")

    line = next(line for line in out.splitlines() if line.startswith("work_of_test.days"))
    assert " ".join(line.split()) == (
        "work_of_test.days 17 days/month 10 to 25 B days mined in a month"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("work_of_test.crowding", ["parameter", "0.1 to 0.5", "reasoned", "narrow pits", "0.3"]),
        (
            "place_of_test",
            ["context", "A place", "work_of_test.crowding", "0.3  ", "0.2", "narrow pits"],
        ),
        ("stance_of_test", ["scenario", "S1", "security", "0.5"]),
        ("share_of_test", ["outcome", "more", "0.02", "formal / active"]),
        ("lever_of_test", ["lever", "in words", "work_of_test.days", "factor", "2", "open"]),
    ],
)
def test_show_tells_all_about_a_name(
    run: Any, name: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lever = Lever(
        name="lever_of_test",
        title="A lever",
        pillar="security",
        text="in words",
        source="here",
        effects=lambda dose, _: [
            Effect("work_of_test.days", "factor", 1.0 + dose.dose, where=("open",))
        ],
    )
    monkeypatch.setattr("asmsim.cli.library.registry", lambda: {"lever_of_test": lever})

    code, out, err = run("show", name)

    assert (code, err) == (0, "")
    assert out.startswith(f"{name} ")
    assert [part for part in told if part not in out] == []


def test_version(run: Any) -> None:
    assert run("--version", library=False) == (0, f"asmsim {asmsim.__version__}\n", "")


# --- bad input ------------------------------------------------------------------------------------

BAD: list[tuple[tuple[str, ...], str]] = [
    (("compre",), "unknown command 'compre'; did you mean 'compare'?\nAllowed: compare, list, "),
    (("compare", "--replicate", "3"), "unknown option '--replicate'; did you mean '--replicates'?"),
    (("--bogus",), "unknown option '--bogus'\nAllowed: --context, "),
    (("list",), "KIND: is missing\nAllowed: contexts, scenarios, programmes, levers, "),
    (("list", "levels"), "unknown list 'levels'; did you mean 'levers'?\nAllowed: contexts, "),
    (("list", "levers", "all"), "one word too many: 'all'"),
    (
        ("show", "crowdin"),
        "unknown parameter, lever, scenario, programme, context, outcome or standard 'crowdin'; ",
    ),
    (
        ("compare", *STANCES, "--scenarios", "stance_of_tset"),
        "--scenarios: unknown scenario 'stance_of_tset'; did you mean 'stance_of_test'?\nAllowed: ",
    ),
    (
        ("compare", "--reference", "noting_of_test"),
        "--reference: unknown scenario 'noting_of_test'; did you mean 'nothing_of_test'?",
    ),
    (
        ("compare", *STANCES, "--context", "place_of_tset"),
        "--context: unknown context 'place_of_tset'; did you mean 'place_of_test'?",
    ),
    (("compare", *STANCES, *PLACE, "--scenarios", "gone.toml"), "gone.toml: --scenarios: there is"),
    (
        ("compare", *STANCES, *PLACE, "--set", "work_of_test.dais=3"),
        "--set: unknown parameter 'work_of_test.dais'; did you mean 'work_of_test.days'?",
    ),
    (
        ("compare", *STANCES, *PLACE, "--set", "work_of_test.days=99"),
        "work_of_test.days: 99 cannot be used\nAllowed: a whole number from 10 to 25 days/month",
    ),
    (
        ("compare", *STANCES, *PLACE, "--set", "work_of_test.days=many"),
        "work_of_test.days: 'many' cannot be used\nAllowed: a whole number from 10 to 25",
    ),
    (
        ("compare", "--set", "work_of_test.days"),
        "--set: 'work_of_test.days' is not a setting\nAllowed: PARAMETER=VALUE",
    ),
    (("compare", "--set", "a.b=1,a.b=2"), "--set: 'a.b' is set twice"),
    (
        ("compare", "--shock", "days@3"),
        "--shock: 'days@3' is not a shock\nAllowed: NAME=VALUE@MONTH or NAME=VALUE@MONTH:MONTH",
    ),
    (
        ("compare", *STANCES, *PLACE, "--shock", "securty=1@3"),
        "--shock: unknown parameter or lever 'securty'; did you mean 'security'?",
    ),
    (
        ("compare", *STANCES, *PLACE, "--shock", "security=3@3"),
        "security: 3 cannot be used\nAllowed: a dose from 0 to 1",
    ),
    (
        ("compare", *STANCES, *PLACE, "--programme", "aid"),
        "--programme: unknown programme 'aid'",
    ),
    (
        ("compare", "--shock", "work_of_test.days=12@300"),
        "--shock: work_of_test.days=12@300 starts after the end of 120 months\nAllowed: ",
    ),
    (("compare", "--shock", "a=1@5:5"), "--shock end: 5 is not after the start, 5\nAllowed: "),
    (("compare", "--miners", "-5"), "--miners: -5 cannot be used\nAllowed: at least 0"),
    (("compare", "--miners", "many"), "--miners: 'many' cannot be used\nAllowed: a whole number"),
    (("compare", "--months", "0"), "--months: 0 cannot be used\nAllowed: at least 1"),
    (("compare", "--months", "361"), "--months: 361 cannot be used\nAllowed: at most 360"),
    (("compare", "--months", "1.5"), "--months: 1.5 cannot be used\nAllowed: a whole number"),
    (
        ("compare", "--policy-month", "120"),
        "--policy-month: 120 is not before the end of 120 months\nAllowed: 0 to 119",
    ),
    (("compare", "--start", "2015-13"), "--start: '2015-13' is not a month\nAllowed: YYYY-MM"),
    (("compare", "--replicates", "0"), "--replicates: 0 cannot be used\nAllowed: at least 1"),
    (("compare", "--workers", "0"), "--workers: 0 cannot be used\nAllowed: a whole number, at "),
    (("compare", "--seed", "-1"), "--seed: -1 cannot be used\nAllowed: at least 0"),
    (("compare", "--library", "nowhere"), "nowhere: is not a folder"),
    (
        ("compare", "stance_of_test"),
        "stance_of_test: there is no such study; scenarios go with --scenarios",
    ),
    (("compare", "a", "b"), "one word too many: 'b'"),
    (
        ("simulate", "stance_of_tset"),
        "unknown scenario 'stance_of_tset'; did you mean 'stance_of_test'?\nAllowed: ",
    ),
    (("simulate", "--context", "a,b"), "--context: one run has one context; compare takes several"),
    (("simulate", "a", "--scenario", "b"), "--scenarios: one run has one scenario; compare takes"),
]


@pytest.mark.parametrize(("words", "message"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_ends_in_two_with_one_clear_message(
    run: Any, words: tuple[str, ...], message: str
) -> None:
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 2
    assert list(Path().iterdir()) == []


def test_an_option_without_its_value_is_told(run: Any) -> None:
    assert run("compare", "--replicates", library=False) == (2, "", "--replicates: needs a value\n")


@pytest.mark.usefixtures("asked")
def test_an_interrupt_ends_in_130(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("asmsim.studies.compare.run_study", stop)

    code, out, err = run("compare", *PLACE, *STANCES)

    assert (code, out) == (130, "")
    assert err.strip().splitlines()[-1].startswith("Interrupted")


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("words", "told"), [((), False), (("-v",), False), (("-v", "-v"), True), (("-vv",), True)]
)
def test_an_unexpected_error_is_one_line_and_a_hint(
    run: Any, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: bool
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("of nothing\nby nothing")

    monkeypatch.delenv("ASMSIM_DEBUG", raising=False)
    monkeypatch.setattr("asmsim.studies.compare.run_study", fail)

    code, out, err = run("compare", *PLACE, *STANCES, *words)

    assert (code, out) == (1, "")
    assert ("Traceback" in err) is told
    assert err.splitlines()[-2] == "ZeroDivisionError: of nothing by nothing"
    assert "ASMSIM_DEBUG" in err.splitlines()[-1]


def test_the_environment_can_ask_for_tracebacks(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASMSIM_DEBUG", "1")

    code, _, err = run("show", "nothing_at_all")

    assert code == 2
    assert "Traceback" in err


# --- parsing --------------------------------------------------------------------------------------

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}\.[a-z][a-z0-9_]{0,6}", fullmatch=True)
VALUES = (
    st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(
        lambda word: isinstance(value_of(word), str)
    )
)


@given(st.dictionaries(NAMES, VALUES, max_size=5), st.booleans())
def test_settings_written_and_read_are_the_same(wanted: dict[str, Any], joined: bool) -> None:
    texts = [f"{name}={value}" for name, value in wanted.items()]

    found = options.settings([",".join(texts)] if joined else texts)

    assert found == wanted
    assert [type(found[name]) for name in wanted] == [type(value) for value in wanted.values()]


@given(st.lists(st.text(max_size=20), max_size=3))
def test_any_setting_is_read_or_refused(texts: list[str]) -> None:
    try:
        found = options.settings(texts)
    except BadValue:
        return
    assert all(name and "=" not in name for name in found)


def test_a_folder_may_have_a_comma_in_its_name(tmp_path: Path) -> None:
    odd = tmp_path / "one, two"
    odd.mkdir()

    assert options.folders([str(odd), "a,b"]) == [odd, Path("a"), Path("b")]


# --- in a process of its own ----------------------------------------------------------------------

LOOK = f"""
import sys
from asmsim.cli import main
code = main(sys.argv[1:])
loaded = [name for name in {HEAVY} if name in sys.modules]
sys.stderr.write(f"LOADED {{loaded}}\\n")
sys.exit(code)
"""


def process(*words: str, code: str = LOOK) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--help"], 0),
        (["compare", "--help"], 0),
        (["list", "contexts"], 0),
        (["list", "levers"], 0),
        (["list", "parameters"], 0),
        (["list", "outcomes", "--plain"], 0),
        (["show", "gold_generic"], 0),
        (["show", "gold_genric"], 2),
        (["compare", "--scenarios", "confrontatoin"], 2),
        (["compare", "--set", "no.such=1"], 2),
        (["simulate", "hands_of"], 2),
        (["compare", "--replicats", "3"], 2),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_looking_and_mistakes_load_nothing_heavy(words: list[str], code: int) -> None:
    done = process(*words)

    assert done.returncode == code, done.stderr
    assert done.stderr.splitlines()[-1] == "LOADED []"


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "asmsim", "--help"],
            cwd=tmp_path,
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_our_letters_is_no_error() -> None:
    code = "import sys; from asmsim.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "list", "l\u00e8vers"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )

    assert done.returncode == 2
    assert done.stderr.startswith("unknown list 'l?vers'; did you mean 'levers'?")


@pytest.mark.slow
def test_the_main_job_on_a_small_district(tmp_path: Path) -> None:
    small = ["--replicates", "2", "--months", "14", "--policy-month", "2", "--miners", "100"]
    command = [sys.executable, "-m", "asmsim", *small, "--workers", "1"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    def job(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *more],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env=env,
        )

    first = job()
    assert first.returncode == 0, first.stderr
    assert "2 pairs of runs with the same luck" in first.stdout
    assert first.stderr.splitlines()[-1].endswith("results in results/01_stances-001")

    again = job("--json", "--out", "results/01_stances-001", "-q")
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout)["study"]["name"] == "01_stances"

    other = job("--out", "results/01_stances-001", "--seed", "1")
    assert (other.returncode, other.stdout) == (2, "")
    assert other.stderr == "results/01_stances-001: exists and holds another study\n"

    dry = job("--dry-run")
    assert dry.returncode == 0
    stances = len(default_library().scenarios)
    assert dry.stdout.startswith(f"{2 * stances} runs, about ")


# --- languages ------------------------------------------------------------------------------------


def test_what_is_written_for_people_is_told_in_a_language(run: Any) -> None:
    code, out, _ = run("list", "scenarios", "--lang", "fr", library=False)
    assert (code, "Laisser-faire" in out, "Nom" in out) == (0, True, True)
    code, out, _ = run("scorecard", "coexistence", "--lang", "es", library=False)
    assert (code, "Veredicto" in out, "Coexistencia" in out) == (0, True, True)
    code, out, _ = run("list", "scenarios", library=False)
    assert (code, "Hands-off" in out) == (0, True)


def test_a_language_there_is_not_is_refused(run: Any) -> None:
    code, _, err = run("show", "hands_off", "--lang", "xx", library=False)
    assert code == 2
    assert "unknown language 'xx'" in err
