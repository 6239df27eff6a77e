"""Expected directions where firm and miners talk, train and share ground.

Each test names the parameter that carries the mechanism; with that parameter at its off value the
test has to fail.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.model import CohabitationModel
from asmsim.records import Shock
from asmsim.state.people import FIRM_JOB
from asmsim.state.sites import ASM_ZONE, CEDED, OTHER_TITLE, UNKNOWN
from tests.worlds.lived import under
from tests.worlds.sharing import CONCESSION, QUICK, SEEDS, average, dose, lives

Overrides = dict[str, Any]

NO_CLASH = {"conflict.clash": 0.0, "conflict.protest": 0.0}
SEEN_BY_PRESS = {"engagement.told_buyers": 0.0}
QUIET = {**NO_CLASH, "state.force_priority": 0.0, "firm.alarm_loss": 0.2}


# --- training and papers --------------------------------------------------------------------------


@pytest.mark.mechanism("training.conduct")
@pytest.mark.row("R2")
def test_training_raises_conduct(overrides: Overrides) -> None:
    """Trained members work better (R2)."""
    alone = {"training.organise": 0.0}
    plain, trained = (
        average(lives(overrides, scenario, **alone), "conduct")
        for scenario in ("hands_off", under("training"))
    )
    assert trained > plain + 0.01


@pytest.mark.slow
@pytest.mark.mechanism("training.organise")
def test_help_with_organising_founds_cooperatives(overrides: Overrides) -> None:
    """Organising is easier with help."""
    alone = {"training.conduct": 0.0}
    plain, helped = (
        average(lives(overrides, scenario, **alone), lambda w: w.district.n_cooperatives)
        for scenario in ("hands_off", under("training"))
    )
    assert helped > plain


@pytest.mark.slow
@pytest.mark.mechanism("licence.support_share")
@pytest.mark.row("P19")
def test_support_with_the_fee_brings_licences(overrides: Overrides) -> None:
    """Most of the fee paid, more cooperatives licensed (P19)."""
    dear = {"licence.fee_usd": 8000.0}
    plain, helped = (
        average(lives(overrides, scenario, **dear), "cooperatives_licensed")
        for scenario in ("hands_off", under("fee_support"))
    )
    assert helped > plain + 0.3


@pytest.mark.mechanism("licence.faster")
@pytest.mark.row("R20")
def test_a_faster_office_works_through_its_files_as_far_as_officials_do(
    overrides: Overrides,
) -> None:
    """What policy says of months comes about in part: practice (R20)."""

    def months(practice: float) -> float:
        world = {"licence.months": 12.0, "state.practice": practice}
        found = lives(overrides, under("licensing"), months=8, **world)
        return found[0].district.now.licence.months

    assert months(0.0) == 12.0
    assert months(0.0) > months(0.5) > months(1.0)
    assert months(0.5) == pytest.approx((months(0.0) + months(1.0)) / 2.0)


@pytest.mark.slow
@pytest.mark.mechanism("licence.faster")
def test_files_wait_less_under_faster_licensing(overrides: Overrides) -> None:
    """Fewer months in the queue, fewer files in it."""
    slow = {"licence.months": 18.0, "licence.more_capacity": 0.0}
    plain, fast = (
        average(lives(overrides, scenario, **slow), "cooperatives_lodged", 24)
        for scenario in ("hands_off", under("licensing"))
    )
    assert fast < plain


@pytest.mark.mechanism("licence.cheaper")
@pytest.mark.row("R2", "R15")
def test_a_cheaper_licence_is_taken_out_more(overrides: Overrides) -> None:
    """The fee falls, more cooperatives are licensed."""
    dear = {"licence.fee_usd": 8000.0}
    plain, cheap = (
        average(lives(overrides, scenario, **dear), "cooperatives_licensed", 24)
        for scenario in ("hands_off", under(dose("licensing", kind="fee")))
    )
    assert cheap > plain + 0.2


@pytest.mark.slow
@pytest.mark.mechanism("licence.simpler", "licence.longer")
@pytest.mark.row("R2", "R15")
def test_a_law_that_asks_less_lets_papers_last(overrides: Overrides) -> None:
    """Duties made for industry let licences of small miners lapse; a reform keeps them."""
    unfit = {"licence.upkeep_usd": 100.0, "licence.term_years": 3.0}
    plain, fit = (
        average(lives(overrides, scenario, **unfit), "registered_active_share", 24)
        for scenario in ("hands_off", under(dose("licensing", kind="reform")))
    )
    assert fit > plain + 0.05


@pytest.mark.slow
@pytest.mark.mechanism("engagement.told_state")
@pytest.mark.row("R9")
def test_officials_who_are_told_come_and_ask_for_bribes(overrides: Overrides) -> None:
    """What monitoring tells the state brings officials to the sites, honest or not."""
    kept, told = (
        average(lives(overrides, under(dose("monitoring", kind=kind))), "bribes", 24)
        for kind in ("firm", "state")
    )
    assert told > 1.05 * kept


@pytest.mark.mechanism("engagement.told_press")
@pytest.mark.row("R15")
def test_what_is_made_public_is_reported(overrides: Overrides) -> None:
    """As many events, more of them in the press."""

    def reported(kind: str) -> float:
        worlds = lives(overrides, under(dose("monitoring", kind=kind)), **SEEN_BY_PRESS)
        told, all_of_them = (
            average(worlds, f"events{name}_expected", 24) for name in ("_reported", "")
        )
        return told / all_of_them

    assert reported("public") > 1.2 * reported("firm")


@pytest.mark.mechanism("engagement.told_buyers")
def test_buyers_who_read_of_it_look_closer(overrides: Overrides) -> None:
    """Formal buyers assess sites more often, find more, and leave."""
    kept, told = (
        average(lives(overrides, under(dose("monitoring", kind=kind))), "formal_buyers", 24)
        for kind in ("firm", "public")
    )
    assert told < kept


# --- engagement -----------------------------------------------------------------------------------


@pytest.mark.mechanism("engagement.trust_top")
@pytest.mark.row("R5")
def test_engagement_wins_trust(overrides: Overrides) -> None:
    """Rung by rung, where firm and people meet (R5)."""
    plain, talked = (
        lives(overrides, scenario, **QUIET) for scenario in ("hands_off", under("engagement"))
    )
    assert average(talked, "engagement_rung") > 4.0
    assert average(plain, "engagement_rung") == 0.0
    before, after = (
        average(worlds, lambda w: float(w.district.villages.trust_firm.mean()))
        for worlds in (plain, talked)
    )
    assert after > before + 0.02


@pytest.mark.mechanism("engagement.fall")
@pytest.mark.row("R5")
def test_force_throws_engagement_down_at_once(overrides: Overrides) -> None:
    """The month after an eviction the ladder has to be climbed again."""
    shocks = tuple(Shock(lever, 1.0, 36, where=CONCESSION) for lever in ("security", "eviction"))
    fell = []
    for seed in SEEDS:
        model = CohabitationModel(
            under("engagement"),
            seed=seed,
            miners=2000,
            months=60,
            policy_month=6,
            overrides={**QUICK, **QUIET, **overrides},
            shocks=shocks,
        )
        model.run_to(40)
        series = model.recorder.series
        first = next(month for month in range(36, 39) if series[month]["evicted"] > 0)
        before, after = (series[month]["engagement_rung"] for month in (first, first + 1))
        fell.append(before - after)
    assert min(fell) > 2.0


@pytest.mark.mechanism("engagement.spoils")
@pytest.mark.row("R23")
def test_guards_at_the_table_spoil_engagement(overrides: Overrides) -> None:
    """Many guards on the ground, a slower climb (R23)."""
    talked, watched = (
        average(
            lives(overrides, under("engagement"), months=14, **QUIET, **more), "engagement_rung"
        )
        for more in ({}, {"security.posts": 60.0})
    )
    assert watched < 0.7 * talked


@pytest.mark.mechanism("engagement.indirect_weight")
@pytest.mark.row("R5")
def test_a_third_party_gets_on_where_guards_stand(overrides: Overrides) -> None:
    """The indirect route is slower, and does not mind who is at the table (R5)."""
    guarded = {**QUIET, "security.posts": 60.0}
    rung = average(lives(overrides, under("third_party"), **guarded), "engagement_rung", 1)
    direct = average(lives(overrides, under("engagement"), **QUIET), "engagement_rung", 1)
    assert 0.5 < rung < direct


@pytest.mark.mechanism("firm.knowledge_gain")
@pytest.mark.row("R27")
def test_monitoring_builds_knowledge(overrides: Overrides) -> None:
    """Looking is learning (R27)."""
    assert average(lives(overrides, under("monitoring")), "firm_knowledge", 1) > 0.5


@pytest.mark.mechanism("firm.knowledge_loss")
@pytest.mark.row("R27")
def test_knowledge_is_lost_when_nobody_looks(overrides: Overrides) -> None:
    """A stock that decays with neglect (R27)."""
    worlds = lives(overrides, "hands_off")
    first = average(worlds, lambda w: w.recorder.series[0]["firm_knowledge"])
    assert average(worlds, "firm_knowledge", 1) < 0.9 * first


@pytest.mark.mechanism("engagement.learns")
@pytest.mark.row("R27")
def test_a_firm_that_is_trusted_learns_more_by_talking(overrides: Overrides) -> None:
    """Trust acts on what the firm learns."""
    wary, open_ = (
        average(lives(overrides, under("engagement"), **QUIET, **start), "firm_knowledge", 1)
        for start in ({"people.trust_firm": 0.1}, {"people.trust_firm": 0.9})
    )
    assert open_ > wary + 0.02


@pytest.mark.slow
@pytest.mark.mechanism("belief.chief_legitimacy")
@pytest.mark.row("R22")
def test_a_chief_who_is_respected_calms_his_village(overrides: Overrides) -> None:
    """Regard for the firm makes it more legitimate, and people less aggrieved (R22)."""
    alone = {**QUIET, "engagement.trust_top": 0.0, "engagement.respect_speed": 0.3}
    plain, talked = (
        average(
            lives(overrides, scenario, months=60, **alone),
            lambda w: float(w.district.villages.grievance.mean()),
        )
        for scenario in ("hands_off", under("engagement"))
    )
    assert talked < plain


@pytest.mark.mechanism("firm.cue_zones")
@pytest.mark.row("R10")
def test_a_firm_that_talks_asks_for_less_force(overrides: Overrides) -> None:
    """The state follows the cue (R10)."""
    ready = {"state.force_priority": 0.3}
    plain, talked = (
        average(lives(overrides, scenario, **ready), lambda w: w.district.office.force)
        for scenario in ("hands_off", under("engagement"))
    )
    assert talked < plain


# --- guards, zones of tolerance, offers -----------------------------------------------------------


@pytest.mark.mechanism("force.training")
@pytest.mark.row("R13")
def test_trained_guards_use_less_force(overrides: Overrides) -> None:
    """Voluntary Principles (R13)."""
    plain, trained = (
        average(lives(overrides, scenario), lambda w: float(w.district.policy.force.mean()))
        for scenario in ("hands_off", under("security_training"))
    )
    assert trained < plain


def mistaken(w: CohabitationModel) -> float:
    """Sites on the margin that the firm takes for what they are not."""
    sites, standard = w.district.sites, w.district.now.zoning.standard
    worked = (sites.diggers > 0) & (sites.holder >= 0)
    truth = sites.locals[worked] / sites.diggers[worked] >= standard
    return float(np.count_nonzero(truth != (sites.believed[worked] >= standard)))


@pytest.mark.mechanism("zoning.error")
@pytest.mark.row("S2", "R18")
def test_a_firm_that_does_not_look_mistakes_one_kind_of_miner_for_another(
    overrides: Overrides,
) -> None:
    """Co-existence needs knowledge (R18, R27)."""
    half = {"zoning.standard": 0.6, "people.local_share": 0.6}
    blind, seeing = (
        average(lives(overrides, under("zoning", *more), **half), mistaken)
        for more in ((), ("monitoring", "engagement"))
    )
    assert blind > seeing + 1.5  # sites; some are misjudged by standard, with no error at all


@pytest.mark.mechanism("offer.package_usd")
@pytest.mark.row("S2")
def test_an_offer_to_leave_is_taken_and_empties_the_ground(overrides: Overrides) -> None:
    """Departure by agreement: fewer are left on the core (R13, P20)."""
    plain, paid = (
        lives(overrides, scenario, **QUIET)
        for scenario in ("hands_off", under(dose("departure", "concession_core")))
    )
    assert average(paid, "departures", 36) > 0.0
    assert average(paid, "intruder_days_core") < average(plain, "intruder_days_core")


@pytest.mark.mechanism("offer.trust")
def test_an_offer_by_a_firm_that_is_trusted_is_taken_by_more(overrides: Overrides) -> None:
    """Trust acts on the acceptance of offers."""
    offer = under(dose("departure", *CONCESSION))
    wary, trusting = (
        average(lives(overrides, offer, **QUIET, **start), "departures", 36)
        for start in ({"people.trust_firm": 0.0}, {"people.trust_firm": 0.9})
    )
    assert trusting > wary


@pytest.mark.mechanism("belief.incumbency")
@pytest.mark.row("R6")
def test_who_was_there_first_minds_eviction_more(overrides: Overrides) -> None:
    """Incumbency enters grievance (R6)."""
    stance = under(dose("eviction", *CONCESSION), dose("rules_of_force", *CONCESSION))
    kept = {"belief.grievance_speed": 0.01, "belief.kin": 0.0}

    def aggrieved(w: CohabitationModel) -> float:
        people = w.district.people
        return float(people.grievance[people.evicted_month >= 6].mean())

    minding = average(lives(overrides, stance, months=14, **kept), aggrieved)
    without = {**overrides, "belief.incumbency": 0.0}
    assert minding > average(lives(without, stance, months=14, **kept), aggrieved) + 0.01


# --- ground ---------------------------------------------------------------------------------------


@pytest.mark.mechanism("cession.reach")
@pytest.mark.row("S3b", "R20")
def test_ceded_ground_becomes_the_miners_once_the_act_is_signed(overrides: Overrides) -> None:
    """Nothing before the act; afterwards licences are given there (R14, P14)."""
    formal = 0
    for w in lives(overrides, "cohabitation_ceded", months=72):
        ceded = w.district.sites.tenure == CEDED
        assert ceded.any()
        rows = w.recorder.sites["tenure"]
        signed = int(w.district.sites.act_month[ceded].min())
        assert signed > 6
        assert not (rows[signed - 1] == CEDED).any()
        assert (rows[signed] == CEDED).any()
        people = w.district.people
        here = (people.site >= 0) & ceded[people.site]
        formal += int(np.count_nonzero(people.status[here] == 0))
    assert formal > 0


@pytest.mark.slow
@pytest.mark.mechanism("act.cue")
@pytest.mark.row("R10")
def test_a_cue_for_zones_speeds_the_act(overrides: Overrides) -> None:
    """A firm that asks for zones waits less for the minister (R10)."""
    slow = {"act.months": 24.0}
    asked, silent = (
        average(
            lives(overrides, under("cession"), **slow, **cue),
            lambda w: float(w.district.sites.act_month[w.district.sites.act == CEDED].mean()),
        )
        for cue in ({"firm.cue_zones": 1.0}, {"firm.cue_zones": 0.0})
    )
    assert asked < silent - 2.0


@pytest.mark.row("P14", "R20")
def test_a_longer_act_is_waited_for_longer() -> None:
    """Act months up, ceded later (P14)."""
    soon, late = (
        average(
            lives({}, under("cession"), **{"act.months": months}),
            lambda w: float(w.district.sites.act_month[w.district.sites.act == CEDED].mean()),
        )
        for months in (3.0, 24.0)
    )
    assert late > soon + 10.0


@pytest.mark.mechanism("zone.assessed")
@pytest.mark.row("S3a")
def test_a_better_assessment_makes_a_better_zone(overrides: Overrides) -> None:
    """The best of more draws has the higher grade."""
    wide = {"zone.near_km": 60.0, "zone.reach": 10.0}

    def grade(w: CohabitationModel) -> float:
        sites = w.district.sites
        return float(np.log(sites.grade[sites.act == ASM_ZONE]).mean())

    alone = lives({**overrides, "zone.assessed": 1.0}, under("asm_zone"), **wide)
    assert average(lives(overrides, under("asm_zone"), **wide), grade) > average(alone, grade)


@pytest.mark.mechanism("zone.reach")
@pytest.mark.row("S3a", "R6")
def test_drilling_for_a_zone_makes_ground_known_and_draws_people(overrides: Overrides) -> None:
    """What is set aside is talked of from then on (R6)."""
    hidden = {"move.discovery": 0.0, "zone.near_km": 60.0, "district.known": 20}
    found = worked = 0
    for w in lives(overrides, under("asm_zone"), **hidden):
        sites = w.district.sites
        drilled = (sites.act == ASM_ZONE) & (sites.discovery_month > 0)
        found += int(np.count_nonzero(drilled))
        worked += int(sites.workers[drilled].sum())
    assert found > 0
    assert worked > 0


@pytest.mark.mechanism("titles.follow")
@pytest.mark.row("R24")
def test_industry_follows_finds(overrides: Overrides) -> None:
    """Of ground that artisanal miners found, some comes under title (R24)."""
    titled = 0
    for w in lives(overrides, "hands_off", months=60, **{"move.discovery": 0.05}):
        sites = w.district.sites
        before = w.recorder.sites["tenure"][0]
        here = (sites.discovery_month > 0) & (before != OTHER_TITLE)
        titled += int(np.count_nonzero(sites.title[here] == OTHER_TITLE))
        unknown = sites.discovery_month == UNKNOWN
        assert np.array_equal(sites.title[unknown], before[unknown])
    assert titled > 0


# --- villages and jobs ----------------------------------------------------------------------------


@pytest.mark.row("P21")
@pytest.mark.mechanism("community.earns")
@pytest.mark.row("P21")
def test_investment_lets_villages_consume_more(overrides: Overrides) -> None:
    """Commercial impact first (P21): households earn more, whatever they live on."""
    plain, helped = (
        average(lives(overrides, scenario), "consumption")
        for scenario in ("hands_off", under("community_investment"))
    )
    assert helped > plain + 0.5


@pytest.mark.mechanism("community.budget_usd")
@pytest.mark.row("P21")
def test_investment_answers_protest(overrides: Overrides) -> None:
    """What was received counts against what the mine is thought to earn (V1)."""
    alone = {"community.earns": 0.0, "conflict.protest": 0.5}
    plain, helped = (
        average(lives(overrides, scenario, **alone), "protest_expected")
        for scenario in ("hands_off", under("community_investment"))
    )
    assert helped < plain


@pytest.mark.mechanism("move.reconsider")
def test_a_mine_that_shut_lets_people_go_and_finds_them_again(overrides: Overrides) -> None:
    """Price down, jobs gone; price up, vacancies are filled (P20)."""
    for seed in SEEDS:
        model = CohabitationModel(
            miners=2000,
            seed=seed,
            months=80,
            overrides={**QUICK, "price.path": "constant", "firm.cost_elasticity": 0.0, **overrides},
            shocks=(Shock("markets.price_factor", 0.3, 6, 40),),
        )
        jobs = []
        for _ in range(75):
            model.step()
            jobs.append(int(np.count_nonzero(model.district.people.occupation == FIRM_JOB)))
        assert jobs[5] > 0
        assert jobs[39] == 0, "the mine has shut"
        assert model.district.firms[0].runs
        assert jobs[-1] > 0.7 * jobs[5]
