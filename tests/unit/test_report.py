"""The report says what the results say: the same numbers, in one file, whatever the names."""

from __future__ import annotations

import csv
import math
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import asmsim.report
from asmsim.errors import BadValue, OutputRefused, UnknownFormat, UnknownName
from asmsim.records import Context, ContextValue, Library, Messages, default_library
from asmsim.report import folder, row, yearly
from asmsim.report.page import environment
from asmsim.studies.compare import run_study
from asmsim.studies.comparison import Comparison
from asmsim.studies.design import Study
from asmsim.studies.run import headline
from tests.contracts.modules import PACKAGE
from tests.unit import fake_figures, fake_stances, report_page
from tests.unit.fake_engine import failing, study_of, work, write_library

TEMPLATES = PACKAGE / "report" / "templates"
EVIL = '<script>alert("1")</script> & {{ 7 * 7 }} {x}'


@pytest.fixture(autouse=True)
def _drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asmsim.report.figures", fake_figures)
    monkeypatch.setattr(asmsim.report, "figures", fake_figures, raising=False)
    fake_figures.ASKED.clear()


@pytest.fixture(scope="module")
def words() -> Messages:
    return default_library().messages()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def stored(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    study = study_of(replicates=20, months=30, policy_month=6)
    out = tmp_path_factory.mktemp("results") / "study"
    return run_study(study, library=library, work=work, workers=1, out=out)


def page_of(found: Comparison, out: Path, **shown: Any) -> report_page.Element:
    made = asmsim.report.write(found, out, **shown)
    return report_page.read((made / "report.html").read_text(encoding="utf-8"))


def rows_of(found: Comparison) -> dict[tuple[str, str, str], dict[str, str]]:
    """Read the contrasts as anybody would, not as the package does."""
    assert found.folder is not None
    with (found.folder / "contrasts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(each["context"], each["scenario"], each["outcome"]): each for each in rows}


# --- the same numbers -----------------------------------------------------------------------------


def test_every_number_of_the_tables_is_the_contrasts(stored: Comparison, tmp_path: Path) -> None:
    page = page_of(stored, tmp_path / "out")
    wanted = rows_of(stored)
    seen = set()
    for table in page.all("table"):
        if "data-scenario" not in table.attributes:
            continue
        for line in table.all("tr"):
            if "data-outcome" not in line.attributes:
                continue
            key = (
                table.attributes["data-context"],
                table.attributes["data-scenario"],
                line.attributes["data-outcome"],
            )
            values = [each.attributes["value"] for each in line.all("data")]
            columns = ("reference_mean", "scenario_mean", "difference")
            assert [_number(each) for each in values] == [_number(wanted[key][c]) for c in columns]
            assert wanted[key]["verdict"] in line.text()
            seen.add(key)
    assert seen == wanted.keys()


def _number(text: str) -> float | None:
    value = float(text or "nan")
    return None if math.isnan(value) else value


def test_what_is_shown_of_a_number_is_what_the_terminal_shows(
    stored: Comparison, words: Messages, tmp_path: Path
) -> None:
    page = page_of(stored, tmp_path / "out")
    found = stored.contrasts.query("context == 'here' and scenario == 'force'")
    income = row.written(stored.plan.outcomes[0], found.to_dict("records")[0], words)
    table = page.all("table", data_context="here", data_scenario="force")[0]
    cells = [each.text() for each in table.all("tr", data_outcome="income")[0].all("td")]
    assert cells[:5] == [
        income.reference,
        income.scenario,
        income.difference,
        income.interval,
        "▼ worse",
    ]
    assert cells[5] == "0 of 20"


def test_the_first_page_says_the_verdicts_of_the_contrasts(
    stored: Comparison, tmp_path: Path
) -> None:
    page = page_of(stored, tmp_path / "out", contexts=["here"], outcomes=["income"])
    glance = page.all("div", **{"class": "scroll glance"})[0].all("table")[0]
    said = [line.text() for line in glance.all("tbody")[0].all("tr")]
    assert said == ["force ▼ worse", "help ▲ better"]
    answer = page.all("section", aria_labelledby="answer")[0].text()
    assert "Better in at least one of these and worse in none: help." in answer
    article = page.all("article")[1]
    assert "better in 20 of 20 pairs" in article.text()
    assert "Of 1 outcomes, the verdict is “better” for 1." in article.text()


@pytest.mark.parametrize(
    ("scenario", "verdicts", "said"),
    [
        ("help", {}, "Better in at least one of these and worse in none: help."),
        ("help", {"deaths": "worse"}, "No stance is better in one of these without"),
        ("force", {}, "These runs call no stance better than “alone”"),
        (
            "force",
            {"income": "too close to call"},
            "These runs cannot tell any stance from “alone”",
        ),
    ],
)
def test_all_of_it_is_said_in_a_sentence(
    stored: Comparison, tmp_path: Path, scenario: str, verdicts: dict[str, str], said: str
) -> None:
    contrasts = stored.contrasts.copy()
    contrasts.loc[contrasts["outcome"] != "income", "verdict"] = "too close to call"
    for outcome, verdict in verdicts.items():
        contrasts.loc[contrasts["outcome"] == outcome, "verdict"] = verdict
    found = Comparison(stored.runs, contrasts, stored.series, stored.manifest)
    names = ["income", "deaths", "output"]
    page = page_of(found, tmp_path / "out", contexts=["here"], scenarios=[scenario], outcomes=names)
    answer = page.all("section", aria_labelledby="answer")[0].text()
    assert said in answer
    close = 3 - len({"income"} | set(verdicts)) + (verdicts.get("income") is not None)
    assert f"{close} of the 3 verdicts above are too close to call" in answer


def test_the_last_year_is_the_headline(stored: Comparison, tmp_path: Path) -> None:
    by_years = yearly.yearly(stored)
    assert list(dict.fromkeys(by_years["year"])) == ["2015/16", "2016/17"]
    last = by_years[by_years["year"] == "2016/17"].set_index(["context", "scenario"])
    months = stored.series[stored.series["month"] >= 18]
    for key, here in months.groupby(["context", "scenario"]):
        assert last.loc[key, "income"] == pytest.approx(here["income"].mean())
    page = page_of(stored, tmp_path / "out", contexts=["here"])
    table = page.all("table", **{"class": "years"})[0]
    value = float(table.all("tr")[2].all("data")[-1].attributes["value"])
    assert value == last.loc[("here", "force"), "income"]


@pytest.mark.row("R17")
def test_years_follow_each_outcomes_headline(stored: Comparison) -> None:
    plan = stored.plan
    for kind, wanted in (("sum", sum), ("last", lambda year: year[-1])):
        outcomes = tuple(each.model_copy(update={"headline": kind}) for each in plan.outcomes)
        manifest = stored.manifest | {
            "outcomes": {each.name: each.model_dump(mode="json") for each in outcomes}
        }
        found = Comparison(stored.runs, stored.contrasts, stored.series, manifest)
        by_years = yearly.yearly(found)
        first = by_years.iloc[0]["output"]
        assert first == pytest.approx(wanted([100.0] * 12))


def test_a_year_is_the_headline_of_a_run_that_ended_then(stances: Comparison) -> None:
    plan, library = stances.plan, default_library()
    by_years = yearly.yearly(stances).set_index(["scenario", "year"])
    weighed = [each.name for each in plan.outcomes if each.weight]
    assert weighed
    for months in (12, 60, 120):
        runs = stances.series[stances.series["month"] < months].groupby(["scenario", "replicate"])
        names = [each.name for each in plan.outcomes]
        ended = {key: headline(run[names], library, plan.policy_month) for key, run in runs}
        for scenario in ("hands_off", "confrontation"):
            wanted = pd.DataFrame([ended[scenario, 0], ended[scenario, 1]]).mean()
            found = by_years.loc[(scenario, str(2014 + months // 12))]
            kept = [each.name for each in plan.outcomes if each.headline != "pair"]
            same = pd.testing.assert_series_equal
            same(found[kept].astype(float), wanted[kept], check_names=False)


# --- a page that stands alone ---------------------------------------------------------------------


def test_nothing_is_fetched_and_nothing_is_run(stored: Comparison, tmp_path: Path) -> None:
    asmsim.report.write(stored, tmp_path / "out")
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    page = report_page.read(text)
    assert page.all("script") == page.all("link") == page.all("iframe") == []
    assert {each.attributes["src"][:18] for each in page.all("img")} == {"data:image/svg+xml"}
    assert all(each.attributes["href"].startswith("#") for each in page.all("a"))
    assert not re.search(r"@import|url\(|\son\w+=", text)


def test_headings_are_in_order_and_links_find_their_place(
    stored: Comparison, tmp_path: Path
) -> None:
    page = page_of(stored, tmp_path / "out")
    levels = [int(each.tag[1]) for each in page.all() if re.fullmatch(r"h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = Counter(each.attributes["id"] for each in page.all() if "id" in each.attributes)
    assert set(ids.values()) == {1}
    assert {each.attributes["href"][1:] for each in page.all("a")} <= set(ids)
    assert page.all("html")[0].attributes["lang"] == "en-GB"


@pytest.mark.row("R11")
def test_every_context_has_its_answer_figures_years_and_tables(
    stored: Comparison, tmp_path: Path
) -> None:
    page = page_of(stored, tmp_path / "out")
    headings = [each.text() for each in page.all("h2")]
    for kind in ("The answer in", "Figures:", "Year by year:", "All outcomes:"):
        assert [each for each in headings if each.startswith(kind)] == [
            f"{kind} here",
            f"{kind} there",
        ]
    assert [each.attributes["alt"] for each in page.all("img")] == ["alt: worse <b>"] * 2
    names = [path.name for path in sorted((tmp_path / "out" / "figures").iterdir())]
    assert names == ["here-one.png", "here-one.svg", "there-one.png", "there-one.svg"]


def test_names_of_users_are_escaped(tmp_path: Path) -> None:
    library = write_library(tmp_path / "library")
    for kind in ("scenarios", "contexts", "outcomes"):
        for path in (tmp_path / "library" / kind).glob("*.toml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r'title = "(.*)"', rf"title = '{EVIL} \1'", text))
    found = run_study(study_of(), library=Library(root=library.root), work=work, workers=1)
    asmsim.report.write(found, tmp_path / "out")
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    page = report_page.read(text)
    assert page.all("script") == []
    assert "<script" not in text
    assert EVIL in page.all("h1")[0].text()
    for tag in ("h2", "h3", "th"):
        assert any(EVIL in each.text() for each in page.all(tag)), tag
    labels = [each.attributes["aria-label"] for each in page.all("div", role="region")]
    assert any(EVIL in label for label in labels)


def test_the_same_results_give_the_same_bytes(stored: Comparison, tmp_path: Path) -> None:
    for name in ("one", "two"):
        asmsim.report.write(stored, tmp_path / name)
    for path in sorted((tmp_path / "one").rglob("*.*")):
        same = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == same.read_bytes(), path


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_another_language_has_the_same_numbers(
    stances: Comparison, tmp_path: Path, lang: str
) -> None:
    english = page_of(stances, tmp_path / "en")
    told = page_of(stances, tmp_path / lang, lang=lang)

    values = [[each.attributes["value"] for each in page.all("data")] for page in (english, told)]
    assert values[0] == values[1] != []
    assert [page.all("html")[0].attributes["lang"][:2] for page in (english, told)] == ["en", lang]
    assert english.all("h1")[0].text() != told.all("h1")[0].text()
    titles = default_library().told(default_library().messages(lang)).scenarios
    assert titles["confrontation"].title in told.text()
    english_left = [each for each in told.all(lang="en") if each.text()]
    assert english_left != [] == english.all(lang="en")


def test_templates_hold_no_words_of_their_own(words: Messages) -> None:
    for path in sorted(TEMPLATES.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        keys = re.findall(r'\bt\("([a-z_.]+[a-z])"[,)]', text)
        assert [key for key in keys if key not in words] == [], path.name
        for code in (r"{#.*?#}|{%.*?%}|{{.*?}}", r"<[^>]*>"):
            text = re.sub(f"(?s){code}", " ", text)
        assert re.findall(r"[A-Za-z]+", text) == [], path.name


# --- what is said ---------------------------------------------------------------------------------


def test_it_says_what_would_change_it_and_how_to_make_it_again(
    stored: Comparison, tmp_path: Path
) -> None:
    page = page_of(stored, tmp_path / "out")
    text = page.text()
    assert "Intervals and verdicts are of luck only" in text
    assert (
        "asmsim compare --scenarios force,help --reference alone --context here,there "
        "--replicates 20 --seed 0 --months 30 --start 2015-01 --policy-month 6 --miners 5000"
    ) in text
    assert stored.manifest["code"] in text
    assert str(stored.manifest["seeds"][-1]) in text


@pytest.fixture(scope="module")
def stances() -> Comparison:
    study = Study(
        scenarios=("confrontation",), replicates=2, overrides={"belief.kin": 1.5}, miners=2500
    )
    return run_study(study, work=fake_stances.work, workers=1)


def test_every_parameter_stands_with_its_source(stances: Comparison, tmp_path: Path) -> None:
    page = page_of(stances, tmp_path / "out")
    lines = {
        line.all("code")[0].text(): [each.text() for each in line.all("td")]
        for table in page.all("table", **{"class": "parameters"})
        for line in table.all("tr")[1:]
    }
    library = default_library()
    assert list(lines) == list(library.parameters)
    assert lines["belief.kin"][:3] == ["1.5", "people", "0 to 5"]
    assert lines["belief.kin"][4] == "set for this study"
    source = library.parameters["belief.eviction_grievance"].source
    assert lines["belief.eviction_grievance"][3:] == ["D", source]
    assert "--set belief.kin=1.5" in page.text()


def test_couplings_that_may_be_nothing_are_named(stances: Comparison, tmp_path: Path) -> None:
    page = page_of(stances, tmp_path / "out")
    named = {each.text() for each in page.all("section", aria_labelledby="change")[0].all("code")}
    assert {"belief.eviction_grievance", "state.cue"} <= named
    assert "belief.trust_speed" not in named


def test_levers_stand_with_dose_place_and_source(stances: Comparison, tmp_path: Path) -> None:
    page = page_of(stances, tmp_path / "out")
    table = next(
        each
        for each in page.all("section", aria_labelledby="scenarios")[0].all("table")
        if each.all("caption")[0].text() == "Hands-off"
    )
    lines = [[each.text() for each in line.all("td")] for line in table.all("tr")[1:]]
    alarmed = "only where a clash or theft has alarmed the firm"
    assert [line[:3] for line in lines] == [
        ["50%", "concession core", alarmed],
        ["50%", "concession core", alarmed],
        ["20%", "concession core", "from the policy month on"],
    ]


def barred(name: str, **fields: object) -> Context:
    """A place whose law forbids what a firm may agree on with miners."""
    laws = ("law.cession", "law.lease", "law.offtake")
    law = {"value": False, "grade": "A", "source": "a mining code <1999>", "reason": "tests"}
    parameters = tuple(ContextValue(name=each, **law) for each in laws)
    return Context(name=name, title=name, source="tests", parameters=parameters, **fields)


def test_what_the_law_forbids_is_said_with_its_source(tmp_path: Path) -> None:
    study = Study(replicates=2, contexts=(barred("strict"), "gold_generic"))
    found = run_study(study, work=fake_stances.work, workers=1)
    page = page_of(found, tmp_path / "out")
    strict, lax = (each.all("tbody")[0] for each in page.all("div", **{"class": "scroll glance"}))
    refused = strict.all("td", **{"class": "refused"})
    assert len(refused) >= 3
    assert all("Not permitted here" in each.text() for each in refused)
    assert all("a mining code <1999>" in each.text() for each in refused)
    assert lax.all("td", **{"class": "refused"}) == []
    assert len(strict.all("tr")) == len(lax.all("tr")) == len(found.plan.compared)
    change = page.all("section", aria_labelledby="change")[0]
    assert change.text().count("a mining code <1999>") == len(refused)


def test_a_counterfactual_is_labelled_where_its_answer_stands(tmp_path: Path) -> None:
    study = Study(replicates=2, contexts=(barred("strict"),), overrides={"law.cession": True})
    found = run_study(study, work=fake_stances.work, workers=1)
    page = page_of(found, tmp_path / "out")
    label = "Counterfactual: law.cession is set to true; the law of strict forbids it."
    assert label in page.all("section", aria_labelledby="answer")[0].text()
    assert label in page.all("section", aria_labelledby="change")[0].text()


def test_a_place_where_nothing_is_allowed_has_no_answer_but_the_law(tmp_path: Path) -> None:
    scenarios = ("cohabitation_ceded", "confrontation")
    study = Study(scenarios=scenarios, replicates=2, contexts=(barred("strict"), "gold_generic"))
    found = run_study(study, work=fake_stances.work, workers=1)
    page = page_of(found, tmp_path / "out", scenarios=["cohabitation_ceded"], contexts=["strict"])
    answer = page.all("section", aria_labelledby="answer")[0]
    assert answer.all("article") == []
    assert "Not permitted here" in answer.text()
    assert "cannot tell any" not in answer.text()


def test_few_pairs_short_runs_and_failures_are_said(library: Library, tmp_path: Path) -> None:
    found = run_study(study_of(), library=library, work=failing, workers=1)
    text = page_of(found, tmp_path / "failed").text()
    assert "5 of 24 runs failed and are left out with their pairs." in text
    assert "The study is shorter than a year." in text
    one = run_study(study_of(replicates=1), library=library, work=work, workers=1)
    assert "two are needed for an interval and a verdict" in page_of(one, tmp_path / "one").text()


def test_a_report_of_a_part_says_so(stored: Comparison, tmp_path: Path) -> None:
    page = page_of(stored, tmp_path / "out", scenarios=["help"], contexts=["there"])
    assert [each.text() for each in page.all("article")[0].all("h3")] == ["help"]
    assert len(page.all("article")) == 1
    assert "This report shows a part of the study" in page.text()
    assert fake_figures.ASKED == [{"context": "there", "scenarios": ["help"], "outcomes": ()}]


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "nearest", "field"),
    [
        ({"outcomes": ["incom"]}, "income", "outcomes"),
        ({"scenarios": ["forse"]}, "force", "scenarios"),
        ({"contexts": ["her"]}, "here", "contexts"),
        ({"formats": ["sgv"]}, "svg", "formats"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    stored: Comparison, tmp_path: Path, asked: dict[str, list[str]], nearest: str, field: str
) -> None:
    with pytest.raises(UnknownName) as raised:
        asmsim.report.write(stored, tmp_path / "out", **asked)
    assert (raised.value.nearest, raised.value.field) == (nearest, field)
    assert not (tmp_path / "out").exists()


def test_the_reference_alone_is_no_comparison(stored: Comparison, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="nothing to compare"):
        asmsim.report.write(stored, tmp_path / "out", scenarios=["alone"])


def test_a_folder_that_is_no_result_or_not_finished_is_refused(
    stored: Comparison, tmp_path: Path
) -> None:
    with pytest.raises(UnknownFormat, match="is not a folder of results"):
        asmsim.report.write(tmp_path)
    assert stored.folder is not None
    manifest = (stored.folder / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "manifest.json").write_text(manifest.replace('"complete": true', '"complete": 0'))
    with pytest.raises(UnknownFormat, match="is not finished"):
        asmsim.report.write(tmp_path)
    (tmp_path / "manifest.json").write_text(manifest.replace('"format": 1', '"format": 99'))
    with pytest.raises(UnknownFormat, match="a newer asmsim made it"):
        asmsim.report.write(tmp_path)


def test_a_folder_with_something_else_in_it_is_left_alone(
    stored: Comparison, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(OutputRefused, match="holds something else"):
        asmsim.report.write(stored, tmp_path)
    with pytest.raises(OutputRefused, match="cannot be made"):
        asmsim.report.write(stored, tmp_path / "mine.txt" / "in")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_cannot_be_written_is_one_clear_error(stored: Comparison, tmp_path: Path) -> None:
    (tmp_path / "out" / "tables.xlsx").mkdir(parents=True)
    with pytest.raises(OutputRefused, match="cannot be written: Is a directory"):
        asmsim.report.write(stored, tmp_path / "out")
    assert not (tmp_path / "out" / "report.html").exists()


def test_results_in_memory_need_a_folder(stored: Comparison) -> None:
    loose = Comparison(stored.runs, stored.contrasts, stored.series, stored.manifest)
    with pytest.raises(OutputRefused, match="name a folder"):
        asmsim.report.write(loose)


def test_an_earlier_report_is_replaced(stored: Comparison, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asmsim.report.write(stored, out)
    asmsim.report.write(stored, out, contexts=["here"], formats=["svg"])
    assert [path.name for path in (out / "figures").iterdir()] == ["here-one.svg"]


def test_it_is_made_from_stored_results_without_the_model(stored: Comparison) -> None:
    script = (
        "import sys, asmsim.report\n"
        "from tests.unit import fake_figures\n"
        "sys.modules['asmsim.report.figures'] = fake_figures\n"
        f"asmsim.report.write({str(stored.folder)!r})\n"
        "print(sorted({'numba', 'mesa', 'llvmlite', 'asmsim.model'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
    assert stored.folder is not None
    assert (stored.folder / folder.REPORT / folder.PAGE).is_file()


def test_templates_are_filled_strictly(words: Messages) -> None:
    made = environment(words).from_string("{{ t('report.title', contexts=name) }}")
    assert made.render(name="<a & b>") == "Policy stances compared: &lt;a &amp; b&gt;"
