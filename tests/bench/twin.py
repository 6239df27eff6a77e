"""The miner rules once more, as a plain Mesa model, written apart from the engine.

Every person is a ``mesa.Agent`` with attributes and methods, every site a Python object, and the
month is a row of ``agents.do``: as a Mesa tutorial would. It lives in a fixed environment:
prices, traders, guards' interdiction, bribes, harvest, known sites, cooperatives' dues and the
price of the legal route are given and stay; there is no firm, office or conflict. With keyed luck
it agrees with the engine person by person (``tests/oracles/test_twin.py``); with dice it is what
the engine's speed is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import mesa

from asmsim.state.parameters import Parameters
from tests.bench.fortune import Fortune
from tests.bench.miner import Miner
from tests.bench.places import MONTHS, Cooperative, Site, Village

WINNERS_MONTHS = 36


class Twin(mesa.Model):
    """A district of objects; ``step`` is one month."""

    def __init__(
        self,
        people: Iterable[Mapping[str, Any]],
        places: tuple[list[Site], list[Village], list[Cooperative]],
        p: Parameters,
        given: tuple[float, float],
        fortune: Fortune,
        *,
        month: int,
        calendar_month: int,
        policy_month: int,
    ) -> None:
        super().__init__(rng=0)
        self.sites, self.villages, self.cooperatives = places
        self.p, self.fortune = p, fortune
        self.loss, self.job_chance = given  # what is lost on metal passed off
        self.month, self.calendar_month, self.policy_month = month, calendar_month, policy_month
        self.miners = [Miner(self, person) for person in people]
        q, pit = p.people, p.pit
        self.weights = {
            "skilled": pit.weight_skilled,
            "foreman": pit.weight_foreman,
            "manager": pit.weight_manager,
        }
        middle = q.reservation_middle
        self.asked = {"skilled": middle, "foreman": middle, "manager": q.reservation_manager}
        self.mean_weight = 1.0 + q.skilled_share * (pit.weight_skilled - 1.0)
        self.mean_weight += q.foreman_share * (pit.weight_foreman - 1.0)
        self.mean_weight += q.manager_share * (pit.weight_manager - 1.0)
        self.need = q.poverty_line_usd_day * (1.0 + q.dependants) * 365.25 / MONTHS

    def step(self) -> None:
        """Live a month: dig, sell, hear, feel, choose."""
        p, month = self.p, self.month
        turn = math.tau * (self.calendar_month - p.work.season_peak) / MONTHS
        days = p.work.days_year / MONTHS * (1.0 + p.work.season_amplitude * math.cos(turn))
        counting = self.policy_month <= month < self.policy_month + WINNERS_MONTHS
        for site in self.sites:
            site.diggers = site.processors = 0
            site.hands = 0.0
        self.agents.do("clock_in")
        for site in self.sites:
            site.open(p)
        self.agents.do("dig", month, days, p.work.noise_sigma)
        for site in self.sites:
            site.exhaust()
        self.agents.do("win", month, p)
        for site in self.sites:
            site.sell(p)
        for village in self.villages:
            village.received = village.consumption = 0.0
        self.agents.do("sell", month, p, counting)
        for site in self.sites:
            site.tell(p, self.mean_weight)
        self.agents.do("feel", p, self.need)
        self.agents.do("choose", month, p)
        self.month += 1
        self.calendar_month = (self.calendar_month + 1) % MONTHS
