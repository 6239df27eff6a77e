"""Expected directions where there are armed actors: levies, coming and going, raids, supply.

Each test names the parameter that carries the mechanism; with that parameter at its off value the
test has to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim import Run
from asmsim.ledger import NUMBER
from asmsim.model import CohabitationModel
from asmsim.records import Shock
from asmsim.state.armed import ARMY, NOBODY
from tests.worlds.bits import records_differ, world
from tests.worlds.lived import SEEDS, change, lived, mean, under

Overrides = dict[str, Any]

ARMED = {"army.men": 200.0, "militia.men": 200.0}
SOLDIERS = {"army.men": 400.0}
POOR = {"markets.price_factor": 0.3}
PEACEFUL = {"conflict.violence": 0.0, "conflict.looting": 0.0, "armed.challenge": 0.0}


def total(world: Overrides, outcome: str) -> float:
    """Mean of an outcome over seeds, in worlds alike but for their luck."""
    return sum(mean(lived(world, seed=seed), outcome) for seed in SEEDS) / len(SEEDS)


# --- levies ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.mechanism("armed.levy")
@pytest.mark.row("R15")
def test_miners_are_poorer_by_what_armed_men_take(overrides: Overrides) -> None:
    """Armed actors come, incomes fall."""
    assert change({**PEACEFUL, **overrides}, ARMED, "income_median") < -3.0


@pytest.mark.mechanism("armed.levy")
def test_levies_are_paid_to_who_is_there(overrides: Overrides) -> None:
    """Army and militia take their part, others that are not there none."""
    worlds = [lived({**ARMED, **overrides}, seed=seed) for seed in SEEDS]
    for kind in ("army", "militia"):
        assert sum(mean(model, f"levy_{kind}") for model in worlds) > 0.0
    for kind in ("foreign", "network"):
        assert all(mean(model, f"levy_{kind}") == 0.0 for model in worlds)


@pytest.mark.mechanism("armed.households")
def test_households_away_from_the_pits_pay_too(overrides: Overrides) -> None:
    """Where armed men levy in the village, everybody there does."""
    villages = [lived({**SOLDIERS, **overrides}, seed=seed).district.villages for seed in SEEDS]
    assert sum(float(v.levied_usd.sum()) for v in villages) > 0.0


def test_without_armed_actors_nothing_of_theirs_moves_a_bit() -> None:
    """Their parameters mean nothing where there are none."""
    others = {
        "armed.levy": 0.3,
        "armed.detection": 0.3,
        "armed.enter": 12.0,
        "conflict.violence": 0.05,
        "conflict.looting": 0.05,
        "network.sanction": 1.0,
        "markets.sees_armed": 1.0,
    }
    plain, other = world(), world(overrides=others)
    for model in (plain, other):
        model.run_to(30)
        assert not model.armed_actors
    assert records_differ(plain, other) == set()


@pytest.mark.mechanism("mineral.concealable")
@pytest.mark.row("R15")
def test_what_is_easily_hidden_is_taxed_in_the_village(overrides: Overrides) -> None:
    """Gold fits in a pocket, so those who dig it pay where they spend."""
    found = {base: total({**SOLDIERS, **overrides}, f"levy_{base}") for base in ("pit", "village")}
    assert found["village"] > 5.0 * found["pit"]


@pytest.mark.mechanism("armed.weighing")
@pytest.mark.row("R15")
def test_armed_men_stand_where_there_is_more_to_take(overrides: Overrides) -> None:
    """Wherever they stood first, in time they hold the ground that pays."""
    restless = {**SOLDIERS, "armed.posted": 0.0, "armed.enter": 6.0, "armed.leave": 2.0}
    held, free = [], []
    for seed in SEEDS:
        d = lived({**restless, **overrides}, seed=seed).district
        worked = d.sites.workers > 0
        there = d.sites.armed_by != NOBODY
        held += d.posts.rent_usd[worked & there].tolist()
        free += d.posts.rent_usd[worked & ~there].tolist()
    assert np.mean(held) > 3.0 * np.mean(free)


# --- coming and going -----------------------------------------------------------------------------


@pytest.mark.mechanism("army.detection")
@pytest.mark.row("R15", "P29")
def test_who_is_seen_leaves(overrides: Overrides) -> None:
    """Tracing and monitoring that see armed men drive them off."""
    base = {**SOLDIERS, **overrides}
    assert change(base, {"armed.detection": 0.3}, "armed_share") < -0.1


@pytest.mark.slow
@pytest.mark.mechanism("armed.hold_off")
def test_guards_leave_armed_men_less_to_take(overrides: Overrides) -> None:
    """The more guards, the less it pays to stand beside them."""
    asked = []
    for posts in (0.0, 30.0):
        base = {**SOLDIERS, "security.posts": posts, **overrides}
        sites = [lived(base, seed=seed).district.sites for seed in SEEDS]
        held = [(s.kept_by >= 0) & (s.armed_by != NOBODY) for s in sites]
        rates = [(s.levy_pit + s.levy_village)[h] for s, h in zip(sites, held, strict=True)]
        asked.append(float(np.mean(np.concatenate(rates))))
    assert asked[1] < 0.6 * asked[0]


@pytest.mark.slow
@pytest.mark.mechanism("armed.monitoring")
@pytest.mark.row("R15", "R27")
def test_a_firm_that_looks_sees_armed_men_on_its_ground(overrides: Overrides) -> None:
    """Monitoring tells of armed men too, and they are gone sooner."""
    base = {**SOLDIERS, "armed.monitoring": 0.2, **overrides}
    held = []
    for scenario in (under(), under("monitoring")):
        worlds = [lived(base, scenario=scenario, seed=seed) for seed in SEEDS]
        months = [np.array(model.recorder.sites["armed"])[12:] for model in worlds]
        ours = [model.district.sites.holder >= 0 for model in worlds]
        held.append(sum(float(a[:, s].sum()) for a, s in zip(months, ours, strict=True)))
    assert held[1] < 0.9 * held[0]


@pytest.mark.mechanism("armed.enter")
@pytest.mark.row("R15")
def test_men_driven_off_some_ground_go_to_other_ground(overrides: Overrides) -> None:
    """Detection on open ground alone: there they are fewer, elsewhere more."""
    seen = Shock("armed.detection", 0.4, 6, where=("open",))
    here, there = [], []
    for seed in SEEDS[:3]:
        pair = []
        for shocks in ((), (seen,)):
            model = CohabitationModel(
                miners=1500,
                months=48,
                seed=seed,
                overrides={**SOLDIERS, "armed.patrol": 0.0, **overrides},
                shocks=shocks,
            )
            model.run_to(48)
            held = np.array(model.recorder.sites["armed"])[24:]
            ground = model.district.sites.title == 0
            pair.append((held[:, ground].sum(), held[:, ~ground].sum()))
        here.append(pair[1][0] - pair[0][0])
        there.append(pair[1][1] - pair[0][1])
    assert sum(here) < 0
    assert sum(there) > 0


# --- raids ----------------------------------------------------------------------------------------


@pytest.mark.mechanism("armed.challenge")
@pytest.mark.row("R15")
def test_two_armed_actors_fight_over_ground(overrides: Overrides) -> None:
    """Where two claim, there are battles; one alone has nobody to fight."""
    assert total({**SOLDIERS, **overrides}, "battle_expected") == 0.0
    assert total({**ARMED, **overrides}, "battle_expected") > 0.01


@pytest.mark.slow
@pytest.mark.mechanism("armed.challenge")
@pytest.mark.row("R15")
def test_the_more_there_is_to_take_the_more_it_is_fought_over(overrides: Overrides) -> None:
    """Battles grow with rent."""
    base = {**ARMED, **overrides}
    assert change({**base, **POOR}, {"markets.price_factor": 1.5}, "battle_expected") > 0.005


@pytest.mark.slow
@pytest.mark.mechanism("conflict.violence")
@pytest.mark.row("R15", "R29")
def test_armed_men_do_violence_to_those_who_work(overrides: Overrides) -> None:
    """People at sites are hurt by armed men."""
    assert total({**ARMED, **overrides}, "violence_expected") > 0.01
    assert total({**ARMED, **overrides, "conflict.violence": 0.0}, "abuses_armed") == 0.0


@pytest.mark.mechanism("conflict.looting")
@pytest.mark.row("R15")
def test_men_loot_whose_rent_is_gone(overrides: Overrides) -> None:
    """The price falls to a third, rents with it: unpaid men turn on the villages."""
    assert change({**ARMED, **overrides}, POOR, "looting_expected") > 0.02


@pytest.mark.mechanism("conflict.loot_share")
def test_looting_takes_what_people_have_saved(overrides: Overrides) -> None:
    """What is looted is lost to them."""
    worlds = [lived({**ARMED, **POOR, **overrides}, seed=seed) for seed in SEEDS]
    looted = [sum(month[NUMBER["loot"]] for month in model.recorder.lines) for model in worlds]
    assert sum(looted) > 0.0


@pytest.mark.mechanism("belief.violence_fear")
def test_people_leave_where_there_is_violence(overrides: Overrides) -> None:
    """Many raids, fewer miners."""
    raids = {"conflict.violence": 0.05, "conflict.violence_harm": 0.0}
    raids |= {"conflict.stoppage_days_raid": 0.0}
    assert change({**ARMED, **overrides}, raids, "active_miners") < -5.0


def test_every_event_says_who_brought_it_and_what() -> None:
    """Guards and villagers, or a kind of armed actor that is there."""
    model = lived({**ARMED, "conflict.violence": 0.05}, seed=1)
    events = Run.of(model).events
    by_class = events.groupby("class")["actor"].agg(set)
    assert by_class["violence"] <= {"army", "militia"}
    assert set(events.loc[events["class"] == "violence", "trigger"]) <= {
        "fallen rent",
        "resistance",
    }
    assert (events["actor"].str.len() > 0).all()
    assert (events["trigger"].str.len() > 0).all()


# --- supply ---------------------------------------------------------------------------------------


@pytest.mark.mechanism("markets.sees_armed")
@pytest.mark.row("R29", "R4")
def test_formal_buyers_leave_where_they_see_armed_men(overrides: Overrides) -> None:
    """Armed presence is among the gravest findings."""
    assert change(overrides, ARMED, "formal_buyers") < -0.05


@pytest.mark.slow
@pytest.mark.mechanism("conflict.stoppage_days_raid")
@pytest.mark.row("R29")
def test_supply_falters_where_there_is_violence(overrides: Overrides) -> None:
    """The more raids, the more days are lost at the sites they strike."""
    quiet = {**ARMED, **overrides, "armed.challenge": 0.0, "belief.violence_fear": 0.0}
    raids = {"conflict.violence": 0.05, "conflict.violence_harm": 0.0}
    assert change(quiet, raids, "smuggled_exports") < -0.005


# --- who is criminal ------------------------------------------------------------------------------


@pytest.mark.mechanism("armed.finance")
@pytest.mark.row("R1", "R15")
def test_who_works_for_a_criminal_network_is_criminal(overrides: Overrides) -> None:
    """The network lends against ore; to pay a levy makes nobody a criminal."""
    lends = {"network.men": 400.0, "pit.advance_below": 1.0, "pit.advance_offer": 0.5}
    assert total({**lends, **overrides}, "criminal_share") > 0.005
    assert total({**SOLDIERS, **overrides}, "criminal_share") == 0.0


# --- agents and branches --------------------------------------------------------------------------


def test_a_branch_has_its_own_armed_actors() -> None:
    """What one world's actors do from the branch on is nothing to the other's."""
    model = world(overrides={"army.men": 400.0, "foreign.men": 200.0})
    model.run_to(12)
    other = model.branch("hands_off")
    assert [actor.kind for actor in other.armed_actors] == ["army", "foreign"]
    assert all(actor.model is other for actor in other.armed_actors)
    before = model.district.sites.armed_by.copy()
    other.run_to(20)
    assert np.array_equal(model.district.sites.armed_by, before)
    assert model.armed_actors[0].posts == int(np.count_nonzero(before == ARMY))


def test_a_shock_can_bring_an_armed_actor() -> None:
    """Men are sent, stay while they are meant to, and are withdrawn."""
    model = world(shocks=(Shock("army.men", 400.0, 3, 18),))
    model.run_to(3)
    assert not model.armed_actors
    model.run_to(15)
    (army,) = model.armed_actors
    assert army.posts > 0
    model.run_to(21)
    assert not model.armed_actors
    assert not model.district.sites.armed.any()


# --- echo -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.row("R15")
def test_a_shock_to_violence_dies_away() -> None:
    """Twice a shock brings about twice the events, and all feedback less than nine in ten more.

    One event is put at every post; with echo, flight, rents and fear that follow, each is followed
    by so many others that a chain stays below ten, and after four years nothing of it is left.
    """
    more = []
    for size in (1.0, 2.0):
        gaps = np.zeros(72)
        put = 0.0
        for seed in range(6):
            plain = world(miners=3000, seed=seed, months=96, overrides=ARMED)
            plain.run_to(24)
            other = plain.branch("hands_off")
            posts, sites = other.district.posts, other.district.sites
            held = sites.armed_by != NOBODY
            posts.stirred_violence[held] += size * other.district.now.conflict.branching
            put += size * np.count_nonzero(held)
            for model in (plain, other):
                model.run_to(96)
            gaps += [
                b["events_expected"] - a["events_expected"]
                for a, b in zip(plain.recorder.series[24:], other.recorder.series[24:], strict=True)
            ]
        more.append(gaps / put)
    once, twice = (float(gaps[:48].sum()) for gaps in more)
    assert 0.3 < once < 9.0  # branching 0.5 without any feedback: half an event, then a quarter, …
    assert abs(twice - once) < 0.5
    assert abs(float(more[1][48:].sum())) < 0.3


# --- what was counted -----------------------------------------------------------------------------

VISITED = 5  # workers from which a visitor finds a site worked


def visits(seed: int, **settings: Any) -> tuple[CohabitationModel, Any, Any]:
    """Ten years of gold and 3T in eastern Congo: which sites were held and worked, by month."""
    model = CohabitationModel(context="drc_gold_east", seed=seed, months=120, **settings)
    model.run_to(120)
    kept = model.recorder.sites
    return model, np.array(kept["armed"])[24:] > 0.0, np.array(kept["workers"])[24:] >= VISITED


@pytest.mark.slow
@pytest.mark.row("R15")
def test_armed_interference_is_as_common_and_lasting_as_visits_found() -> None:
    """K9: half of visits to gold, a quarter to 3T (±8 pp); K10: 0.19 and 0.24 a year (±40 %)."""
    count = dict.fromkeys(("gold", "gold held", "3T", "3T held", "on", "off", "free", "held"), 0.0)
    for seed in range(8):
        model, held, worked = visits(seed)
        gold = model.district.sites.mineral == 0
        for name, its in (("gold", gold), ("3T", ~gold)):
            count[name] += worked[:, its].sum()
            count[f"{name} held"] += (worked & held)[:, its].sum()
        both = (worked[:-1] & worked[1:])[:, gold]
        before, after = held[:-1, gold], held[1:, gold]
        count["free"] += (both & ~before).sum() / 12.0
        count["held"] += (both & before).sum() / 12.0
        count["on"] += (both & ~before & after).sum()
        count["off"] += (both & before & ~after).sum()
    assert 0.42 <= count["gold held"] / count["gold"] <= 0.58
    assert 0.19 <= count["3T held"] / count["3T"] <= 0.35
    assert 0.6 * 0.19 <= count["on"] / count["free"] <= 1.4 * 0.19
    assert 0.6 * 0.24 <= count["off"] / count["held"] <= 1.4 * 0.24


@pytest.mark.slow
@pytest.mark.row("R15")
def test_men_whose_rent_on_bulky_ore_is_gone_turn_to_gold_and_to_looting() -> None:
    """The price of 3T falls to two fifths: fewer posts there, more at gold, more looting."""
    fall = Shock("markets.price_factor", 0.4, 48, where=("3t",))
    posts, looting = np.zeros((2, 2)), np.zeros(2)
    for seed in range(6):
        for k, shocks in enumerate(((), (fall,))):
            model, held, _ = visits(seed, shocks=shocks)
            gold = model.district.sites.mineral == 0
            posts[k] += held[36:, gold].sum(), held[36:, ~gold].sum()
            looting[k] += sum(month["looting_expected"] for month in model.recorder.series[60:])
    assert posts[1, 1] < 0.85 * posts[0, 1]
    assert posts[1, 0] > posts[0, 0]
    assert looting[1] > 1.2 * looting[0]
