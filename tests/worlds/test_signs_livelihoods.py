"""Help to live otherwise (P20): it enters people's choices, has few places and somebody pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from asmsim.records.dose import Dose
from asmsim.state.people import AWAY
from tests.worlds.lived import SEEDS, change, lived, mean, under

Overrides = dict[str, Any]

HELP = under(Dose(lever="livelihoods", places=3000.0))


def more(overrides: Overrides, outcome: str, last: int = 12, **world: Any) -> float:
    """What help changes, mean over seeds."""
    found = [
        mean(lived(overrides, scenario=HELP, seed=seed, **world), outcome, last)
        - mean(lived(overrides, seed=seed, **world), outcome, last)
        for seed in SEEDS
    ]
    return sum(found) / len(found)


@pytest.mark.slow
@pytest.mark.row("P20")
@pytest.mark.mechanism("livelihoods.other_usd", "livelihoods.home_usd", "livelihoods.jobs")
def test_other_livelihoods_draw_people_from_sites(overrides: Overrides) -> None:
    assert more({"livelihoods.other_usd": 100.0, **overrides}, "active_miners") < -15


@pytest.mark.slow
@pytest.mark.row("P20", "R12")
@pytest.mark.mechanism("livelihoods.home_usd")
def test_migrants_go_home_when_the_way_is_paid(overrides: Overrides) -> None:
    world = {"livelihoods.home_usd": 3000.0, "livelihoods.other_usd": 0.0, **overrides}
    world |= {"livelihoods.jobs": 0.0, "livelihoods.move_usd": 0.0}

    def away(scenario: Any) -> int:
        worlds = [lived(world, scenario=scenario, seed=seed).district.people for seed in SEEDS]
        return sum(np.count_nonzero((t.occupation == AWAY) & (t.local == 0)) for t in worlds)

    assert away(HELP) > 1.1 * away("hands_off")


@pytest.mark.row("P20")
@pytest.mark.mechanism("livelihoods.places_year")
def test_who_pays_is_charged_for_what_is_taken(overrides: Overrides) -> None:
    model = lived(overrides, scenario=under("livelihoods"))
    lines = np.add.reduce(model.recorder.lines)
    from asmsim.ledger import NUMBER

    assert lines[NUMBER["livelihoods_donors"]] > 0.0
    assert lines[NUMBER["way_home_donors"]] > 0.0
    assert lines[NUMBER["livelihoods"]] == 0.0


@pytest.mark.row("P20", "P22")
def test_few_places_reach_few_people() -> None:
    small = under(Dose(lever="livelihoods", places=30.0))
    found = [
        float((lived({}, scenario=scenario, seed=seed).district.people.livelihood > 0.0).sum())
        for scenario in (small, HELP)
        for seed in SEEDS
    ]
    few, many = sum(found[: len(SEEDS)]), sum(found[len(SEEDS) :])
    assert 0.0 < few < 0.2 * many


@pytest.mark.row("P20")
def test_a_better_farm_wage_and_help_work_the_same_way() -> None:
    """The same sign as outside income: nothing but people's own options carries it."""
    assert change({}, {"home.farm_wage_usd_day": 2.6}, "active_miners") < 0
    assert more({}, "active_miners") < 0
