"""The scorecard: every requirement of every standard has its verdict and the levers it rests on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asmsim.cli import main
from asmsim.errors import BadFile, BadValue, UnknownName
from asmsim.levers import registry
from asmsim.records import Library, Scenario, Standard, default_library
from asmsim.records.scenario import Dose
from asmsim.studies.scorecard import Degree, Mark, check, scorecard
from tests.unit import fake_stances

LIBRARY = default_library()
PLACE = LIBRARY.resolve("gold_generic")


def stance(*doses: Dose | str) -> Scenario:
    levers = tuple(Dose(lever=dose) if isinstance(dose, str) else dose for dose in doses)
    return Scenario(name="mine", title="Mine", source="a test", levers=levers)


def marks(*stances: Scenario, **values: Any) -> dict[str, Mark]:
    place = PLACE | {name.replace("__", "."): value for name, value in values.items()}
    found = scorecard(LIBRARY.standards, stances, registry(), place)
    return {mark.name: mark for mark in found}


def degrees(*names: str, doses: tuple[Dose | str, ...]) -> list[str]:
    found = marks(stance(*doses))
    return [str(found[name].degree) for name in names]


# --- what each standard asks ----------------------------------------------------------------------

NOTHING = ("security",)
TALK = ("monitoring", "engagement")
HELP = (*TALK, "training", "security_training")
BUY = (*HELP, "offtake", "agreement_terms", "clean_technique")


@pytest.mark.row("gri_mm8.number", "gri_mm8.share", "gri_mm8.risk", "gri_mm8.action")
def test_gri_asks_for_number_share_risk_and_action() -> None:
    names = [f"gri_mm8.{name}" for name in ("number", "share", "risk", "action")]
    assert degrees(*names, doses=NOTHING) == ["not"] * 4
    assert degrees(*names, doses=("monitoring",)) == ["met", "met", "part", "not"]
    assert degrees(*names, doses=("engagement",)) == ["part", "not", "part", "not"]
    assert degrees(*names, doses=HELP) == ["met"] * 4


@pytest.mark.row("responsible_mining_index.D.09.1", "responsible_mining_index.D.09.2")
def test_the_index_asks_for_engagement_and_for_help() -> None:
    names = [f"responsible_mining_index.D.09.{number}" for number in (1, 2)]
    assert degrees(*names, doses=NOTHING) == ["not", "not"]
    assert degrees(*names, doses=("third_party", "community_investment")) == ["part", "part"]
    assert degrees(*names, doses=HELP) == ["met", "met"]


@pytest.mark.row("icmm.9.4")
def test_icmm_asks_to_work_with_the_government() -> None:
    assert degrees("icmm.9.4", doses=TALK) == ["not"]
    assert degrees("icmm.9.4", doses=HELP) == ["part"]
    assert degrees("icmm.9.4", doses=(*HELP, "asm_zone")) == ["met"]


@pytest.mark.row(
    "irma_3_6.context",
    "irma_3_6.engagement",
    "irma_3_6.security",
    "irma_3_6.opportunities",
    "irma_3_6.due_diligence",
    "irma_3_6.plan",
    "irma_3_6.impact",
    "irma_3_6.benefits",
    "irma_3_6.resettlement",
    "irma_3_6.closure",
)
def test_irma_asks_for_ten_things() -> None:
    names = [f"irma_3_6.{each.id}" for each in LIBRARY.standards["irma_3_6"].requirements]
    nothing = dict(zip(names, degrees(*names, doses=NOTHING), strict=True))
    assert nothing.pop("irma_3_6.due_diligence") == "apart", "nothing is bought"
    assert nothing.pop("irma_3_6.resettlement") == "apart", "nobody has to move"
    assert set(nothing.values()) == {"not"}
    much = ("security", *BUY, "departure", "community_investment")
    all_of_it = dict(zip(names, degrees(*names, doses=much), strict=True))
    assert all_of_it.pop("irma_3_6.closure") == "part", "the mine does not plan its end"
    assert set(all_of_it.values()) == {"met"}
    assert degrees("irma_3_6.security", doses=(*much, "rules_of_force")) == ["not"]
    assert degrees("irma_3_6.resettlement", doses=(*much, "eviction")) == ["not"]
    assert degrees("irma_3_6.security", doses=TALK) == ["apart"], "there are no guards"


@pytest.mark.row("rjc_cop_35.a", "rjc_cop_35.b", "rjc_cop_35.sourcing")
def test_rjc_asks_for_dialogue_initiatives_and_fair_purchase() -> None:
    names = [f"rjc_cop_35.{name}" for name in ("a", "b", "sourcing")]
    assert degrees(*names, doses=NOTHING) == ["not", "not", "apart"]
    assert degrees(*names, doses=("engagement", "licensing", "offtake")) == ["part"] * 3
    assert degrees(*names, doses=BUY) == ["met"] * 3
    assert degrees(*names[2:], doses=(*HELP, "offtake")) == ["part"], "the terms are not fair yet"


@pytest.mark.row("rmi_rra.asm", "copper_mark.25")
def test_the_norm_of_the_risk_readiness_assessment_stands_in_two_standards() -> None:
    for name in ("rmi_rra.asm", "copper_mark.25"):
        assert degrees(name, doses=NOTHING) == ["not"]
        assert degrees(name, doses=TALK) == ["part"]
        assert degrees(name, doses=HELP) == ["met"]


@pytest.mark.row("wgc_rgmp.access", "wgc_rgmp.mercury")
def test_the_principle_of_the_gold_council_asks_for_markets_and_less_mercury() -> None:
    names = ["wgc_rgmp.access", "wgc_rgmp.mercury"]
    assert degrees(*names, doses=TALK) == ["not", "not"]
    assert degrees(*names, doses=HELP) == ["part", "part"]
    assert degrees(*names, doses=BUY) == ["met", "met"]
    assert degrees(*names, doses=(*BUY, "buyer_exit"))[0] == "not"


@pytest.mark.row(
    "conflict_free_gold.sourcing",
    "conflict_free_gold.formalisation",
    "conflict_free_gold.inclusion",
)
def test_conflict_free_gold_is_bought_with_care_and_shuts_nobody_out() -> None:
    names = [f"conflict_free_gold.{name}" for name in ("sourcing", "formalisation", "inclusion")]
    assert degrees(*names, doses=TALK) == ["apart", "not", "not"]
    assert degrees(*names, doses=BUY) == ["met"] * 3
    assert degrees(*names, doses=(*BUY, "zero_tolerance")) == ["met", "met", "not"]


@pytest.mark.row("de_beers_bpp.D7.1", "de_beers_bpp.D7.2", "de_beers_bpp.B7")
def test_de_beers_asks_for_initiatives_engagement_and_care_in_purchase() -> None:
    names = [f"de_beers_bpp.{name}" for name in ("D7.1", "D7.2", "B7")]
    assert degrees(*names, doses=NOTHING) == ["not", "not", "apart"]
    assert degrees(*names, doses=("licensing", "engagement", "offtake")) == ["part"] * 3
    assert degrees(*names, doses=BUY) == ["met"] * 3


@pytest.mark.row("oecd_annex_e.context", "oecd_annex_e.stakeholders", "oecd_annex_e.design")
def test_the_oecd_asks_to_know_to_choose_and_to_fit() -> None:
    names = [f"oecd_annex_e.{name}" for name in ("context", "stakeholders", "design")]
    assert degrees(*names, doses=NOTHING) == ["not"] * 3
    assert degrees(*names, doses=("third_party",)) == ["part", "part", "met"]
    assert degrees(*names, doses=TALK) == ["met"] * 3


@pytest.mark.row("voluntary_principles.security")
def test_the_voluntary_principles_ask_for_trained_guards_and_force_last() -> None:
    name = "voluntary_principles.security"
    assert degrees(name, doses=TALK) == ["apart"]
    assert degrees(name, doses=("security", "security_training")) == ["part"]
    assert degrees(name, doses=("security", *HELP)) == ["met"]
    assert degrees(name, doses=("security", *HELP, "rules_of_force")) == ["not"]


@pytest.mark.row(
    "minimum_duties.monitor",
    "minimum_duties.risk",
    "minimum_duties.engage",
    "minimum_duties.support",
)
def test_four_duties_stand_whatever_the_stance() -> None:
    names = [f"minimum_duties.{name}" for name in ("monitor", "risk", "engage", "support")]
    assert degrees(*names, doses=NOTHING) == ["not"] * 4
    assert degrees(*names, doses=("monitoring",)) == ["met", "part", "not", "not"]
    assert degrees(*names, doses=("third_party",)) == ["not", "not", "met", "not"]
    assert degrees(*names, doses=HELP) == ["met"] * 4


@pytest.mark.row(
    "responsible_mining_index.D.09.2",
    "irma_3_6.opportunities",
    "irma_3_6.resettlement",
    "gri_mm8.action",
    "minimum_duties.risk",
)
@pytest.mark.parametrize("lever", ["livelihoods", "remediation"])
def test_other_livelihoods_and_remediation_are_measures_where_the_firm_pays_too(lever: str) -> None:
    paid = Dose(lever=lever, payers="firm")
    asked = ["irma_3_6.opportunities", "gri_mm8.action", "minimum_duties.risk"]
    if lever == "livelihoods":
        asked += ["responsible_mining_index.D.09.2"]
        assert degrees("irma_3_6.resettlement", doses=("zoning", paid)) == ["met"]
    assert set(degrees(*asked, doses=("monitoring", paid))) == {"met"}
    assert degrees("irma_3_6.opportunities", doses=(lever,)) == ["part"], "others pay"


@pytest.mark.row("rjc_cop_35.b", "wgc_rgmp.access", "conflict_free_gold.inclusion")
def test_certified_and_public_buyers_open_markets_in_part() -> None:
    names = ["wgc_rgmp.access", "conflict_free_gold.inclusion"]
    for lever in ("certification", "state_buyer"):
        assert degrees(*names, doses=(lever,)) == ["part", "part"]
    assert degrees("rjc_cop_35.b", doses=("certification",)) == ["part"], "buyers alone pay"
    shared = Dose(lever="certification", payers={"buyers": 0.8, "firm": 0.2})
    assert degrees("rjc_cop_35.b", doses=(shared,)) == ["met"]


@pytest.mark.row("icmm.9.4", "copper_mark.25", "rmi_rra.asm", "de_beers_bpp.D7.1")
def test_children_out_of_the_pits_is_better_practice_in_part() -> None:
    names = ["icmm.9.4", "copper_mark.25", "rmi_rra.asm", "de_beers_bpp.D7.1"]
    assert degrees(*names, doses=("remediation",)) == ["part"] * 4


# --- how a verdict comes about --------------------------------------------------------------------


def test_confrontation_meets_nothing_and_no_stance_meets_all() -> None:
    found = {name: marks(each) for name, each in LIBRARY.scenarios.items()}
    assert {mark.degree for mark in found["confrontation"].values()} == {Degree.NOT, Degree.APART}
    for name, its in found.items():
        assert {mark.degree for mark in its.values()} != {Degree.MET}, name


@pytest.mark.parametrize(
    ("dose", "degree"),
    [
        (Dose(lever="training", dose=0.5), "met"),
        (Dose(lever="training", dose=0.49), "part"),
        (Dose(lever="training", dose=0.01), "part"),
        (Dose(lever="training", dose=0.0), "not"),
        (Dose(lever="training", start=60), "met"),
        (Dose(lever="training", end=60), "part"),
        (Dose(lever="training", when="alarm"), "part"),
        (Dose(lever="training", where="asm_zone"), "met"),
        (Dose(lever="training", payers="donors"), "part"),
        (Dose(lever="training", payers={"donors": 0.9, "firm": 0.1}), "met"),
    ],
)
def test_dose_time_and_payer_decide(dose: Dose, degree: str) -> None:
    mark = marks(stance(dose))["rjc_cop_35.b"]
    assert mark.degree == degree
    assert mark.by == (((dose,),) if degree != "not" else ())


def test_programmes_add_to_the_scenario_and_the_stronger_dose_counts() -> None:
    weak, strong = Dose(lever="training", dose=0.2), Dose(lever="training", dose=0.8)
    mark = marks(stance(weak), stance(strong))["rjc_cop_35.b"]
    assert (mark.degree, mark.by) == (Degree.MET, ((strong,),))


def test_every_way_that_is_followed_is_named() -> None:
    mark = marks(stance("training", "asm_zone"))["rjc_cop_35.b"]
    assert [[dose.lever for dose in way] for way in mark.by] == [["training"], ["asm_zone"]]


def test_what_stands_against_it_is_named() -> None:
    mark = marks(stance("security", *HELP, "rules_of_force"))["irma_3_6.security"]
    assert mark.opposed
    assert [dose.lever for (dose,) in mark.by] == ["rules_of_force"]


def test_a_lever_the_law_forbids_does_not_count() -> None:
    assert marks(stance("offtake"))["wgc_rgmp.access"].degree is Degree.MET
    there = marks(stance("offtake"), law__offtake=False)
    assert there["wgc_rgmp.access"].degree is Degree.NOT
    assert there["conflict_free_gold.sourcing"].degree is Degree.APART


def test_without_a_firm_nothing_applies() -> None:
    found = marks(stance(*BUY), district__firms=0)
    assert {mark.degree for mark in found.values()} == {Degree.APART}


def test_each_lever_named_exists_and_each_requirement_can_be_met() -> None:
    check(LIBRARY.standards, registry())
    everything = [name for name in registry() if name not in ("buyer_exit", "zero_tolerance")]
    calm = [name for name in everything if name not in ("rules_of_force", "eviction")]
    for mark in marks(stance(*calm)).values():
        best = Degree.MET if mark.requirement.full else Degree.PART
        assert mark.degree is best, mark.name


# --- the record -----------------------------------------------------------------------------------

STANDARD = """
title = "A standard"
source = "a test"
[[requirements]]
id = "one"
title = "One"
text = "One thing."
full = [{ training = 0.5 }]
"""


def library(folder: Path, text: str) -> Library:
    (folder / "standards").mkdir(parents=True, exist_ok=True)
    (folder / "standards" / "ours.toml").write_text(text, encoding="utf-8")
    return Library([folder])


def test_a_standard_of_ones_own_stands_beside_the_others(tmp_path: Path) -> None:
    found = library(tmp_path, STANDARD).standards
    assert isinstance(found["ours"], Standard)
    assert set(found) == {"ours", *LIBRARY.standards}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("training = 0.5", "training = 0", "requirements[1].full[1].training: 0 is no least dose"),
        ("training = 0.5", "training = 2", "allowed: above 0, up to 1"),
        ("training = 0.5", 'training = "much"', "'much' is no least dose"),
        ("full = ", "fll = ", "fll: unknown key; did you mean 'full'?"),
        ("full = [{ training = 0.5 }]", "", "requirements[1].full: is missing"),
        ('text = "One thing."', "", "requirements[1].text: is missing"),
        ("[[requirements]]", "[[requirement]]", "did you mean 'requirements'?"),
        ('title = "A standard"', "", "title: is missing"),
    ],
)
def test_a_malformed_standard_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    made = library(tmp_path, STANDARD.replace(old, new))
    with pytest.raises(BadFile) as caught:
        _ = made.standards
    assert str(caught.value).startswith(str(tmp_path / "standards" / "ours.toml"))
    assert message.lower() in str(caught.value).lower()


def test_a_requirement_is_there_once() -> None:
    (one,) = Standard(
        name="a",
        title="A",
        source="a test",
        requirements=[{"id": "x", "title": "X", "text": "X", "part": [{"training": 1}]}],
    ).requirements
    with pytest.raises(BadValue, match="'x' is there twice"):
        Standard(name="a", title="A", source="a test", requirements=[one, one])


def test_a_lever_there_is_not_is_refused(tmp_path: Path) -> None:
    made = library(tmp_path, STANDARD.replace("training", "trainng"))
    with pytest.raises(UnknownName, match="unknown lever 'trainng'; did you mean 'training'"):
        check(made.standards, registry())


# --- the command ----------------------------------------------------------------------------------


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["scorecard", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_shows_every_requirement(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "220")
    code, out, _ = asked(capsys, "collaboration_offtake")
    assert code == 0
    for standard in LIBRARY.standards.values():
        assert standard.title in out
        assert all(each.title in out for each in standard.requirements)
    assert "offtake 100% + monitoring 100%" in out
    assert "there is no total" in out


def test_plain_and_json_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    _, plain, _ = asked(capsys, "coexistence", "--plain")
    lines = [line.split("\t") for line in plain.splitlines()]
    _, text, _ = asked(capsys, "coexistence", "--json")
    data = json.loads(text)
    assert [(each["name"], each["verdict"]) for each in data["requirements"]] == [
        (name, verdict) for name, verdict, _ in lines
    ]
    named = {name: levers for name, _, levers in lines}
    for each in data["requirements"]:
        ways = [*each["levers"], *each["against"]]
        levers = dict.fromkeys(dose["lever"] for way in ways for dose in way)
        assert named[each["name"]] == ",".join(levers)
    assert (data["scenario"], data["context"]) == ("coexistence", "gold_generic")


def test_programmes_and_places_of_ones_own_are_taken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for kind in ("programmes", "contexts"):
        (tmp_path / kind).mkdir()
    (tmp_path / "programmes" / "help_all.toml").write_text(
        'title = "Help"\nsource = "a test"\n[[levers]]\nlever = "training"\n', encoding="utf-8"
    )
    (tmp_path / "contexts" / "strict.toml").write_text(
        'title = "Strict"\nsource = "a test"\n[[parameters]]\nname = "law.offtake"\n'
        'value = false\ngrade = "D"\nsource = "a test"\nreason = "a test"\n',
        encoding="utf-8",
    )
    words = ("--library", str(tmp_path), "--json")
    code, out, _ = asked(capsys, "hands_off", "--programme", "help_all", *words)
    assert code == 0
    data = json.loads(out)
    assert data["programmes"] == ["help_all"]
    degree = {each["name"]: each["verdict"] for each in data["requirements"]}
    assert degree["responsible_mining_index.D.09.2"] == "met"
    code, out, _ = asked(capsys, "collaboration_offtake", "--context", "strict", *words)
    assert json.loads(out)["not_permitted"] == ["law.offtake"]
    code, out, _ = asked(capsys, "collaboration_offtake", "--context", "strict", *words[:2])
    assert "Not permitted in Strict, so not counted: what needs law.offtake." in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "SCENARIO: is missing"),
        (("confront",), "unknown scenario 'confront'; did you mean 'confrontation'?"),
        (("hands_off", "--context", "gold"), "--context: unknown context 'gold'"),
        (("hands_off", "--programme", "nowhere"), "--programme: unknown programme 'nowhere'"),
        (("gone.toml",), "gone.toml: there is no such file"),
        (("hands_off", "--contxt", "x"), "unknown option '--contxt'; did you mean '--context'?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    code, out, err = asked(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith(message)


# --- the report -----------------------------------------------------------------------------------


def test_the_report_has_every_requirement_for_every_stance() -> None:
    from asmsim.report.standards import cards
    from asmsim.studies.design import Study
    from asmsim.studies.plan import plan

    made = plan(Study(contexts=("gold_generic",)))
    words = LIBRARY.messages()
    (card,) = cards(made, made.contexts, made.scenarios, LIBRARY, words)
    assert card.places == ""
    assert card.scenarios == [each.title for each in made.scenarios]
    asked = [each.id for standard in LIBRARY.standards.values() for each in standard.requirements]
    assert [line.id for _, lines in card.standards for line in lines] == asked
    named = {cell.levers for _, lines in card.standards for line in lines for cell in line.cells}
    assert "engagement with miners and chiefs, monitoring of the miners" in named
    for place, scenario in enumerate(made.scenarios):
        shown = [line.cells[place].degree for _, lines in card.standards for line in lines]
        assert shown == [str(mark.degree) for mark in marks(scenario).values()]


def test_places_that_differ_have_cards_of_their_own() -> None:
    from asmsim.records import Context, ContextValue
    from asmsim.report.standards import cards
    from asmsim.studies.design import Study
    from asmsim.studies.plan import plan

    empty = ContextValue(
        name="district.firms", value=0, grade="D", source="a test", reason="a test"
    )
    place = Context(name="empty", title="Empty", source="a test", parameters=(empty,))
    made = plan(Study(contexts=("gold_generic", place)))
    found = cards(made, made.contexts, made.scenarios, LIBRARY, LIBRARY.messages())
    assert [card.places for card in found] == [made.contexts[0].title, "Empty"]
    cells = [cell for _, lines in found[1].standards for line in lines for cell in line.cells]
    assert {cell.degree for cell in cells} == {"apart"}


def test_the_page_shows_the_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import asmsim.report
    from asmsim.studies.compare import run_study
    from asmsim.studies.design import Study
    from tests.unit import fake_figures, report_page

    monkeypatch.setitem(sys.modules, "asmsim.report.figures", fake_figures)
    monkeypatch.setattr(asmsim.report, "figures", fake_figures, raising=False)
    study = Study(replicates=2, months=30, policy_month=6)
    found = run_study(study, work=fake_stances.work, workers=1)
    made = asmsim.report.write(found, tmp_path / "out")
    page = report_page.read((made / "report.html").read_text(encoding="utf-8"))
    (table,) = page.all("table", **{"class": "standards"})
    rows = table.all("th", scope="row")
    assert len(rows) == sum(len(each.requirements) for each in LIBRARY.standards.values())
    assert len(table.all("td")) == len(rows) * len(LIBRARY.scenarios)
    assert {"met", "part", "not", "apart"} == {td.attributes["class"] for td in table.all("td")}
    assert "○ not met stands against it: rules of force" in " ".join(table.text().split())
