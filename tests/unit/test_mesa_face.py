"""The model as a user of Mesa meets it: agents, sets of agents, attributes, steps, collected data.

What is used here is what Mesa 3.3.1 and 3.5 share; both are run with warnings as errors.
"""

from __future__ import annotations

import copy
import gc
import math
import weakref
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.agent import AgentSet

from asmsim import CohabitationModel
from asmsim.agents import ArmedActor, Buyer, Cooperative, Firm, Government, Miner, Village
from asmsim.agents.buyer import KINDS as TRADE
from asmsim.agents.certified import KINDS as CERTIFIED
from asmsim.agents.state_buyer import KIND as STATE
from asmsim.errors import BadValue
from asmsim.state.cooperatives import DISSOLVED, Cooperatives
from asmsim.state.people import MINING, ROLES, People
from asmsim.state.villages import Villages

BUYERS = (*TRADE, *CERTIFIED, STATE)

ROWS: dict[Any, Any] = {Miner: People, Village: Villages, Cooperative: Cooperatives}
KINDS: set[Any] = {Miner, Cooperative, Village, Firm, Government, Buyer, ArmedActor}
UNLICENSED = {"organise.founding_share": 0.0, "organise.founding_lapsed": 0.0}


def district(**settings: Any) -> CohabitationModel:
    return CohabitationModel(**{"miners": 600, "months": 24, "seed": 3, **settings})


@pytest.fixture(scope="module")
def lived() -> CohabitationModel:
    """A district after six months, to look at and leave as it is."""
    model = district()
    model.run_to(6)
    return model


@pytest.fixture
def model(lived: CohabitationModel) -> CohabitationModel:
    """The same, one's own to change."""
    return lived.branch("hands_off")


def miners(model: CohabitationModel) -> Any:
    """Return the set of miners; Mesa's types do not know what attributes agents have."""
    return model.agents_by_type[Miner]


def first(agents: Any) -> Any:
    return next(iter(agents))


def frame(model: CohabitationModel) -> pd.DataFrame:
    collector: Any = model.datacollector
    collected: pd.DataFrame = collector.get_model_vars_dataframe()
    return collected


def test_a_users_own_reporter_is_asked_beside_the_outcomes(model: CohabitationModel) -> None:
    collector: Any = model.datacollector
    collector._new_model_reporter("people", lambda m: len(m.district.people.id))
    model.step()
    assert collector.model_vars["people"] == [len(model.district.people.id)]
    assert collector.model_vars["active_miners"][-1] == model.latest("active_miners")


# --- a model among Mesa's -------------------------------------------------------------------------


def test_it_is_a_mesa_model(lived: CohabitationModel) -> None:
    assert isinstance(lived, mesa.Model)
    assert lived.running
    assert isinstance(lived.agents, AgentSet)
    assert all(isinstance(agents, AgentSet) for agents in lived.agents_by_type.values())


def test_everyone_who_acts_is_an_agent(lived: CohabitationModel) -> None:
    by_type = lived.agents_by_type
    assert set(by_type) == set(lived.agent_types) == KINDS
    assert all(isinstance(agent, mesa.Agent) for agent in lived.agents)
    assert len(lived.agents) == sum(len(agents) for agents in by_type.values())
    for kind, agents in by_type.items():
        assert all(isinstance(agent, kind) for agent in agents)
        assert all(agent.model is lived for agent in agents)
    d = lived.district
    assert len(by_type[Miner]) == len(d.people.id)
    assert len(by_type[Village]) == len(d.villages.id) > 0
    papers = d.cooperatives.papers[: d.n_cooperatives]
    assert len(by_type[Cooperative]) == np.count_nonzero(papers != DISSOLVED)
    assert len(by_type[Firm]) == len(by_type[Government]) == 1
    assert len(by_type[Buyer]) == len(BUYERS)


def test_cooperatives_are_there_when_there_are_any() -> None:
    model = district(miners=1500)
    coops = model.agents_by_type[Cooperative]
    assert len(coops) == model.district.n_cooperatives > 0
    first(coops).papers = DISSOLVED
    assert len(model.agents_by_type[Cooperative]) == len(coops) - 1


@pytest.mark.parametrize(
    ("settings", "kind"),
    [({"overrides": {"district.firms": 0}}, Firm), ({"miners": 0}, Miner)],
    ids=["no firm", "no miners"],
)
def test_a_kind_nobody_is_of_is_an_empty_set(settings: dict[str, Any], kind: type) -> None:
    model = district(**settings)
    model.step()
    assert len(model.agents_by_type[kind]) == 0
    assert kind in model.agent_types


@pytest.mark.parametrize("kind", ROWS)
def test_an_agent_shows_every_column_of_its_table(kind: Any) -> None:
    model = district(miners=1500)
    agent = first(model.agents_by_type[kind])
    table = getattr(model.district, kind.table)
    assert set(ROWS[kind]._fields) <= set(dir(agent))
    for name in ROWS[kind]._fields:
        assert getattr(agent, name) == getattr(table, name)[agent.row]


def test_bodies_that_decide_say_what_they_did(lived: CohabitationModel) -> None:
    firm, office = first(lived.agents_by_type[Firm]).state, lived.district.office
    assert firm.reason.numbers["guards"] == firm.guards
    assert office.reason.numbers["force"] == office.force
    assert lived.buyers[0].reason.key == "source"
    assert [buyer.kind for buyer in lived.agents_by_type[Buyer]] == list(BUYERS)
    exporters, traders, plant = lived.buyers[:2], lived.buyers[2:4], lived.buyers[4]
    assert plant.bought_kg == lived.district.market.plant_kg
    assert sum(b.bought_kg for b in traders) == pytest.approx(sum(b.bought_kg for b in exporters))
    assert all(b.reason for b in lived.buyers)


# --- sets -----------------------------------------------------------------------------------------


def test_select_get_and_agg_agree_with_the_columns(lived: CohabitationModel) -> None:
    people, agents = lived.district.people, miners(lived)
    digging = agents.select(lambda agent: agent.occupation == MINING)
    assert len(digging) == np.count_nonzero(people.occupation == MINING) > 0
    assert agents.get("savings") == people.savings.tolist()
    assert agents.get(["id", "role"])[7] == [people.id[7], people.role[7]]
    assert agents.agg("savings", max) == people.savings.max()
    mean = people.income[people.occupation == MINING].mean()
    assert digging.agg("income", np.mean) == pytest.approx(mean, rel=1e-12)


def test_groupby_and_sort_work(lived: CohabitationModel) -> None:
    people, agents = lived.district.people, miners(lived)
    counts = agents.groupby("role").count()
    assert counts == dict(enumerate(np.bincount(people.role, minlength=len(ROLES)).tolist()))
    richest = agents.sort("savings", ascending=False)
    assert first(richest).savings == people.savings.max()


def test_set_writes_the_column(model: CohabitationModel) -> None:
    miners(model).select(lambda agent: agent.occupation == MINING).set("savings", 5.0)
    people = model.district.people
    assert set(people.savings[people.occupation == MINING]) == {5.0}
    assert people.savings[people.occupation != MINING].max() > 5.0


# --- rows -----------------------------------------------------------------------------------------


def test_reading_reads_and_writing_writes_the_column(model: CohabitationModel) -> None:
    people = model.district.people
    agent = miners(model).select(lambda agent: agent.id == 11, at_most=1)
    one = first(agent)
    people.trust_firm[11] = 0.75
    assert one.trust_firm == 0.75
    one.trust_firm = 0.25
    assert people.trust_firm[11] == 0.25
    one.debt += 10.0
    assert people.debt[11] == one.debt
    assert type(one.debt) is float
    assert type(one.role) is int


def test_what_is_written_is_lived_with(model: CohabitationModel) -> None:
    twin = model.branch("hands_off")
    for agent in miners(model).select(lambda agent: agent.occupation == MINING):
        agent.skill *= 2.0
    model.step()
    twin.step()
    dug = [world.district.ledger.mass.reserve_lost for world in (model, twin)]
    assert dug[0] == pytest.approx(2.0 * dug[1], rel=0.01)


def test_an_attribute_of_ones_own_is_kept_with_the_view(model: CohabitationModel) -> None:
    first(miners(model)).nickname = "Ama"
    model.step()
    assert first(miners(model)).nickname == "Ama"


def test_an_unknown_attribute_is_an_error(lived: CohabitationModel) -> None:
    with pytest.raises(AttributeError, match="Miner has no attribute 'wealth'"):
        _ = first(miners(lived)).wealth


def test_a_view_is_made_once_and_kept(model: CohabitationModel) -> None:
    before = list(model.agents)
    model.step()
    after = list(model.agents)
    assert all(one is other for one, other in zip(before, after, strict=True))
    assert first(model.agents_by_type[Village]) is model.chiefs[0]


def test_a_view_outlives_the_growth_of_its_table() -> None:
    model = district(miners=1500, overrides=UNLICENSED)
    while model.district.n_cooperatives == 0:
        model.step()
    agent = first(model.agents_by_type[Cooperative])
    rows = len(model.district.cooperatives.id)
    model.district.cooperatives = type(model.district.cooperatives)(
        *(np.concatenate([column, column]) for column in model.district.cooperatives)
    )
    agent.treasury = 77.0
    assert len(model.district.cooperatives.id) == 2 * rows
    assert model.district.cooperatives.treasury[agent.row] == 77.0


def test_a_batch_run_makes_no_views_of_people() -> None:
    model = district(months=3)
    model.run_to(3)
    assert not any(issubclass(kind, Miner | Cooperative) for kind, _ in model._views)


# --- time -----------------------------------------------------------------------------------------


def test_step_lives_one_month(model: CohabitationModel) -> None:
    month, collected = model.month, len(frame(model))
    model.step()
    assert model.month == month + 1
    assert len(frame(model)) == collected + 1


def test_mesa_counts_the_same_steps() -> None:
    model = district()
    model.run_to(3)
    assert model.steps == model.month == 3
    branch = model.branch("confrontation")
    branch.step()
    assert branch.steps == branch.month == 4
    assert model.steps == 3


@pytest.mark.parametrize("kind", sorted(KINDS, key=str))
def test_only_the_model_steps(kind: Any) -> None:
    assert kind.step is mesa.Agent.step  # Mesa's own, which does nothing


def test_stepping_agents_moves_no_time(lived: CohabitationModel) -> None:
    before = copy.deepcopy(lived.district.people)
    lived.agents.shuffle_do("step")
    assert lived.month == 6
    for old, new in zip(before, lived.district.people, strict=True):
        np.testing.assert_array_equal(old, new)


# --- collected data -------------------------------------------------------------------------------


def test_the_collected_frame_has_a_row_a_month_and_a_column_an_outcome(
    lived: CohabitationModel,
) -> None:
    collected = frame(lived)
    assert list(collected.index) == list(range(6))
    assert set(collected.columns) == set(lived.library.monthly) == set(lived.recorder.series[0])
    series = pd.DataFrame(lived.recorder.series)[collected.columns]
    pd.testing.assert_frame_equal(collected.astype(float), series, check_exact=True)


def test_before_the_first_month_nothing_is_collected() -> None:
    model = district()
    assert frame(model).empty
    assert math.isnan(model.latest("active_miners"))


# --- luck -----------------------------------------------------------------------------------------


def test_rng_does_what_seed_does() -> None:
    worlds = [district(seed=5), district(seed=0, rng=5), district(seed=6)]
    for world in worlds:
        world.run_to(3)
    one, same, other = (frame(world) for world in worlds)
    pd.testing.assert_frame_equal(one, same, check_exact=True)
    assert not one.equals(other)


def test_a_generator_is_no_seed() -> None:
    """Mesa takes one; luck keyed by names cannot, and must not take its name for a number."""
    with pytest.raises(BadValue, match="a whole number"):
        district(rng=np.random.default_rng(5))


def test_a_numpy_integer_seeds_as_a_plain_one_does() -> None:
    assert district(rng=np.int64(5)).district.luck == district(seed=5).district.luck


def test_looking_at_agents_changes_no_luck() -> None:
    seen, unseen = district(), district()
    for _ in range(3):
        seen.agents.shuffle().select(lambda agent: isinstance(agent, Miner)).get("income")
        seen.step()
        unseen.step()
    pd.testing.assert_frame_equal(frame(seen), frame(unseen), check_exact=True)


# --- two models -----------------------------------------------------------------------------------


def test_two_live_models_do_not_mix() -> None:
    one, other = district(seed=1), district(seed=2)
    ours, theirs = first(miners(one)), first(miners(other))
    assert ours is not theirs
    before = theirs.savings
    ours.savings = before + 123.0
    assert theirs.savings == other.district.people.savings[0] == before
    one.step()
    assert (one.month, other.month) == (1, 0)
    assert (len(frame(one)), len(frame(other))) == (1, 0)


def test_a_branch_has_agents_of_its_own(lived: CohabitationModel) -> None:
    branch = lived.branch("confrontation")
    ours, theirs = first(miners(lived)), first(miners(branch))
    assert theirs is not ours
    assert theirs.model is branch
    assert theirs.savings == ours.savings
    before = ours.savings
    theirs.savings += 50.0
    assert ours.savings == before
    branch.step()
    assert (lived.month, branch.month) == (6, 7)
    assert (len(frame(lived)), len(frame(branch))) == (6, 7)


def test_a_model_that_nobody_uses_is_given_back() -> None:
    model = CohabitationModel(miners=100, months=2)
    model.step()
    ids = [each.unique_id for each in model.agents]
    assert len(set(ids)) == len(ids)
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
