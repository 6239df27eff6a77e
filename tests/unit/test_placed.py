"""Every lever that can work site by site can be placed, and lifted; the others are refused."""

from __future__ import annotations

import numpy as np
import pytest

from asmsim.errors import AsmsimError, BadValue
from asmsim.levers import combine, registry
from asmsim.levers.plan import of_dose, plan
from asmsim.records import Scenario, Shock, default_library
from asmsim.records.scenario import Dose
from asmsim.state.columns import empty
from asmsim.state.sites import BY_TITLE, CEDED, CONCESSION_MARGIN, OPEN, PLACED, Policy, Sites
from asmsim.studies.design import Study
from asmsim.studies.plan import plan as study_plan
from tests.defaults import values

RECORDS = default_library().parameters
BOUNDS = {name: record.bounds for name, record in RECORDS.items() if record.bounds is not None}
START, END = 30, 33
NOTHING = Scenario(name="nothing", title="Nothing", source="a test")


def placeable(name: str) -> bool:
    """Tell whether a lever works site by site; some are placed by whole minerals alone."""
    dose = Dose(lever=name, where="3")
    placed = {
        effect.target
        for effect in of_dose(registry()[name], dose, values())
        if effect.where == dose.where
    }
    return bool(placed) and placed <= {*PLACED, combine.TENURE}


def ground() -> Sites:
    sites = empty(Sites, 6)
    sites.id[:] = np.arange(6)
    sites.title[:] = OPEN
    sites.title[3:] = CONCESSION_MARGIN
    sites.tenure[:] = sites.title
    return sites


def month(shock: Shock, month: int) -> tuple[Policy, list[int]]:
    """Return what policy sets by site in a month, and the tenures."""
    made = plan(NOTHING, NOTHING, [shock], 24, registry(), values(), RECORDS)
    effects, sites = made.effects(month), ground()
    everywhere = np.ones(6, bool)
    found = combine.policy(values(), effects, BOUNDS, sites, everywhere)
    return found, combine.tenure(effects, sites).tolist()


def changed(one: Policy, other: Policy) -> set[int]:
    """Return the sites at which anything differs."""
    return {
        site
        for column in one._fields
        for site in np.flatnonzero(getattr(one, column) != getattr(other, column)).tolist()
    }


@pytest.mark.parametrize("lever", [name for name in registry() if placeable(name)])
@pytest.mark.parametrize(("where", "sites"), [("3", {3}), ("concession_margin", {3, 4, 5})])
def test_a_placed_lever_works_there_and_while_it_is_on(
    lever: str, where: str, sites: set[int]
) -> None:
    shock = Shock(lever, 1.0, START, END, where)
    before, by_law = month(shock, START - 1)
    during, tenures = month(shock, START)
    after, later = month(shock, END)
    moved = {site for site in range(6) if tenures[site] != by_law[site]}
    assert changed(before, during) | moved == sites
    assert changed(before, after) == set()
    assert later == by_law


@pytest.mark.parametrize("lever", [name for name in registry() if not placeable(name)])
def test_what_cannot_be_placed_is_refused_clearly(lever: str) -> None:
    shock = Shock(lever, 1.0, START, END, "concession_margin")
    with pytest.raises(BadValue, match="holds everywhere or nowhere, so it cannot be placed"):
        month(shock, START)


@pytest.mark.parametrize("target", sorted(PLACED))
def test_any_placed_parameter_can_be_set_at_a_site(target: str) -> None:
    low, high = BOUNDS[target]
    value = high if values()[target] != high else low
    during, _ = month(Shock(target, value, START, END, "3"), START)
    column = getattr(during, PLACED[target]).tolist()
    assert column[3] == value
    assert set(column[:3] + column[4:]) == {float(values()[target])}


def test_what_gives_ground_away_is_placed_by_the_title_of_the_law() -> None:
    sites = ground()
    sites.tenure[4] = CEDED
    for target in PLACED:
        effect = combine.Effect(target, "increment", 1.0, ("concession_margin",), "a lever")
        found = combine.policy(values(), [effect], {}, sites, np.ones(6, bool))
        moved = np.flatnonzero(getattr(found, PLACED[target]) != values()[target]).tolist()
        assert moved == ([3, 4, 5] if target in BY_TITLE else [3, 5]), target


def test_two_settings_may_differ_where_no_site_lies_in_both() -> None:
    def together(*shocks: Shock) -> None:
        plan(NOTHING, NOTHING, shocks, 24, registry(), values(), RECORDS)

    one = Shock("training.share", 0.5, 3, where="3")
    together(one, Shock("training.share", 0.7, 3, where="4"))
    together(
        Shock("training.share", 0.5, 3, where="open"),
        Shock("training.share", 0.7, 3, where="concession_margin"),
    )
    for where in ("3", "open", None, ("4", "3")):
        with pytest.raises(BadValue, match="two shocks set it"):
            together(one, Shock("training.share", 0.7, 3, where=where))


@pytest.mark.parametrize(
    ("shock", "message"),
    [
        ("training=1@24 in opn", "training.where: unknown tenure or mineral 'opn'; did you mean"),
        (
            "training=1@24 in 400",
            "shocks.training: there is no site 400 in gold_generic\nAllowed: 0",
        ),
        ("engagement=1@24 in open", "engagement.where: holds everywhere or nowhere, so it cannot"),
        ("markets.assessments=1@24 in 3", "shock markets.assessments: holds everywhere or nowhere"),
        ("deposit.grade_g_day=1@30", "shock deposit.grade_g_day: is fixed when the district is"),
    ],
)
def test_a_study_says_at_once_what_no_world_could_live(shock: str, message: str) -> None:
    with pytest.raises(AsmsimError) as caught:
        study_plan(Study(shocks=(shock,), miners=1000))
    assert str(caught.value).startswith(message)


def test_a_scenario_says_so_too() -> None:
    dose = Dose(lever="training", where="99999")
    nowhere = NOTHING.model_copy(update={"levers": (dose,)})
    with pytest.raises(BadValue, match=r"training.where: there is no site 99999"):
        study_plan(Study(scenarios=(nowhere,)))


def test_officials_do_their_part_at_a_place_too() -> None:
    base = {**values(), "state.practice": 0.5}
    sites, everywhere = ground(), np.ones(6, bool)
    asked = combine.Effect("state.force_priority", "increment", 0.4, ("3",), "enforcement")
    found = combine.policy(base, [asked], BOUNDS, sites, everywhere, 0.5).priority
    own = base["state.force_priority"]
    assert found.tolist() == pytest.approx([own] * 3 + [own + 0.2] + [own] * 2)
