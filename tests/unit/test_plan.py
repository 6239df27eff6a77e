"""The plan: which levers and shocks are on, and when."""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.errors import BadValue, UnknownName
from asmsim.levers import registry
from asmsim.levers.plan import FOUNDING, STILL_USED, Plan, plan
from asmsim.model import CohabitationModel
from asmsim.records import Scenario, Shock, default_library
from asmsim.records.scenario import Dose
from asmsim.state.sites import CONCESSION_CORE
from tests.defaults import values

POLICY = 24


def scenario(*levers: Any) -> Scenario:
    return Scenario(name="a_test", title="A test", source="a test", levers=levers)


def planned(*doses: Dose, history: tuple[Dose, ...] = (), shocks: tuple[Shock, ...] = ()) -> Plan:
    return plan(
        scenario(*doses),
        scenario(*history),
        shocks,
        POLICY,
        registry(),
        values(),
        default_library().parameters,
    )


def test_effects_are_kept_between_changes_and_never_longer() -> None:
    doses = (Dose(lever="security", start=3, end=6), Dose(lever="enforcement", end=12))
    shocks = (Shock("security", 0.4, 20, 30), Shock("work.noise_sigma", 0.3, 29))
    history = (Dose(lever="monitoring", start=5, end=40),)
    found = planned(*doses, history=history, shocks=shocks)
    for month in (*range(60), *reversed(range(60))):
        assert found.effects(month) == found.reckoned(month), month


def test_a_dose_is_paid_by_whom_it_says_else_by_whom_the_lever_says() -> None:
    shared = {"donors": 0.8, "state": 0.2}
    found = planned(Dose(lever="training", payers=shared), Dose(lever="coordination"))
    assert {effect.lever: effect.payers for effect in found.effects(POLICY)} == {
        "training": (("donors", 0.8), ("state", 0.2)),
        "coordination": (("donors", 1.0),),
    }


def test_only_a_lever_that_can_run_out_of_places_has_places() -> None:
    found = planned(Dose(lever="training", dose=0.5, places=300.0)).effects(POLICY)
    assert [(each.target, each.kind, each.value) for each in found] == [
        ("training.places", "increment", 150.0)
    ]
    with pytest.raises(BadValue, match=r"security\.places: reaches everybody.*\n.*training"):
        planned(Dose(lever="security", places=10.0))


def on(found: Plan, month: int) -> list[str]:
    return [dose.lever for dose in found.on(month)]


def test_the_scenario_begins_in_the_policy_month_and_history_ends() -> None:
    found = planned(Dose(lever="security"), history=(Dose(lever="enforcement"),))
    assert on(found, 0) == on(found, POLICY - 1) == ["enforcement"]
    assert on(found, POLICY) == on(found, POLICY + 100) == ["security"]


def test_start_and_end_count_from_the_policy_month() -> None:
    found = planned(Dose(lever="security", start=3, end=6))
    assert [month for month in range(60) if on(found, month)] == [
        POLICY + 3,
        POLICY + 4,
        POLICY + 5,
    ]
    assert on(planned(Dose(lever="security", start=2)), POLICY + 1) == []
    assert on(planned(Dose(lever="security", end=2)), POLICY + 1) == ["security"]
    assert on(planned(Dose(lever="security", end=2)), POLICY + 2) == []


def test_effects_carry_their_lever_their_place_and_what_they_wait_for() -> None:
    dose = Dose(lever="security", dose=0.5, where=("concession_core",), when="alarm")
    found = planned(dose, Dose(lever="enforcement")).effects(POLICY)
    assert {effect.lever for effect in found} == {"security", "enforcement"}
    for effect in found:
        assert effect.when == ("alarm" if effect.lever == "security" else None)
        assert effect.where == (("concession_core",) if effect.lever == "security" else ())


def test_a_lever_may_be_used_twice() -> None:
    doses = (
        Dose(lever="security", dose=0.2),
        Dose(lever="security", dose=0.5, where=("concession_core",)),
    )
    willing = [
        effect
        for effect in planned(*doses).effects(POLICY)
        if effect.target == "security.willingness"
    ]
    assert sorted((effect.value, effect.where) for effect in willing) == [
        (0.2, ()),
        (0.5, ("concession_core",)),
    ]


# --- shocks ---------------------------------------------------------------------------------------


def test_a_shock_of_month_m_is_felt_in_m_and_not_in_its_end() -> None:
    found = planned(shocks=(Shock("security.reach", 10.0, 30, 33),))
    felt = [month for month in range(60) if found.effects(month)]
    assert felt == [30, 31, 32]
    (effect,) = found.effects(30)
    assert (effect.target, effect.kind, effect.value) == ("security.reach", "setting", 10.0)


def test_a_shock_without_end_stays() -> None:
    found = planned(shocks=(Shock("security.reach", 10.0, 5),))
    assert not found.effects(4)
    assert found.effects(5)
    assert found.effects(359)


def test_a_shock_may_apply_a_lever_even_before_the_policy() -> None:
    found = planned(shocks=(Shock("security", 0.5, 3, 5, "concession_core"),))
    assert on(found, 2) == on(found, 5) == []
    (dose,) = found.on(3)
    assert (dose.lever, dose.dose, dose.where) == ("security", 0.5, ("concession_core",))


@pytest.mark.parametrize(
    ("shock", "message"),
    [
        (Shock("security", 1.5, 3), "0 to 1"),
        (Shock("security.reach", -5.0, 3), r"security\.reach"),
        (Shock("security.reach", 1e9, 3), r"security\.reach"),
        (Shock("work.crowding", "much", 3), r"work\.crowding"),
        (Shock("organise.unit", 0.0, 3), r"organise\.unit"),
        (Shock("move.looks", 2.5, 3), r"move\.looks"),
    ],
)
def test_a_shock_of_a_value_that_is_not_allowed_is_refused(shock: Shock, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        planned(shocks=(shock,))


def test_a_lever_shock_needs_a_number() -> None:
    with pytest.raises(BadValue, match="0 to 1"):
        planned(shocks=(Shock("security", "full", 3),))


@pytest.mark.parametrize(
    "name",
    ["people.pool", "deposit.grade_g_day", "price.central_usd_g", "district.firms"],
)
def test_what_is_used_up_at_the_founding_cannot_be_shocked(name: str) -> None:
    record = default_library().parameters[name]
    with pytest.raises(BadValue, match="fixed when the district is founded"):
        planned(shocks=(Shock(name, record.value, 3),))


def test_every_other_parameter_can_be_shocked() -> None:
    for name, record in default_library().parameters.items():
        if name.split(".")[0] not in FOUNDING or name in STILL_USED:
            planned(shocks=(Shock(name, record.value, 3),))


@pytest.mark.parametrize("name", ["securty", "security.reech", "nothing"])
def test_an_unknown_name_is_answered_with_the_nearest(name: str) -> None:
    with pytest.raises(UnknownName) as error:
        planned(shocks=(Shock(name, 1.0, 3),))
    if name != "nothing":
        assert "security" in str(error.value)
    with pytest.raises(UnknownName):
        planned(Dose(lever=name))
    with pytest.raises(UnknownName):
        planned(history=(Dose(lever=name),))


# --- in a world -----------------------------------------------------------------------------------


def test_a_shock_changes_the_month_it_is_felt_in_and_no_earlier_one() -> None:
    settings: dict[str, Any] = {"miners": 200, "months": 24, "policy_month": 6}
    shock = Shock("markets.price_factor", 2.0, 8, 11)
    plain = CohabitationModel("hands_off", **settings)
    shocked = CohabitationModel("hands_off", shocks=(shock,), **settings)
    factors = []
    for month in range(14):
        plain.step()
        shocked.step()
        factors.append(shocked.district.now.markets.price_factor)
        same = (
            shocked.recorder.series[month]["income_median"]
            == plain.recorder.series[month]["income_median"]
        )
        assert same == (month < 8)
    assert factors == [1.0] * 8 + [2.0] * 3 + [1.0] * 3


def test_alarm_waits_for_its_ground() -> None:
    # Late crackdown of hands-off: orders only where, and as long as, the ground is alarmed.
    model = CohabitationModel(
        "hands_off",
        miners=600,
        months=24,
        policy_month=2,
        overrides={"firm.alarm_loss": 0.2, "firm.alarm_months": 6.0},
    )
    d = model.district
    core = [0, 1]
    d.sites.title[core] = CONCESSION_CORE
    model.run_to(3)
    assert not d.policy.order.any()
    d.sites.alarm_until[core[0]] = 4
    readiness = d.values["eviction.readiness"]
    for month, expected in ((3, True), (4, True), (5, False)):
        assert model.month == month
        model.step()
        if not d.events["clash"].happened[core[0]]:
            assert (d.policy.order[core[0]] == 0.5 * readiness) == expected
            assert d.policy.order[core[1]] == 0.0


@pytest.mark.parametrize("lever", ["traceability", "due_diligence"])
def test_a_lever_on_a_whole_mineral_is_placed_by_minerals_alone(lever: str) -> None:
    planned(Dose(lever=lever, where=("gold",)))
    with pytest.raises(BadValue, match=rf"{lever}\.where: holds everywhere[\s\S]*gold"):
        planned(Dose(lever=lever, where=("open",)))


def test_a_dose_is_of_a_kind_its_lever_has() -> None:
    royalty = planned(Dose(lever="tax", kind="royalty")).effects(POLICY)
    assert [effect.target for effect in royalty] == ["state.royalty"]
    assert planned(Dose(lever="tax")).effects(POLICY)[0].target == "markets.tax"
    with pytest.raises(UnknownName, match="royalty"):
        planned(Dose(lever="tax", kind="royal"))
    with pytest.raises(UnknownName, match="kind"):
        planned(Dose(lever="security", kind="harsh"))
