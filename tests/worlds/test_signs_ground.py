"""Expected directions where ground is opened, closed, granted, drilled or wanted for farming.

And where officers, elections and lenders have their say. Each test that names a parameter has to
fail with that parameter at its off value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock
from asmsim.records.scenario import Dose
from asmsim.state.sites import CONCESSION_MARGIN, UNKNOWN
from tests.worlds.lived import change, lived, mean, under
from tests.worlds.sharing import CONCESSION, QUICK, SEEDS, average, lives

Overrides = dict[str, Any]

CALM = {"conflict.clash": 0.0, "conflict.protest": 0.0, "firm.alarm_loss": 0.2}


# --- access by fiat -------------------------------------------------------------------------------


@pytest.mark.row("R7", "R11")
@pytest.mark.mechanism("access.open")
def test_ground_opened_by_fiat_is_nobodys_intrusion_and_costs_nothing(
    overrides: Overrides,
) -> None:
    """Whoever mines there is no intruder; the firm keeps nothing to guard."""
    w = lived({"access.open": 1.0, **overrides})
    assert mean(w, "illegal_share") == 0.0
    assert mean(w, "guards") == 0.0
    assert mean(w, "licensable_ground") == 1.0


@pytest.mark.mechanism("access.closed")
def test_nobody_mines_closed_ground(overrides: Overrides) -> None:
    """By fiat: no guards, no force, nobody there."""
    worlds = lives({"access.closed": 1.0, **overrides}, "hands_off")
    assert all(w.latest("active_miners") == 0.0 for w in worlds)
    assert all(w.latest("evicted") == 0.0 for w in worlds)


def test_what_is_opened_or_closed_can_be_placed() -> None:
    """The concession alone is opened by a lever, or closed by a shock."""
    opened = lived({}, scenario=under(Dose(lever="asm_access", where=CONCESSION)))
    assert mean(opened, "intruder_days") == 0.0
    shut = CohabitationModel(
        miners=1500, seed=1, shocks=(Shock("access.closed", 1.0, 12, where=CONCESSION),)
    )
    shut.run_to(20)
    on_title = shut.district.sites.holder[shut.district.people.site[shut.district.people.site >= 0]]
    assert on_title.size > 0
    assert np.all(on_title < 0)


# --- expansion ------------------------------------------------------------------------------------

WIDE = {"expansion.area_reach": 3.0, "expansion.output_reach": 0.0}


@pytest.mark.row("R24")
@pytest.mark.mechanism("expansion.crowding_out")
def test_a_concession_that_grows_over_miners_makes_them_intruders(overrides: Overrides) -> None:
    """Where ground that is worked is left out, nobody's work becomes illegal by it."""
    crowded = average(
        [lived({**WIDE, **overrides}, scenario=under("lsm_expansion"), seed=s) for s in SEEDS],
        "illegal_share",
    )
    spared = {**WIDE, "expansion.crowding_out": 0.0}
    left = average(
        [lived(spared, scenario=under("lsm_expansion"), seed=s) for s in SEEDS], "illegal_share"
    )
    assert crowded > left + 0.02


@pytest.mark.mechanism("expansion.area_reach")
def test_ground_once_granted_stays_granted(overrides: Overrides) -> None:
    """A lever that ends does not take the title back."""
    w = lived({**WIDE, **overrides}, scenario=under(Dose(lever="lsm_expansion", end=6)))
    first = lived(overrides)
    held, before = (
        int(np.count_nonzero(m.district.sites.title == CONCESSION_MARGIN)) for m in (w, first)
    )
    assert held > before
    assert w.district.ground.concessions[0].half > first.district.ground.concessions[0].half


@pytest.mark.mechanism("expansion.output_reach")
def test_more_output_brings_jobs_and_has_to_be_built(overrides: Overrides) -> None:
    """Jobs follow output; construction is paid once and counts in the net position."""
    more = {"expansion.area_reach": 0.0}
    base = {**more, **overrides}
    grows = [lived(base, scenario=under("lsm_expansion"), seed=s) for s in SEEDS]
    stays = [lived(base, seed=s) for s in SEEDS]
    assert average(grows, lambda w: w.district.firms[0].jobs) > 1.2 * average(
        stays, lambda w: w.district.firms[0].jobs
    )
    f = grows[0].district.values
    built = f["firm.output_koz"] * 500.0 * f["firm.capital_usd_per_oz"] * grows[0].district.scale
    assert grows[0].recorder.lines[6][_line("construction")] == pytest.approx(built)
    booked = sum(float(month[_line("construction")]) for month in grows[0].recorder.lines)
    assert booked == pytest.approx(built)


def _line(name: str) -> int:
    from asmsim.ledger import NUMBER

    return NUMBER[name]


@pytest.mark.row("R23")
@pytest.mark.mechanism("conflict.protest")
def test_a_mine_that_starts_to_produce_shows_a_margin_and_is_protested_against(
    overrides: Overrides,
) -> None:
    """V1: exploring, it earns nothing that villages could want a part of."""
    waits = {"firm.exploration_months": 120, "conflict.protest": 0.1, **WIDE, **overrides}
    waits["expansion.area_reach"] = 0.0
    explores = average([lived(waits, seed=s) for s in SEEDS], "protest_expected")
    produces = average(
        [lived(waits, scenario=under("lsm_expansion"), seed=s) for s in SEEDS], "protest_expected"
    )
    assert produces > 1.2 * explores


@pytest.mark.row("R6")
@pytest.mark.mechanism("firm.drilling")
def test_drilling_draws_rushes(overrides: Overrides) -> None:
    """What a firm's drill finds cannot be hidden, and people come for it."""
    drills = {**CALM, "firm.drilling": 0.1, "move.discovery": 0.0, **overrides}
    stays = {**drills, "firm.drilling": 0.0}
    found, none = (lives(world, "hands_off", months=36) for world in (drills, stays))

    def known(w: CohabitationModel) -> float:
        sites = w.district.sites
        return float(np.count_nonzero((sites.holder >= 0) & (sites.discovery_month != UNKNOWN)))

    assert average(found, known) > average(none, known)
    assert average(found, "intruder_days") > 1.05 * average(none, "intruder_days")


# --- what villages know and lose ------------------------------------------------------------------


@pytest.mark.row("R22")
@pytest.mark.mechanism("belief.margin_bias")
@pytest.mark.parametrize("bias", [1.0, -1.0])
def test_published_accounts_calm_or_stir_by_what_was_thought_before(
    overrides: Overrides, bias: float
) -> None:
    """They make ideas of the margin true; which way protest goes depends on what they were."""
    said = {"belief.margin_bias": bias, "conflict.protest": 0.1, **overrides}
    hidden, public = (
        average(lives(said, scenario), "protest_expected")
        for scenario in ("hands_off", under("transparency"))
    )
    assert (hidden - public) * bias > 0.1 * hidden


def test_publishing_costs_the_firm() -> None:
    """At full dose, what the record says."""
    w = lived({}, scenario=under("transparency"))
    usd = w.district.values["belief.publish_usd_year"] / 12.0 * w.district.scale
    assert w.recorder.lines[-1][_line("publishing")] == pytest.approx(usd)


@pytest.mark.row("R21")
@pytest.mark.mechanism("home.land_pressure")
def test_pits_take_land_from_farms(overrides: Overrides) -> None:
    """Farming brings less, and more people dig."""
    pressed = {"home.land_pressure": 1.0, **overrides}
    assert change({}, pressed, "active_miners") > 10.0
    usual, less = (
        average(
            [lived(world, seed=s) for s in SEEDS], lambda w: w.district.villages.land_lost.mean()
        )
        for world in (overrides, pressed)
    )
    assert less > usual + 0.1


@pytest.mark.slow
@pytest.mark.row("R21")
@pytest.mark.mechanism("belief.land_grievance")
def test_land_that_is_lost_is_held_against_the_mine(overrides: Overrides) -> None:
    """Grievance rises where mines and pits take farm land, and with it protest."""
    world = {"home.land_pressure": 1.0, "conflict.protest": 0.1}
    angry = {**world, "belief.land_grievance": 0.5, **overrides}
    calm, stirred = (
        [lived(values, seed=s) for s in SEEDS] for values in ({**world, **overrides}, angry)
    )
    assert average(stirred, "protest_expected") > 1.01 * average(calm, "protest_expected")


# --- officers, elections, lenders -----------------------------------------------------------------

NO_ORDERS = {**CALM, "state.force_priority": 0.0, "state.inspection": 0.0}


@pytest.mark.row("R19")
@pytest.mark.mechanism("state.pressing")
def test_officers_who_press_have_firms_pay_for_clearing(overrides: Overrides) -> None:
    """A firm that would clear nobody pays troops and people lose their ground."""
    pressed = {**NO_ORDERS, "state.pressing": 0.2, "state.giving_in": 1.0, **overrides}
    worlds = lives(pressed, "hands_off")
    assert average(worlds, "evicted") > 0.0
    assert average(worlds, lambda w: w.district.office.pay_usd) > 0.0


@pytest.mark.slow
@pytest.mark.row("R19")
@pytest.mark.mechanism("state.giving_in")
def test_a_firm_that_minds_the_bill_is_pressed_in_vain(overrides: Overrides) -> None:
    """What it bears beyond what it saves makes the difference."""
    pressed = {**NO_ORDERS, "state.pressing": 0.2, "security.ground": 30.0}
    gives = average(lives({**pressed, "state.giving_in": 1.0, **overrides}, "hands_off"), "evicted")
    minds = average(lives({**pressed, "state.giving_in": 0.0}, "hands_off"), "evicted")
    assert gives > minds


@pytest.mark.row("R19")
@pytest.mark.mechanism("state.constituency")
def test_pay_for_clearing_makes_force_a_constituency(overrides: Overrides) -> None:
    """The more officers earn by it, the readier the state is to use force."""
    paid = {**CALM, "state.constituency": 0.5, **overrides}
    worlds = lives(paid, "confrontation")
    own = worlds[0].district.now.state.force_priority + worlds[0].district.now.state.cue
    assert max(w.district.office.force for w in worlds) > own + 0.01


@pytest.mark.row("R21")
@pytest.mark.mechanism("election.force")
def test_a_campaign_moves_the_priority_of_force_while_it_lasts(overrides: Overrides) -> None:
    """Officials are sent, or held back, until the votes are in; practice does not thin it out."""
    held = {"election.first": 20, "election.force": 0.4, **overrides}
    model = CohabitationModel(miners=500, overrides=held, months=40)
    force = []
    for _ in range(30):
        model.step()
        force.append(model.district.office.force)
    own = force[0]
    assert force[14] == own == force[21]
    assert force[15:21] == pytest.approx([own + 0.4] * 6)


@pytest.mark.row("R21")
@pytest.mark.mechanism("election.acts")
def test_ministers_sign_later_in_a_campaign(overrides: Overrides) -> None:
    """An act asked for then takes longer."""
    held = {"election.first": 8, "act.spread": 0.0, "act.months": 12.0, **overrides}
    signed = [
        lives(world, under("cession"), months=8)[0].district.sites.act_month.max()
        for world in (held, {**held, "election.first": -1})
    ]
    assert signed[0] > signed[1] > 6


@pytest.mark.row("R20")
@pytest.mark.mechanism("state.practice")
def test_officials_do_in_part_what_policy_says_of_force(overrides: Overrides) -> None:
    """Law and practice are two settings: an order to enforce is obeyed as far as practice goes."""
    world = {**CALM, "state.practice": 0.25, **overrides}
    w = lived(world, scenario=under("enforcement"), months=12)
    p = w.district.values
    asked = float(p["state.enforcement"])
    assert w.district.office.force == pytest.approx(p["state.force_priority"] + 0.25 * asked)


@pytest.mark.row("R8")
@pytest.mark.mechanism("firm.rating")
def test_lenders_ask_more_after_conflict(overrides: Overrides) -> None:
    """Clashes and protests cost the firm its rating, and then money."""
    rated = {"firm.rating": 0.002, "conflict.protest": 0.5, **overrides}
    quiet = {**rated, **CALM}
    stirred = average(lives(rated, "confrontation"), "finance_cost")
    assert stirred > 0.0
    assert average(lives(quiet, "confrontation"), "finance_cost") < 0.5 * stirred


# --- any number of firms --------------------------------------------------------------------------

SHARED = ("lease", "offtake", "cession", "engagement", "training", "agreement_terms", "derisking")
SHARED += ("lsm_expansion", "transparency", "site_preparation", "credit_guarantee")
SHARED += ("joint_finance", "licence_loan", "fee_support", "security")
STIRRED = {
    "district.concession_km2": 200.0,
    "election.first": 10,
    "firm.drilling": 0.01,
    "firm.rating": 0.001,
    "home.land_pressure": 0.5,
    "belief.land_grievance": 0.3,
    "state.pressing": 0.1,
    "state.constituency": 0.3,
}


@pytest.mark.parametrize("firms", [0, 2])
def test_all_of_it_holds_with_any_number_of_firms(firms: int) -> None:
    """Ledgers close month by month; where there is no firm nobody builds, publishes or answers."""
    world = {**QUICK, **STIRRED, "district.firms": firms}
    w = lived(world, scenario=under(*SHARED), months=30, miners=1500, seed=3)
    booked = {name: sum(float(m[_line(name)]) for m in w.recorder.lines) for name in FIRMS_OWN}
    assert (min(booked.values()) > 0.0) == (firms > 0)
    assert (max(booked.values()) > 0.0) == (firms > 0)
    for number in range(firms):
        state = w.district.firms[number]
        assert state.area == w.district.values["expansion.area_reach"]
        assert np.any(w.district.sites.holder == number)
    assert np.isfinite(w.district.people.savings).all()


FIRMS_OWN = ("construction", "publishing", "engagement")
