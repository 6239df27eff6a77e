"""The algebra of effects: order never matters, a dose of 0 is nothing, none overwrites another."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asmsim.errors import BadValue
from asmsim.levers import combine, registry
from asmsim.records import default_library
from asmsim.records.lever import Effect
from asmsim.records.scenario import Dose
from asmsim.state.columns import empty
from asmsim.state.sites import (
    ASM_ZONE,
    CEDED,
    CONCESSION_CORE,
    CONCESSION_MARGIN,
    LEASED,
    NO_GO,
    OPEN,
    OTHER_TITLE,
    PLACED,
    PROTECTED,
    TENURES,
    TOLERATED,
    Sites,
)
from tests.defaults import values

TARGETS = ("security.reach", "force.harsh", "work.noise_sigma")
BASE = {"security.reach": 40.0, "force.harsh": 0.8, "work.noise_sigma": 0.6}
LEVERS = ("alpha", "beta", "gamma")

amounts = st.floats(-3.0, 3.0, allow_nan=False)
moving = st.builds(
    Effect,
    target=st.sampled_from(TARGETS),
    kind=st.sampled_from(["factor", "increment", "floor"]),
    value=amounts,
    lever=st.sampled_from(LEVERS),
)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[Effect], list[Effect]]:
    effects = draw(st.lists(moving, max_size=12))
    return effects, draw(st.permutations(effects))


def naive(base: float, effects: list[Effect]) -> float:
    """Model section 5, word by word."""
    product = math.prod(float(e.value) for e in effects if e.kind == "factor")
    total = sum(float(e.value) for e in effects if e.kind == "increment")
    floors = [float(e.value) for e in effects if e.kind == "floor"]
    return max([base * product + total, *floors])


@given(shuffled())
def test_the_order_in_which_levers_are_listed_does_not_matter(
    lists: tuple[list[Effect], list[Effect]],
) -> None:
    one, other = (combine.values(BASE, effects, {}, alarm=False) for effects in lists)
    assert {name: float(value).hex() for name, value in one.items()} == {
        name: float(value).hex() for name, value in other.items()
    }


@given(st.lists(moving, max_size=12))
def test_values_are_product_sum_and_floor(effects: list[Effect]) -> None:
    found = combine.values(BASE, effects, {}, alarm=False)
    for target, base in BASE.items():
        expected = naive(base, [effect for effect in effects if effect.target == target])
        assert found[target] == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.lists(moving, max_size=6), st.floats(0.0, 1.0), st.floats(1.0, 3.0))
def test_values_stay_within_what_their_record_allows(
    effects: list[Effect], low: float, high: float
) -> None:
    bounds = {"force.harsh": (low, high)}
    found = combine.values(BASE, effects, bounds, alarm=False)
    assert low <= found["force.harsh"] <= high or not any(
        effect.target == "force.harsh" for effect in effects
    )
    free = combine.values(BASE, effects, {}, alarm=False)["force.harsh"]
    if any(effect.target == "force.harsh" for effect in effects):
        assert found["force.harsh"] == min(max(free, low), high)


def test_what_no_effect_touches_is_passed_on_as_it_is() -> None:
    base = values()
    effects = [Effect("security.reach", "factor", 2.0, lever="alpha")]
    found = combine.values(base, effects, {}, alarm=False)
    assert found["security.reach"] == 2.0 * base["security.reach"]
    assert {name: v for name, v in found.items() if name != "security.reach"} == {
        name: v for name, v in base.items() if name != "security.reach"
    }
    assert base == values(), "the base was changed in place"


def test_an_effect_that_waits_for_an_alarm_holds_only_then() -> None:
    effects = [Effect("security.reach", "factor", 2.0, lever="alpha", when="alarm")]
    assert combine.values(BASE, effects, {}, alarm=False)["security.reach"] == 40.0
    assert combine.values(BASE, effects, {}, alarm=True)["security.reach"] == 80.0


# --- settings -------------------------------------------------------------------------------------


def test_a_setting_replaces_the_base_and_others_still_work_on_it() -> None:
    effects = [
        Effect("security.reach", "setting", 10.0, lever="shock"),
        Effect("security.reach", "factor", 3.0, lever="alpha"),
        Effect("security.reach", "increment", 1.0, lever="beta"),
    ]
    assert combine.values(BASE, effects, {}, alarm=False)["security.reach"] == 31.0


# --- practice -------------------------------------------------------------------------------------

OFFICIAL = {"state.practice": 0.6, "licence.months": 12.0, "licence.support": 0.0}


def practised(*effects: Effect, **base: float) -> dict[str, Any]:
    named = {name.replace("__", "."): value for name, value in base.items()}
    return combine.values(OFFICIAL | named, effects, {}, alarm=False)


def test_officials_do_their_part_of_the_change_and_others_all_of_theirs() -> None:
    faster = Effect("licence.months", "factor", 0.5, lever="licensing")
    support = Effect("licence.support", "floor", 0.8, lever="fee_support")
    found = practised(faster, support)
    assert found["licence.months"] == pytest.approx(12.0 - 0.6 * 6.0)
    assert found["licence.support"] == 0.8
    assert practised(faster, state__practice=1.0)["licence.months"] == 6.0
    assert practised(faster, state__practice=0.0)["licence.months"] == 12.0


def test_a_shock_is_felt_whole_and_levers_change_what_it_leaves() -> None:
    faster = Effect("licence.months", "factor", 0.5, lever="licensing")
    strike = Effect("licence.months", "setting", 24.0, lever=combine.SHOCK)
    assert practised(strike)["licence.months"] == 24.0
    assert practised(strike, faster)["licence.months"] == pytest.approx(24.0 - 0.6 * 12.0)
    less = Effect("state.practice", "setting", 0.1, lever=combine.SHOCK)
    assert practised(less, faster)["licence.months"] == pytest.approx(12.0 - 0.1 * 6.0)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_practice_lies_between_what_was_and_what_policy_says(share: float, factor: float) -> None:
    effect = Effect("licence.months", "factor", factor, lever="licensing")
    found = practised(effect, state__practice=share)["licence.months"]
    assert 12.0 * factor - 1e-12 <= found <= 12.0


@pytest.mark.row("R20")
@pytest.mark.parametrize("name", sorted(registry()))
def test_practice_reaches_what_officials_carry_out_whatever_lever_asks_for_it(name: str) -> None:
    base, ranges = values(), {}
    effects = registry()[name].effects(Dose(lever=name), base)
    done = [
        combine.values(base | {"state.practice": share}, effects, ranges, alarm=True)
        for share in (0.0, 0.25, 1.0)
    ]
    for effect in effects:
        target = effect.target
        if target == "tenure" or isinstance(effect.value, str):
            continue
        none, some, whole = (found[target] for found in done)
        if target.startswith(combine.PRACTISED):
            assert none == base[target]
            assert some == pytest.approx(none + 0.25 * (whole - none))
        else:
            assert none == some == whole, "what others do themselves is theirs to do"


def test_two_settings_that_differ_are_an_error() -> None:
    effects = [
        Effect("security.reach", "setting", 10.0, lever="alpha"),
        Effect("security.reach", "setting", 20.0, lever="beta"),
    ]
    with pytest.raises(BadValue, match=r"set it to 10\.0 and 20\.0"):
        combine.values(BASE, effects, {}, alarm=False)


def test_two_settings_that_agree_are_none() -> None:
    effects = [Effect("security.reach", "setting", 10.0, lever=name) for name in LEVERS]
    assert combine.values(BASE, effects, {}, alarm=False)["security.reach"] == 10.0


def test_a_text_can_be_set() -> None:
    effects = [Effect("price.path", "setting", "constant", lever="shock")]
    found = combine.values({"price.path": "stochastic"}, effects, {}, alarm=False)
    assert found["price.path"] == "constant"


# --- levers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in sorted(registry()) for kind in registry()[name].kinds or ("",)],
)
def test_a_lever_at_dose_0_is_neutral_to_the_bit(name: str, kind: str) -> None:
    base = values()
    effects = registry()[name].effects(Dose(lever=name, dose=0.0, kind=kind), base)
    assert registry()[name].effects(Dose(lever=name, kind=kind), base), "a lever without effects"
    records = default_library().parameters
    bounds = {key: record.bounds for key, record in records.items() if record.bounds is not None}
    joined = combine.values(base, effects, bounds, alarm=True)
    for key, value in base.items():
        assert joined[key] == value, key
        if isinstance(value, float):
            assert float(joined[key]).hex() == value.hex(), key
    sites = ground(*range(len(TENURES)))
    everywhere = np.ones(len(sites.id), bool)
    plain = combine.policy(base, [], bounds, sites, everywhere)
    dosed = combine.policy(base, effects, bounds, sites, everywhere)
    for column in plain._fields:
        assert getattr(plain, column).tobytes() == getattr(dosed, column).tobytes(), column
    assert combine.tenure(effects, sites).tobytes() == sites.title.tobytes()


DOSES = [dose for stance in default_library().scenarios.values() for dose in stance.levers]
DOSES += [Dose(lever=name, dose=dose) for name in registry() for dose in (0.4, 1.0)]


@given(
    st.lists(st.sampled_from(DOSES), min_size=2, max_size=12).flatmap(
        lambda doses: st.tuples(st.just(doses), st.permutations(doses))
    )
)
def test_doses_of_all_scenarios_join_in_any_order(lists: tuple[list[Dose], list[Dose]]) -> None:
    base, records = values(), default_library().parameters
    bounds = {key: record.bounds for key, record in records.items() if record.bounds is not None}
    sites = ground(*range(len(TENURES)))
    alarmed = np.arange(len(TENURES)) % 2 == 0
    found = []
    for doses in lists:
        effects = [
            replace(effect, lever=dose.lever, when=dose.when)
            for dose in doses
            for effect in registry()[dose.lever].effects(dose, base)
        ]
        everywhere = combine.values(base, effects, bounds, alarm=True)
        placed = combine.policy(base, effects, bounds, sites, alarmed)
        found.append(
            (
                {name: np.asarray(value).tobytes() for name, value in everywhere.items()},
                [column.tobytes() for column in placed],
                combine.tenure(effects, sites).tobytes(),
            )
        )
    assert found[0] == found[1]


@pytest.mark.parametrize("name", sorted(registry()))
@pytest.mark.parametrize("dose", [0.3, 1.0])
def test_a_lever_at_work_touches_parameters_that_exist(name: str, dose: float) -> None:
    base = values()
    effects = registry()[name].effects(Dose(lever=name, dose=dose), base)
    moved = [effect for effect in effects if effect.target != combine.TENURE]
    joined = combine.values(base, moved, {}, alarm=False)
    assert any(joined[effect.target] != base[effect.target] for effect in moved)


# --- places ---------------------------------------------------------------------------------------


def ground(*titles: int) -> Sites:
    """Sites of given titles, in force as they are by law."""
    sites = empty(Sites, len(titles))
    sites.id[:] = np.arange(len(titles))
    sites.title[:] = titles
    sites.tenure[:] = titles
    return sites


def test_where_names_tenures_in_force_or_sites() -> None:
    sites = ground(OPEN, CONCESSION_CORE, CONCESSION_MARGIN, CONCESSION_CORE)
    sites.tenure[3] = CEDED
    assert combine.place(sites, (), sites.tenure).tolist() == [True] * 4
    assert combine.place(sites, ("concession_core",), sites.tenure).tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert combine.place(sites, ("ceded", "0"), sites.tenure).tolist() == [True, False, False, True]
    with pytest.raises(BadValue, match="is no tenure, mineral or site"):
        combine.place(sites, ("the_moon",), sites.tenure)


placed = st.builds(
    Effect,
    target=st.sampled_from(sorted(PLACED)),
    kind=st.sampled_from(["factor", "increment", "floor"]),
    value=amounts,
    where=st.lists(
        st.sampled_from(["open", "concession_core", "concession_margin", "0", "2", "5"]),
        max_size=2,
    ).map(tuple),
    lever=st.sampled_from(LEVERS),
    when=st.sampled_from([None, "alarm"]),
)
BARE = dict.fromkeys(PLACED, 0.5)


def naive_policy(sites: Sites, effects: list[Effect], alarmed: list[bool]) -> dict[str, Any]:
    found = {}
    for target, column in PLACED.items():
        rows = []
        for s in range(len(sites.id)):
            names = {TENURES[sites.tenure[s]], str(sites.id[s])}
            here = [
                effect
                for effect in effects
                if effect.target == target
                and (not effect.where or names & set(effect.where))
                and (effect.when is None or alarmed[s])
            ]
            rows.append(naive(BARE[target], here))
        found[column] = rows
    return found


@given(st.lists(placed, max_size=8), st.lists(st.booleans(), min_size=6, max_size=6))
def test_policy_is_joined_site_by_site(effects: list[Effect], alarmed: list[bool]) -> None:
    sites = ground(OPEN, OPEN, CONCESSION_CORE, CONCESSION_CORE, CONCESSION_MARGIN, OTHER_TITLE)
    found = combine.policy(BARE, effects, {}, sites, np.array(alarmed))
    for column, expected in naive_policy(sites, effects, alarmed).items():
        assert getattr(found, column).tolist() == pytest.approx(expected, rel=1e-12, abs=1e-12)
    again = combine.policy(BARE, effects[::-1], {}, sites, np.array(alarmed))
    for column in found._fields:
        assert getattr(again, column).tobytes() == getattr(found, column).tobytes()


def test_any_number_of_effects_can_be_placed() -> None:
    sites = ground(*[OPEN] * 120)
    effects = [
        Effect("security.posts", "increment", 1.0 + k, (str(k), str(k + 7)), "alpha")
        for k in range(100)
    ]
    found = combine.policy(BARE, effects, {}, sites, np.ones(120, bool))
    expected = naive_policy(sites, effects, [True] * 120)
    assert found.posts.tolist() == pytest.approx(expected["posts"], rel=1e-12)
    assert len(set(found.posts.tolist())) > 100


def test_what_holds_everywhere_cannot_be_placed() -> None:
    effects = [Effect("security.reach", "factor", 2.0, ("concession_core",), "alpha")]
    with pytest.raises(BadValue, match="holds everywhere or nowhere"):
        combine.policy(BARE, effects, {}, ground(OPEN), np.ones(1, bool))


def test_a_district_without_sites_has_an_empty_policy() -> None:
    effects = [Effect("security.posts", "increment", 2.0, ("concession_core",), "alpha")]
    found = combine.policy(BARE, effects, {}, ground(), np.ones(0, bool))
    assert all(len(column) == 0 for column in found)


# --- tenure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "declared", "holds"),
    [
        (OPEN, (), OPEN),
        (CONCESSION_CORE, ("tolerated",), TOLERATED),
        (CONCESSION_CORE, ("ceded",), CEDED),
        (CONCESSION_MARGIN, ("tolerated", "ceded"), CEDED),
        (CONCESSION_MARGIN, ("leased", "asm_zone"), LEASED),
        (OPEN, ("asm_zone",), ASM_ZONE),
        (OPEN, ("asm_zone", "no_go"), NO_GO),
        (CONCESSION_CORE, ("ceded", "protected", "no_go"), PROTECTED),
        (PROTECTED, ("asm_zone", "ceded"), PROTECTED),
        (CONCESSION_CORE, ("open",), CONCESSION_CORE),
    ],
)
def test_tenure_follows_the_order_of_precedence(
    title: int, declared: tuple[str, ...], holds: int
) -> None:
    sites = ground(title, title)
    for order in (declared, declared[::-1]):
        effects = [
            Effect("tenure", "setting", name, ("0",), f"lever {k}") for k, name in enumerate(order)
        ]
        assert combine.tenure(effects, sites).tolist() == [holds, title]
    assert sites.title.tolist() == [title, title]
