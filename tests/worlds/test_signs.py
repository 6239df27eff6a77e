"""The table of expected directions: what a district must do when one thing in it changes.

Each test names the parameter that carries the mechanism; with that parameter at its off value the
test has to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.state.people import MANAGER, MINED, MINING, ORDINARY
from asmsim.state.sites import CONCESSION_CORE
from tests.worlds.lived import SEEDS, change, lived, mean

Overrides = dict[str, Any]


@pytest.mark.slow
@pytest.mark.mechanism("move.slope")
def test_a_higher_price_draws_people_into_mining(overrides: Overrides) -> None:
    """Price up, entry up (K5)."""
    assert change(overrides, {"markets.price_factor": 1.3}, "active_miners") > 10


@pytest.mark.slow
@pytest.mark.mechanism("move.slope")
def test_a_better_farm_wage_draws_people_out_of_mining(overrides: Overrides) -> None:
    """Outside income up, miners down (V8 the other way round)."""
    assert change(overrides, {"home.farm_wage_usd_day": 2.6}, "active_miners") < -10


@pytest.mark.slow
@pytest.mark.mechanism("organise.apply", "organise.sensitivity")
@pytest.mark.row("R3")
def test_a_dearer_licence_lowers_the_formal_share(overrides: Overrides) -> None:
    """Fee up, formal share down (K7)."""
    assert change(overrides, {"licence.fee_usd": 20000.0}, "formal_share", months=60) < -0.01


@pytest.mark.mechanism("organise.form")
def test_cooperatives_form_and_get_papers(overrides: Overrides) -> None:
    """Where miners may organise, new cooperatives come into being."""
    founded = [lived(overrides, months=60, seed=seed).district for seed in SEEDS]
    new = [int((d.cooperatives.founded[: d.n_cooperatives] >= 0).sum()) for d in founded]
    assert sum(new) > 0


@pytest.mark.mechanism("organise.sensitivity")
def test_dearer_upkeep_makes_licences_lapse(overrides: Overrides) -> None:
    """Upkeep up, hazard of lapsing up: net benefit enters the decision, not the till alone."""
    from asmsim.records import default_library
    from asmsim.rules.organise import eagerness, net_benefit
    from asmsim.state.parameters import parameters

    p = parameters(default_library().resolve("gold_generic", overrides))
    cheap, dear = (
        net_benefit(
            np.full(1, 200.0),
            np.ones(1),
            p.organise,
            np.full(1, 0.02),
            (licence, np.zeros(1), p.state),
        )[0]
        for licence in (p.licence, p.licence._replace(upkeep_usd=120.0))
    )
    assert eagerness(dear, p.organise) < eagerness(cheap, p.organise)


@pytest.mark.mechanism("organise.conduct_gain")
@pytest.mark.row("R2")
def test_conduct_improves_in_cooperatives(overrides: Overrides) -> None:
    """Leadership makes conduct better than it is outside (R2)."""
    d = lived(overrides, months=60).district
    alive = d.cooperatives.members > 0
    assert float(d.cooperatives.safety[alive].mean()) > d.now.organise.conduct_start + 0.05


@pytest.mark.mechanism("organise.licence_conduct")
@pytest.mark.row("R2")
def test_a_licence_speeds_improvement(overrides: Overrides) -> None:
    """Of two cooperatives led alike the licensed one improves faster."""
    from asmsim.records import default_library
    from asmsim.rules.organise import conduct
    from asmsim.state.columns import empty
    from asmsim.state.cooperatives import LICENSED, Cooperatives
    from asmsim.state.parameters import parameters

    p = parameters(default_library().resolve("gold_generic", overrides)).organise
    coops = empty(Cooperatives, 2)
    coops.papers[0] = LICENSED
    conduct(coops, p, 2, np.ones(2))
    assert coops.safety[0] > coops.safety[1] > 0.0


@pytest.mark.mechanism("security.reach", "conflict.clash")
def test_guards_lower_intrusion_while_they_stay(overrides: Overrides) -> None:
    """Guards up, intruder-days in the core down."""
    assert change(overrides, {"security.posts": 20.0}, "intruder_days_core") < -100


@pytest.mark.mechanism("security.zero_tolerance")
@pytest.mark.row("S1")
def test_a_security_led_stance_posts_more_guards(overrides: Overrides) -> None:
    """A loss weighed more heavily is worth more guards, as long as intruders are as many."""
    plain = {**overrides, "security.zero_tolerance": 1.0}
    at_first = [
        lived(world, scenario="confrontation", seed=seed).recorder.series[6]["guards"]
        for world in (overrides, plain)
        for seed in SEEDS
    ]
    assert sum(at_first[: len(SEEDS)]) > 1.2 * sum(at_first[len(SEEDS) :])


@pytest.mark.mechanism("eviction.sweep")
@pytest.mark.row("S1", "R13")
def test_confrontation_evicts(overrides: Overrides) -> None:
    """Orders are carried out, and people displaced."""
    gone = [
        mean(lived(overrides, scenario="confrontation", seed=seed), "displaced_persons", 1)
        for seed in SEEDS
    ]
    assert min(gone) > 0


@pytest.mark.mechanism("eviction.readiness")
def test_readiness_to_evict_evicts(overrides: Overrides) -> None:
    """The firm's own orders, beside the state's, clear more ground."""
    plain = {**overrides, "eviction.readiness": 0.0}
    more = [
        mean(lived(overrides, scenario="confrontation", seed=seed), "displaced_persons", 1)
        - mean(lived(plain, scenario="confrontation", seed=seed), "displaced_persons", 1)
        for seed in SEEDS
    ]
    assert sum(more) > 0


@pytest.mark.mechanism("force.forces_deter")
def test_activity_falls_while_forces_are_present(overrides: Overrides) -> None:
    """K12: -80 to -97 % of the days of those who are there; given, not produced."""
    found = []
    for seed in SEEDS:
        model = lived({**overrides, "eviction.sweep": 0.5}, scenario="confrontation", seed=seed)
        sites = model.district.sites
        held = (sites.hold_until >= model.month - 1) & (sites.kept_by >= 0)
        held &= (sites.diggers > 0) & (sites.hold_until - sites.held_people * 0 > 0)
        found += sites.interdiction[held].tolist()
    assert found
    assert 0.8 <= float(np.median(found)) <= 0.97


@pytest.mark.mechanism("eviction.tools_usd")
def test_the_evicted_lose_tools(overrides: Overrides) -> None:
    """Eviction costs those it hits."""
    from asmsim.ledger import NUMBER

    lost = 0.0
    from asmsim.model import CohabitationModel

    model = CohabitationModel(
        "confrontation", seed=2, months=18, policy_month=2, miners=1500, overrides=overrides
    )
    for _ in range(18):
        model.step()
        lost += float(model.district.ledger.month[NUMBER["tools_lost"]])
    assert lost > 0


@pytest.mark.mechanism("markets.wedge_slope")
def test_an_export_tax_drives_sales_out_of_the_legal_route(overrides: Overrides) -> None:
    """Tax up, legal share of metal down (V3)."""
    assert change(overrides, {"markets.tax": 0.07}, "metal_sold_legally") < -0.05


@pytest.mark.slow
@pytest.mark.mechanism("state.corruption")
@pytest.mark.row("R9")
def test_more_visits_bring_more_bribes(overrides: Overrides) -> None:
    """Visits up, bribes up (R9)."""
    assert change(overrides, {"state.inspection": 1.0}, "bribes") > 100


@pytest.mark.mechanism("state.enforcement")
@pytest.mark.row("R9")
def test_enforcement_orders_more_sites_cleared(overrides: Overrides) -> None:
    """The state's priority of force is higher under confrontation's enforcement."""
    calm, harsh = (
        lived(overrides, scenario=name).district.now.state.force_priority
        for name in ("hands_off", "confrontation")
    )
    assert harsh > calm + 0.1


@pytest.mark.mechanism("state.cue")
@pytest.mark.row("R10")
def test_the_state_responds_to_the_firms_cue(overrides: Overrides) -> None:
    """Beyond its own priority the office follows what the firm asks for (R10)."""
    d = lived(overrides, scenario="confrontation").district
    assert d.office.force > d.now.state.force_priority


@pytest.mark.mechanism("move.discovery")
def test_discoveries_offset_exhaustion(overrides: Overrides) -> None:
    """New ground is found and worked."""
    for seed in SEEDS:
        sites = lived(overrides, months=60, seed=seed).district.sites
        assert int((sites.workers[sites.discovery_month > 0] > 0).sum()) > 0


@pytest.mark.mechanism("move.rush_hype")
@pytest.mark.row("R6")
def test_a_find_that_is_talked_up_starts_a_rush(overrides: Overrides) -> None:
    """Word of a find exceeds what a first digger would take home."""
    from asmsim.model import CohabitationModel
    from asmsim.phases.belief import phase as believe

    model = CohabitationModel(seed=1, months=12, miners=600, overrides=overrides)
    model.run_to(3)
    sites = model.district.sites
    hidden = int(np.flatnonzero(sites.discovery_month < 0)[0])
    sites.discovery_month[hidden] = model.month
    sites.price[hidden] = 50.0
    from asmsim.rules.belief import promise
    from asmsim.state.founding import mean_weight

    now = model.district.now
    rates = sites.recovery[hidden], sites.tailings_value[hidden]
    honest = promise(sites.grade[hidden], 1.0, rates, now.work, now.pit)
    believe(model)
    assert sites.yield_usd[hidden] > 1.2 * honest * 50.0 / mean_weight(now)


def grams_each(overrides: Overrides) -> float:
    """Metal sold a month for each active miner, kg, after two years."""
    found = [lived(overrides, months=24, seed=seed) for seed in SEEDS]
    sold = sum(mean(m, "legal_exports", 3) + mean(m, "smuggled_exports", 3) for m in found)
    return sold / sum(mean(m, "active_miners", 3) for m in found)


@pytest.mark.mechanism("work.crowding")
def test_a_crowd_lowers_what_each_digs(overrides: Overrides) -> None:
    """More people on the same ground, less metal each."""
    crowd = grams_each({**overrides, "people.pool": 18000})
    assert crowd < 0.9 * grams_each(overrides)


@pytest.mark.mechanism("work.depletion")
def test_emptier_ground_yields_less(overrides: Overrides) -> None:
    """The same ground with a quarter of its reserve left yields less a day."""
    from asmsim.rules.work import depletion

    assert depletion(lived(overrides, months=6).district.now.work, 25.0, 100.0) < 0.95


@pytest.mark.mechanism("work.season_amplitude")
def test_days_follow_the_season(overrides: Overrides) -> None:
    """More days in September than in March (IPIS)."""
    series = lived(overrides, months=24).recorder.series
    days = [series[m]["worked_area"] / series[m]["active_miners"] for m in range(24)]
    assert days[8] + days[20] > 1.2 * (days[2] + days[14])


@pytest.mark.mechanism("pit.weight_manager")
def test_managers_are_paid_more(overrides: Overrides) -> None:
    """Pay of manager and ordinary digger about 8 to 1, within 30 % (K3)."""
    ratios = []
    for seed in SEEDS:
        people = lived(overrides, miners=5000, months=18, seed=seed).district.people
        mined = (people.worked == MINED) & (people.debt <= 0.0)
        pay = [
            float(np.median(people.income[mined & (people.role == role)]))
            for role in (MANAGER, ORDINARY)
        ]
        ratios.append(pay[0] / pay[1])
    assert 5.6 < float(np.mean(ratios)) < 10.4


@pytest.mark.mechanism("move.stay")
def test_people_stay_where_they_work(overrides: Overrides) -> None:
    """Most who mine at a site are there six months later: workforces persist (IPIS)."""
    from asmsim.model import CohabitationModel

    model = CohabitationModel(seed=1, months=24, miners=1500, overrides=overrides)
    model.run_to(18)
    before = model.district.people.site.copy()
    model.run_to(24)
    mined = before >= 0
    assert float((model.district.people.site[mined] == before[mined]).mean()) > 0.75


@pytest.mark.mechanism("belief.force_trust")
@pytest.mark.row("R13")
def test_force_costs_trust(overrides: Overrides) -> None:
    """The evicted trust the firm less than others do, a month after."""
    d = lived(overrides, scenario="confrontation", months=12, seed=2, miners=3000).district
    recent = (d.people.evicted_month >= 6) & (d.people.evicted_month > d.month - 7)
    never = d.people.evicted_month < 0
    assert recent.any()
    trust = d.people.trust_firm
    assert float(trust[recent].mean()) < float(trust[never].mean()) - 0.02


@pytest.mark.mechanism("belief.eviction_grievance")
def test_eviction_is_remembered_with_grievance(overrides: Overrides) -> None:
    """Grievance is higher among those driven off in the last months."""
    d = lived(overrides, scenario="confrontation", months=12, seed=2, miners=3000).district
    recent = (d.people.evicted_month >= 6) & (d.people.evicted_month > d.month - 7)
    never = (d.people.evicted_month < 0) & (d.people.occupation == MINING)
    assert float(d.people.grievance[recent].mean()) > float(d.people.grievance[never].mean()) + 0.05


@pytest.mark.mechanism("belief.guard_fear")
def test_guarded_ground_is_feared(overrides: Overrides) -> None:
    """Word of danger follows guards."""
    quiet = {**overrides, "security.posts": 20.0, "conflict.clash": 0.0}
    sites = lived(quiet).district.sites
    core = (sites.title == CONCESSION_CORE) & (sites.discovery_month >= 0)
    assert float(sites.danger[core].mean()) > float(sites.danger[~core].mean()) + 0.05


@pytest.mark.slow
@pytest.mark.mechanism("conflict.force_harm")
@pytest.mark.row("R13")
def test_harsher_rules_of_force_harm_more(overrides: Overrides) -> None:
    """Force up, more injured for each who takes part in a clash."""
    rough = {"conflict.clash": 0.01, "conflict.meeting_rate": 1.0, "security.posts": 3.0}
    rough |= {"people.threshold": 0.1, "conflict.branching": 0.0}
    rough |= {"belief.guard_fear": 0.0, "move.danger": 0.0}  # so that many clashes are counted
    rates = []
    for level in (0.0, 1.0):
        world = {**rough, **overrides, "force.level": level}
        rows = [
            row
            for seed in SEEDS
            for row in lived(world, seed=seed, miners=5000).recorder.events
            if row[3] == "clash"
        ]
        rates.append(sum(row[8] for row in rows) / sum(row[6] for row in rows))
    assert rates[1] > 2.0 * rates[0]


@pytest.mark.mechanism("conflict.clash")
def test_guards_and_grievance_make_clashes(overrides: Overrides) -> None:
    """Confrontation raises the expected number of clashes over a world without guards."""
    for seed in SEEDS[:2]:
        world = {**overrides, "security.posts": 10.0, "people.threshold": 0.1}
        assert mean(lived(world, seed=seed), "clash_expected") > 0.0


@pytest.mark.mechanism("conflict.protest")
@pytest.mark.row("R8")
def test_a_mine_that_earns_is_protested_against(overrides: Overrides) -> None:
    """Perceived margin above what is received brings protest (V1)."""
    assert mean(lived(overrides), "protest_expected") > 0.0


@pytest.mark.slow
@pytest.mark.mechanism("firm.stoppage_share_week")
@pytest.mark.row("R8", "R29")
def test_standing_still_costs(overrides: Overrides) -> None:
    """Protest stops the mine, and that has its price (R8)."""
    world = {**overrides, "conflict.protest": 0.5}
    assert sum(mean(lived(world, seed=s), "stoppage_cost", 36) for s in SEEDS) > 0.0


@pytest.mark.mechanism("firm.abuse_cost_usd")
@pytest.mark.row("R8")
def test_abuses_cost_the_firm(overrides: Overrides) -> None:
    """Harm by guards comes back as legal and finance cost (R8)."""
    world = {
        **overrides,
        "conflict.clash": 0.01,
        "security.posts": 10.0,
        "people.threshold": 0.1,
        "force.level": 1.0,
    }
    assert sum(mean(lived(world, seed=s, miners=5000), "abuse_cost", 30) for s in SEEDS) > 0.0


@pytest.mark.mechanism("firm.alarm_months")
@pytest.mark.row("S0")
def test_hands_off_cracks_down_late(overrides: Overrides) -> None:
    """Theft above a level alarms the firm, and the core is cleared (S0)."""
    world = {**overrides, "firm.alarm_loss": 0.0, "state.force_priority": 0.0}
    assert sum(mean(lived(world, seed=s), "evicted", 36) for s in SEEDS) > 0.0


@pytest.mark.mechanism("pit.tied_discount")
def test_debtors_give_up_price(overrides: Overrides) -> None:
    """Those who owe their ore are paid less for it."""
    from asmsim.ledger import NUMBER

    booked = lived(overrides).district.ledger.month[NUMBER["tied_discount"]]
    assert float(booked) > 0.0


@pytest.mark.mechanism("pit.land_share")
@pytest.mark.row("R22")
def test_chiefs_have_a_share(overrides: Overrides) -> None:
    """The land's share fills the chiefs' funds (R22)."""
    from asmsim.ledger import NUMBER

    assert float(lived(overrides).district.ledger.month[NUMBER["land_share"]]) > 0.0


@pytest.mark.mechanism("work.fatal_per_1000_years")
def test_mining_kills(overrides: Overrides) -> None:
    """Accidents happen at about the rate of the record."""
    model = lived(overrides, miners=5000, months=36)
    deaths = mean(model, "fatal_accidents", 36) * 12
    miners = mean(model, "active_miners", 36) / 1000
    assert 0.1 < deaths / miners < 1.5


@pytest.mark.mechanism("firm.land_lost")
def test_the_mine_takes_land(overrides: Overrides) -> None:
    """Farms next to the mine bring less."""
    villages = lived({"firm.land_lost": 0.3, **overrides}, miners=5000).district.villages
    near, far = int(np.argmax(villages.near_mine)), int(np.argmin(villages.near_mine))
    land = (villages.farm_income - villages.demand) / villages.harvest
    assert float(land[near]) < 0.99 * float(land[far])


@pytest.mark.slow
@pytest.mark.mechanism("work.vein_sigma")
def test_rich_and_poor_stretches_shift_people(overrides: Overrides) -> None:
    """Pockets are dug through, so the crowded sites of one year are not those of two years on."""
    from asmsim import simulate

    kept = []
    for seed in SEEDS:
        run = simulate(seed=seed, months=46, miners=2000, overrides=overrides)
        table = run.sites.pivot_table(index="month", columns="site", values="workers")
        then, now = table.loc[24], table.loc[45]
        both = (then >= 5) & (now >= 5)
        kept.append(np.corrcoef(np.log(then[both]), np.log(now[both]))[0, 1])
    assert float(np.mean(kept)) < 0.85
