"""The district a visitor lives: what he moves holds from the next month, and can be lived again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import asmsim
from asmsim.app import stance
from asmsim.app.compare.again import scenario_file
from asmsim.app.explore.charts import charts
from asmsim.app.explore.decided import decided
from asmsim.app.explore.happenings import happenings, said
from asmsim.app.explore.scene import at_work, scene
from asmsim.app.explore.story import groups, story
from asmsim.app.explore.world import World, moved
from asmsim.app.single import lived
from asmsim.app.view import View
from asmsim.errors import AsmsimError
from asmsim.records import Dose, default_library
from asmsim.studies.run import EVENT_COLUMNS

LIBRARY = default_library()
WORDS = LIBRARY.messages()
VIEW = View(page="explore", miners=200, months=40, policy_month=6, seed=3, stance="confrontation")


@pytest.fixture(scope="module")
def world() -> World:
    made = World(VIEW, LIBRARY)
    made.run_to(30)
    return made


def test_it_begins_where_policies_do() -> None:
    made = World(VIEW, LIBRARY)
    assert (made.month, made.over, made.since_policy()) == (6, False, 0)


def test_it_lives_what_simulate_lives(world: World) -> None:
    run = asmsim.simulate("confrontation", seed=3, miners=200, months=40, policy_month=6)
    lived_months = world.model.recorder.series
    for name in run.series.columns:
        found = [month[name] for month in lived_months]
        assert np.array_equal(found, run.series[name].to_numpy()[:30], equal_nan=True)


def test_a_lever_moved_while_it_is_lived_is_in_the_file(tmp_path: Path) -> None:
    made = World(VIEW, LIBRARY)
    made.run_to(15)
    own = stance.begun(lived(VIEW, LIBRARY), WORDS)
    guards = next(n for n, dose in enumerate(own.levers) if dose.lever == "security")
    own = moved(own, f"{stance.DOSE}{guards}", 0.2, made.since_policy())
    own = moved(own, f"{stance.LEVER}engagement", 1.0, made.since_policy())
    made.follow(own)
    made.run_to(30)
    ends = {(dose.lever, dose.dose, dose.start, dose.end) for dose in own.levers}
    assert {("security", 1.0, None, 9), ("security", 0.2, 9, None)} <= ends
    assert ("engagement", 1.0, 9, None) in ends

    path = tmp_path / "own.toml"
    path.write_text(scenario_file(own), encoding="utf-8")
    run = asmsim.simulate(path, seed=3, miners=200, months=30, policy_month=6)
    plain = asmsim.simulate("confrontation", seed=3, miners=200, months=30, policy_month=6)
    found = pd.DataFrame(made.model.recorder.series)
    pd.testing.assert_frame_equal(found, run.series.reset_index(drop=True), check_exact=True)
    pd.testing.assert_frame_equal(run.series[:15], plain.series[:15], check_exact=True)
    assert (run.series.iloc[15] != plain.series.iloc[15]).any()


def test_before_the_policies_a_lever_holds_from_their_first_month() -> None:
    own = moved(stance.begun(LIBRARY.scenario("hands_off"), WORDS), "lever:engagement", 1.0, 0)
    assert Dose(lever="engagement") in own.levers


@pytest.mark.parametrize("control", ["lever:nothing", "dose:99", "dose:x"])
def test_what_is_no_lever_is_refused(control: str) -> None:
    own = stance.begun(LIBRARY.scenario("confrontation"), WORDS)
    for since in (0, 5):
        with pytest.raises(AsmsimError):
            moved(own, control, 0.5, since)


def test_the_map_shows_everybody_at_work_once(world: World) -> None:
    shown = scene(world.model, "tenure", "", WORDS)
    sites = world.model.district.sites
    known = sites.discovery_month >= 0
    assert {mark["id"] for mark in shown["sites"]} == set(np.flatnonzero(known).tolist())
    there = at_work(world.model)
    assert {mark["id"]: mark["people"] for mark in shown["sites"]} == {
        site: there[site] for site in np.flatnonzero(known).tolist()
    }
    box = shown["box"]
    for mark in (*shown["sites"], *shown["villages"], shown["town"]):
        assert box["left"] <= mark["x"] <= box["left"] + box["width"]
        assert box["bottom"] <= mark["y"] <= box["bottom"] + box["height"]


@pytest.mark.parametrize("colour", ["tenure", "status"])
def test_every_kind_on_the_map_is_explained(world: World, colour: str) -> None:
    shown = scene(world.model, colour, "", WORDS)
    looks = {(each["colour"], each["path"]) for each in shown["legend"]}
    assert {(mark["colour"], mark["path"]) for mark in shown["sites"]} <= looks
    assert len({each["colour"] for each in shown["legend"]}) == len(shown["legend"])


def test_the_table_of_sites_is_written_in_the_language_of_the_page(world: World) -> None:
    french = LIBRARY.messages("fr")
    shown = scene(world.model, "tenure", "", french)
    assert [each["name"] for each in shown["heads"] if each["counted"]] == ["people", "guards"]
    for mark in shown["sites"]:
        cells = mark["cells"]
        assert cells["people"] == french.number(mark["people"])
        assert cells["guards"] == (french.number(mark["guards"]) if mark["guards"] else "")
        assert cells["armed"] == ("oui" if mark["armed"] else "")


def test_charts_are_the_recorded_months(world: World) -> None:
    found = charts(world.model, 40, "poverty", WORDS)
    assert found["charts"][0]["name"] == "poverty"
    months = world.model.recorder.series
    for chart in found["charts"]:
        raw = [month[chart["name"]] for month in months]
        scale = next(
            value / shown
            for value, shown in zip([*raw, 1.0], [*chart["values"], 1.0], strict=True)
            if shown
        )
        shown = [np.nan if value is None else value * scale for value in chart["values"]]
        assert np.allclose(shown, raw, rtol=1e-3, equal_nan=True)
        assert chart["said"].startswith(chart["title"])


def test_everybody_and_every_place_has_a_story(world: World) -> None:
    there = at_work(world.model)
    busiest = int(np.argmax(there))
    told = story(world, f"site {busiest}", WORDS)
    assert told is not None
    workers = WORDS.number(int(there[busiest]))
    assert any(workers in line for line in told.lines)
    assert story(world, "village 0", WORDS) is not None
    for group in groups(WORDS):
        found = story(world, group, WORDS)
        assert found is not None
        assert found.lines


@pytest.mark.parametrize("picked", ["", "site", "site -1", "site 9999", "group x", "status kings"])
def test_of_what_is_not_there_nothing_is_told(world: World, picked: str) -> None:
    assert story(world, picked, WORDS) is None


def test_those_who_decide_say_why(world: World) -> None:
    reasons = {each.who: each.reason for each in decided(world.model, WORDS)}
    assert {"The firm", "The state"} <= reasons.keys()
    assert all(reasons.values())


def test_what_happened_is_said_in_words(world: World) -> None:
    assert world.log
    for each in world.log:
        text = said(each, "2015-01", WORDS)
        assert text.endswith(".")
        assert str(each.place) in text


def test_an_event_is_told_with_its_dead() -> None:
    made = World(VIEW, LIBRARY)
    event = {
        "month": made.month - 1,
        "place": "site",
        "place_id": 1,
        "class": "clash",
        "participants": 12,
        "deaths": 2,
    }
    row = tuple(event.get(name, 0) for name in EVENT_COLUMNS)
    made.model.recorder.events.append(row)
    found = happenings(made.model)[0]
    assert (found.kind, found.place, found.people, found.deaths) == ("clash", 1, 12, 2)
    assert "site 1; took part: 12. Dead: 2." in said(found, "2015-01", WORDS)


def test_a_world_without_a_mine_is_shown_too() -> None:
    view = View(page="explore", miners=200, months=30, overrides={"district.firms": 0})
    made = World(view, LIBRARY)
    made.step()
    shown = scene(made.model, "status", "", WORDS)
    assert shown["concessions"] == []
    assert list(decided(made.model, WORDS))
    assert charts(made.model, 30, "", WORDS)["charts"]
