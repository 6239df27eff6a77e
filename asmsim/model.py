"""The model: builds a district, keeps the clock, walks the month."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from asmsim.agents import ArmedActor, Buyer, Cooperative, Firm, Government, Miner, Village
from asmsim.agents.buyer import KINDS
from asmsim.agents.certified import SCHEMES, CertifiedBuyer
from asmsim.agents.collector import Collector
from asmsim.agents.purse import Split
from asmsim.agents.state_buyer import StateBuyer
from asmsim.errors import BadValue
from asmsim.levers import registry
from asmsim.levers.plan import plan
from asmsim.levers.programmes import at_work
from asmsim.luck import Luck, luck
from asmsim.month import Phase, month
from asmsim.outcomes.recorder import Recorder
from asmsim.records import (
    Context,
    Library,
    Programme,
    Scenario,
    Shock,
    Value,
    default_library,
)
from asmsim.records.lever import Effect
from asmsim.rules import belief, cards, firm, jobs, markets, organise, ranks, routes
from asmsim.state import founding, minerals
from asmsim.state.armed import ARMED_KINDS
from asmsim.state.bodies import FirmState, Market, Office
from asmsim.state.columns import empty
from asmsim.state.cooperatives import DISSOLVED
from asmsim.state.district import District
from asmsim.state.kinds import kinds
from asmsim.state.near import near
from asmsim.state.parameters import Parameters, parameters
from asmsim.state.people import NOWHERE
from asmsim.state.sites import FORBIDDEN, Policy
from asmsim.state.size import DEFAULT_MINERS, scale_of
from asmsim.state.units import MONTHS
from asmsim.state.villages import Villages


def first_month(start: str) -> int:
    """Month 0 as ``12 * year + month - 1``, from ``YYYY-MM``."""
    try:
        first = datetime.date.fromisoformat(f"{start}-01")
    except ValueError:
        raise BadValue(
            "is no month", field="start", value=start, allowed="YYYY-MM, such as 2015-01"
        ) from None
    return MONTHS * first.year + first.month - 1


class CohabitationModel(mesa.Model):
    """A mining district, month by month.

    Parameters
    ----------
    scenario, context : name, path or record
        What policy does from ``policy_month`` on, and the kind of place.
    seed : int
        All luck; ``rng`` does the same and may be given instead, as with other Mesa models.
    months : int
        Horizon, for the price path.
    start : str, ``YYYY-MM``
        Month 0.
    policy_month : int
        First month of the scenario; before it every world lives the library's history.
    miners : int, people
        Size: sites, reserves, buyers, staff and area are in proportion to 5,000.
    overrides : mapping
        Parameters by dotted name.
    shocks : sequence of Shock
        Dated changes.
    programmes : sequence
        Levers that add to the scenario's.
    library : Library
        Records; the packaged ones by default.
    phases : sequence of Phase, optional
        The month; ours, with those that other packages put in a phase's place, unless told.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario = "hands_off",
        context: str | Path | Context = "gold_generic",
        *,
        seed: int = 0,
        rng: int | None = None,
        months: int = 120,
        start: str = "2015-01",
        policy_month: int = 24,
        miners: int = DEFAULT_MINERS,
        overrides: Mapping[str, Value] | None = None,
        shocks: Sequence[Shock] = (),
        programmes: Sequence[str | Path | Programme | Scenario] = (),
        library: Library | None = None,
        phases: Sequence[Phase] | None = None,
    ) -> None:
        seed = seed if rng is None else rng
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
            raise BadValue(
                f"{seed!r} cannot seed keyed luck",
                field="seed" if rng is None else "rng",
                value=seed,
                allowed="a whole number",
            )
        seed = int(seed)
        super().__init__(rng=seed)
        self.library = library or default_library()
        self.phases = month() if phases is None else tuple(phases)
        self.luck_seed = seed
        self.shocks = tuple(shocks)
        self.programmes = tuple(self.library.programme(programme) for programme in programmes)
        self.context = self.library.context(context)
        self.values = self.library.resolve(self.context, overrides)
        self.policy_month = policy_month
        self.set_scenario(scenario)
        if miners < 0:
            raise BadValue("is negative", field="miners", value=miners, allowed="0 or more")
        self.district = found(
            self.values,
            luck(seed),
            miners=miners,
            months=months,
            start=first_month(start),
            policy_month=policy_month,
            annual=self.library.annual_prices,
        )
        self.recorder = Recorder()
        self.datacollector = Collector(self.library.monthly)
        self.take_places()

    def set_scenario(self, scenario: str | Path | Scenario) -> None:
        """Let a scenario hold from the policy month on (not Mesa's own ``scenario``)."""
        levers = registry()
        self.stance = self.library.scenario(scenario)
        self.plan = plan(
            at_work(self.stance, self.programmes, levers, self.values),
            self.library.history,
            self.shocks,
            self.policy_month,
            levers,
            self.values,
            self.library.parameters,
        )
        # What the policy phase keeps for as long as nothing changes: none of it holds any more.
        self.effects: tuple[Effect, ...] | None = None
        self.alarm = False
        self.places: list[bytes] = []
        self.payers: dict[tuple[str, tuple[str, ...]], Split] = {}

    def take_places(self) -> None:
        """Make the bodies that decide; rows get a view when somebody asks for it."""
        self._views: dict[tuple[type, int], Any] = {}
        self.government = Government(self)
        self.buyers = (
            *(Buyer(self, kind) for kind in KINDS),
            *(CertifiedBuyer(self, scheme) for scheme in SCHEMES),
            StateBuyer(self),
        )
        self.arms = tuple(ArmedActor(self, kind) for kind in range(len(ARMED_KINDS)))
        self.firms = tuple(Firm(self, mine.number) for mine in self.district.firms)
        self.chiefs = tuple(
            self.view(Village, row) for row in range(len(self.district.villages.id))
        )

    @property
    def armed_actors(self) -> tuple[ArmedActor, ...]:
        """The armed actors that are there; shocks may bring some later."""
        return tuple(actor for actor in self.arms if actor.present)

    @property
    def month(self) -> int:
        """The next month to be lived, 0-based."""
        return self.district.month

    def step(self) -> None:
        """Live one month."""
        for phase in self.phases:
            phase.does(self)
        self.district.month += 1

    def run_to(self, month: int) -> None:
        """Live until a month is the next."""
        while self.district.month < month:
            self.step()

    def latest(self, outcome: str) -> float:
        """An outcome in the month last lived; NaN before the first."""
        if not self.recorder.series:
            return float("nan")
        return self.recorder.series[-1].get(outcome, float("nan"))

    def branch(self, scenario: str | Path | Scenario) -> CohabitationModel:
        """Return a world with the same past that goes on under another scenario."""
        other = CohabitationModel.__new__(CohabitationModel)
        mesa.Model.__init__(other, rng=self.luck_seed)
        other.steps = self.steps
        shared = ("library", "phases", "luck_seed", "shocks", "programmes", "context", "values")
        for name in (*shared, "policy_month"):
            setattr(other, name, getattr(self, name))
        other.district = self.district.copy()
        other.recorder = self.recorder.copy()
        other.datacollector = copy.deepcopy(self.datacollector)
        other.set_scenario(scenario)
        other.take_places()
        return other

    def view(self, kind: type, row: int) -> Any:
        """The agent that is a row: made on first use and kept, since Mesa holds agents weakly."""
        if (kind, row) not in self._views:
            self._views[kind, row] = kind(self, row)
        return self._views[kind, row]

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Mesa agents by type; views of people and cooperatives are made here, on first use."""
        d = self.district
        coops = np.flatnonzero(d.cooperatives.papers[: d.n_cooperatives] != DISSOLVED)
        found: dict[type, list[Any]] = {
            Miner: [self.view(Miner, row) for row in range(len(d.people.id))],
            Cooperative: [self.view(Cooperative, row) for row in coops.tolist()],
            Village: list(self.chiefs),
            Firm: list(self.firms),
            Government: [self.government],
            Buyer: list(self.buyers),
            ArmedActor: list(self.armed_actors),
        }
        return {kind: AgentSet(agents, random=self.random) for kind, agents in found.items()}

    @property  # type: ignore[misc]  # Mesa's has a setter, to forbid setting
    def agents(self) -> AgentSet:
        """All Mesa agents."""
        agents = [agent for group in self.agents_by_type.values() for agent in group]
        return AgentSet(agents, random=self.random)

    @property
    def agent_types(self) -> list[type]:
        """All types of Mesa agents."""
        return [Miner, Cooperative, Village, Firm, Government, Buyer, ArmedActor]


def believe_in_mines(
    villages: Villages, p: Parameters, keys: Luck, price_usd_g: float, size: float
) -> None:
    """Give villages next to mines that have produced for long the idea of a month's margin."""
    month = firm.income(p.firm, p.state.royalty, price_usd_g, size, (0.0, 0.0, 0.0, 0.0))
    settled = p.belief._replace(margin_speed=1.0, margin_noise=0.0)
    margin = month.sales - month.cost - month.royalty
    belief.estimate_margin(villages, settled, keys.margin, 0, margin)


def found(
    values: Mapping[str, Value],
    keys: Luck,
    *,
    miners: int,
    months: int,
    start: int,
    policy_month: int,
    annual: Mapping[str, Mapping[int, float]],
) -> District:
    """Found a district from resolved parameters."""
    p = parameters(values)
    scale = scale_of(miners)
    pool = round(p.people.pool * scale) if miners else 0
    n_firms = p.district.firms
    terms = tuple(parameters(base) for base in minerals.bases(values))
    streams = (keys.price, keys.second_price)
    series = [annual.get(its.mineral.series, {}) for its in terms]
    prices = tuple(
        markets.price_path(its.price, stream, max(months, 1), start, yearly)
        for its, stream, yearly in zip(terms, streams, series, strict=False)
    )
    sites, ground = founding.found_sites(p, keys, scale, n_firms=n_firms)
    villages = founding.found_villages(p, keys, scale, sites, ground)
    differ = kinds(p)
    people = founding.found_people(p, keys, pool, len(villages.id))
    minerals.fill(sites, terms)
    sites.world_price[:] = np.array([path[0] for path in prices])[sites.mineral]
    founding.settle(people, sites, p, differ.asked, keys, miners)
    ranks.fill(people, sites, p.people, differ, keys, (0, 1.0))
    produces = p.firm.exploration_months == 0
    built = p.firm.output_koz if produces else 0.0
    firms = [
        FirmState(number=k, knowledge=p.firm.knowledge, built_koz=built) for k in range(n_firms)
    ]
    if produces:
        wanted = len(firms) * jobs.wanted(p.firm, scale)
        founding.give_jobs(people, wanted, differ.job, keys)
    founding.first_means(people, sites, p, differ)
    belief.gather(people, villages)
    if produces:
        believe_in_mines(villages, p, keys, float(prices[0][0]), scale * len(firms))
    coops, alive = founding.found_cooperatives(people, sites, p, differ.welcome, keys)
    actors, posts = founding.found_armed(people, sites, p, keys, scale)
    if policy_month == 0:  # no month lies before the policy: what people are as it begins
        people.at_site_at_policy[:] = people.site != NOWHERE
        people.role_at_policy[:] = people.role
        sites.intrusion[:] = np.isin(sites.title, FORBIDDEN)
        then = people._replace(status=people.status_at_policy)
        where = cards.ground(sites, p.law)
        organise.derive_status(then, sites, coops, (p.organise, p.law, where), 0)
    for (rows, own), its in zip(minerals.apart(sites, len(terms)), terms, strict=True):
        costs = (its.markets.tax, its.markets.smuggler_cost, 0.0, 0.0)
        burden = routes.Burden(*(np.full(len(rows), cost) for cost in costs))
        routes.settle(own, its.markets, routes.wedge(its.markets, burden))
    return District(
        values=values,
        now=p,
        kinds=differ,
        luck=keys,
        scale=scale,
        month=0,
        start=start,
        policy_month=policy_month,
        prices=prices,
        people=people,
        sites=sites,
        policy=empty(Policy, len(sites.id)),
        villages=villages,
        cooperatives=coops,
        n_cooperatives=alive,
        near=near(sites, villages, p.move.neighbours),
        ground=ground,
        armed=actors,
        posts=posts,
        firms=firms,
        office=Office(),
        markets=[Market() for _ in terms],
        pool=pool,
        others=terms[1:],
    )
