"""Who is legal by card or custom, who is at work who should not be, what chiefs do."""

from __future__ import annotations

from typing import Any

import pytest

from asmsim.records.dose import Dose
from tests.worlds.lived import SEEDS, change, lived, mean, under
from tests.worlds.sharing import dose

Overrides = dict[str, Any]


def average(overrides: Overrides, outcome: str, *levers: str | Dose, **world: Any) -> float:
    """Mean of an outcome over seeds, under some levers."""
    found = [
        mean(lived(overrides, scenario=under(*levers), seed=seed, **world), outcome)
        for seed in SEEDS
    ]
    return sum(found) / len(found)


@pytest.mark.row("R1")
@pytest.mark.mechanism("law.card_open", "card.buys")
def test_a_card_makes_people_legal_where_the_law_asks_for_no_more(overrides: Overrides) -> None:
    assert average({"law.card_open": True, **overrides}, "legal_share") > 0.05


@pytest.mark.row("R1")
@pytest.mark.mechanism("law.card_zones")
def test_cards_that_hold_in_zones_alone_make_people_legal_there(overrides: Overrides) -> None:
    quick = {"act.months": 3.0, "act.spread": 0.0, "zone.near_km": 60.0, "card.buys": 2.0}
    law = {**quick, "law.card_zones": True, **overrides}
    assert average(law, "legal_share", "asm_zone") > 0.02
    assert average(law, "legal_share") < 0.5 * average(law, "legal_share", "asm_zone")


@pytest.mark.row("R1", "R3")
@pytest.mark.mechanism("card.buys")
def test_a_dearer_card_is_bought_by_fewer(overrides: Overrides) -> None:
    law = {"law.card_open": True, **overrides}
    assert change(law, {"card.fee_usd": 150.0}, "legal_share") < -0.02


@pytest.mark.row("R1", "R6")
@pytest.mark.mechanism("law.customary")
def test_custom_that_the_law_recognises_makes_people_legal(overrides: Overrides) -> None:
    law = {"law.customary": True, **overrides}
    assert average(law, "legal_share") > 0.2
    assert average(law, "informal_share") < average(overrides, "informal_share") - 0.1


@pytest.mark.row("R6", "R22")
@pytest.mark.mechanism("law.customary", "home.chiefs_reinvesting")
def test_where_villages_own_the_pits_custom_makes_legal_and_chiefs_reinvest(
    overrides: Overrides,
) -> None:
    place = "cote_divoire_diamonds"
    worlds = [lived(overrides, context=place, miners=3000, seed=seed) for seed in SEEDS[:2]]
    assert min(mean(world, "legal_share") for world in worlds) > 0.1
    assert any((world.district.villages.invested > 0.0).any() for world in worlds)


@pytest.mark.row("R1", "R12")
def test_the_classes_of_every_group_are_read_off_month_by_month() -> None:
    from asmsim.studies.frames import groups

    frame = groups(lived({"law.customary": True}))
    classes = [name for name in frame.columns if name.endswith("_share")]
    assert len(classes) == 6
    there = frame[frame["people"] > 0]
    assert there[classes].sum(axis=1).to_numpy() == pytest.approx(1.0)
    last = there[there["month"] == frame["month"].max()].set_index(["grouping", "group"])
    local, migrant = (last.loc[("origin", who), "legal_share"] for who in ("local", "migrant"))
    assert local > migrant + 0.05


@pytest.mark.slow
@pytest.mark.row("P12", "P13")
@pytest.mark.mechanism("children.need")
def test_fewer_children_work_where_incomes_are_better(overrides: Overrides) -> None:
    poor, rich = ({"markets.price_factor": factor} for factor in (0.8, 1.2))
    each = [
        average(world, "children_at_work") / average(world, "active_miners")
        for world in ({"children.need": 0.8, **price, **overrides} for price in (poor, rich))
    ]
    assert each[1] < 0.95 * each[0]


@pytest.mark.slow
@pytest.mark.row("P12")
@pytest.mark.mechanism("law.child_ban")
def test_a_ban_holds_where_somebody_watches(overrides: Overrides) -> None:
    def banned(inspection: float) -> float:
        world = {"state.inspection": inspection, "state.corruption": 0.0}
        ban = {**world, "law.child_ban": 1.0, **overrides}
        return average(ban, "children_at_work") / average(world, "children_at_work")

    assert banned(1.0) < banned(0.0) - 0.05


@pytest.mark.row("P12")
@pytest.mark.mechanism("law.pregnant_ban")
def test_a_ban_on_pregnant_womens_work_holds_there_too(overrides: Overrides) -> None:
    world = {"state.inspection": 1.0, "state.corruption": 0.0}
    ban = {**world, "law.pregnant_ban": 1.0, **overrides}
    assert average(ban, "pregnant_at_work") < 0.95 * average(world, "pregnant_at_work")


@pytest.mark.slow
@pytest.mark.row("P6", "P13")
@pytest.mark.mechanism("children.places_year")
def test_remediation_takes_children_out_and_somebody_pays(overrides: Overrides) -> None:
    plain = average(overrides, "children_at_work")
    assert average(overrides, "children_at_work", "remediation") < 0.9 * plain
    assert average(overrides, "spending_donors", "remediation") > 0.0


@pytest.mark.row("P6", "P13")
@pytest.mark.parametrize("name", ["craft", "fair_cobalt_alliance"])
def test_programmes_against_child_labour_take_children_out(name: str) -> None:
    here = {"mineral.name": "cobalt"}
    for seed in SEEDS[:2]:
        plain, helped = (
            mean(lived(here, scenario=stance, seed=seed), "children_at_work")
            for stance in ("hands_off", f"hands_off+{name}")
        )
        assert helped < 0.95 * plain


@pytest.mark.slow
@pytest.mark.row("P12")
@pytest.mark.mechanism("state_buyer.bans")
def test_the_directive_of_a_monopoly_keeps_children_and_pregnant_women_away(
    overrides: Overrides,
) -> None:
    seen = {"state.inspection": 1.0, "state.corruption": 0.0, **overrides}
    alone, beside = (dose("state_buyer", kind=kind) for kind in ("monopoly", "beside"))
    for outcome in ("children_at_work", "pregnant_at_work"):
        assert average(seen, outcome, alone) < 0.9 * average(seen, outcome, beside)


@pytest.mark.row("P6", "R2")
@pytest.mark.mechanism("organise.conduct_gain")
def test_conduct_takes_children_out_of_the_pits(overrides: Overrides) -> None:
    many = {"organise.founding_share": 0.6, "organise.join": 0.2, "organise.conduct_start": 0.1}
    world = {**many, **overrides}
    each = [
        average(world, "children_at_work", *levers) / average(world, "active_miners", *levers)
        for levers in ((), (Dose(lever="training", places=5000.0),))
    ]
    assert each[1] < 0.99 * each[0]


@pytest.mark.slow
@pytest.mark.row("R22")
@pytest.mark.mechanism("home.chiefs_reinvesting", "home.chief_reinvests")
def test_where_chiefs_reinvest_the_village_earns(overrides: Overrides) -> None:
    world = {"home.chiefs_reinvesting": 1.0, "home.chief_reinvests": 0.9, **overrides}
    plain = {"home.chiefs_reinvesting": 0.0}
    found = [
        float(lived(given, seed=seed).district.villages.enterprise.mean())
        for given in (world, plain)
        for seed in SEEDS
    ]
    assert sum(found[: len(SEEDS)]) > sum(found[len(SEEDS) :]) + 1.0


@pytest.mark.row("R22")
@pytest.mark.mechanism("home.chiefs_reinvesting")
def test_some_chiefs_reinvest_and_others_do_not(overrides: Overrides) -> None:
    some = {"home.chiefs_reinvesting": 0.4, "home.chief_reinvests": 0.5, **overrides}
    invested = lived(some, miners=3000).district.villages.invested
    assert (invested > 0.0).any()
    assert (invested == 0.0).any()


@pytest.mark.slow
@pytest.mark.row("R22")
@pytest.mark.mechanism("engagement.chief_share")
def test_a_firm_that_gives_chiefs_a_share_is_regarded_more(overrides: Overrides) -> None:
    world = {"engagement.respect_speed": 0.3, **overrides}

    def regard(*levers: str) -> float:
        stance = under(*levers)
        worlds = [lived(world, scenario=stance, months=60, seed=seed) for seed in SEEDS]
        return sum(float(w.district.villages.respect.max()) for w in worlds) / len(worlds)

    assert regard("engagement", "community_investment") > regard("engagement") + 0.02


@pytest.mark.row("R22")
@pytest.mark.mechanism("pit.land_share")
def test_chiefs_have_a_share_of_every_pit(overrides: Overrides) -> None:
    assert lived(overrides).district.ledger.amount("land_share") > 0.0
