"""Every programme of the library: at dose 0 nothing moves, at dose 1 what it is for does."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pytest

from asmsim.ledger import NUMBER
from asmsim.model import CohabitationModel
from asmsim.records import default_library
from tests.worlds.bits import differ
from tests.worlds.sharing import QUICK

MINERS, POLICY, SOON, END = 600, 6, 15, 36
SEEDS = (1, 2)


class Moves(NamedTuple):
    """What a programme moves, in which direction, and the world in which it can.

    Attributes
    ----------
    what : str
        An outcome, or a line of the ledger.
    sign : int
        1 if there is more of it, -1 if there is less.
    scenario, context : str
        The stance beside which it is looked at, and the kind of place.
    overrides : tuple of (str, value)
    """

    what: str
    sign: int
    scenario: str = "hands_off"
    context: str = "gold_generic"
    overrides: tuple[tuple[str, Any], ...] = ()


BUSY = tuple(QUICK.items())
PAPERS = (("licence.upkeep_usd", 0.0), ("pit.advance_offer", 0.3), ("organise.lapse", 0.3))

MOVES = {
    "artisanal_gold_council": Moves("clean_miners", 1),
    "cbrmt": Moves("conduct", 1),
    "community_development": Moves("consumption", 1),
    "company_pilot": Moves("agreements_made", 1, overrides=BUSY),
    "craft": Moves("certified_exports", 1, overrides=BUSY + PAPERS),
    "credit_authority": Moves("bank_loan", 1, overrides=BUSY + PAPERS),
    "cvcfc": Moves("firm_knowledge", 1),
    "dodd_frank": Moves("formal_buyers", -1),
    "donor_coordination": Moves("conduct", 1, scenario="hands_off+solidaridad+site_grants"),
    "downstream_sourcing": Moves("certified_exports", 1, overrides=BUSY + PAPERS),
    "egc": Moves("state_exports", 1, overrides=(("mineral.name", "cobalt"),)),
    "facilitating_partners": Moves(
        "liability_cost",
        -1,
        scenario="collaboration_offtake",
        overrides=(*BUSY, ("agreement.liability_usd", 1500.0)),
    ),
    "fair_cobalt_alliance": Moves("conduct", 1, overrides=(("mineral.name", "cobalt"),)),
    "fairmined_gold": Moves("premiums", 1, overrides=BUSY + PAPERS),
    "fairtrade_gold": Moves("premiums", 1, overrides=BUSY + PAPERS),
    "formalisation_loans": Moves("fee_support_donors", 1),
    "gold_solutions_forum": Moves("metal_sold_legally", 1),
    "imma": Moves("pit_price_share", 1),
    "joint_finance_facility": Moves(
        "working_capital_donors", 1, scenario="collaboration_offtake", overrides=BUSY
    ),
    "just_gold": Moves("point_sales", 1),
    "livelihoods_and_return": Moves("departure_donors", 1),
    "planetgold": Moves("clean_miners", 1),
    "ppa_systems": Moves("conduct", 1),
    "raw_materials_adjustment": Moves("pit_price_share", -1),
    "rmap_itsci_tagging": Moves("metal_sold_legally", -1),
    "site_grants": Moves("conduct", 1),
    "solidaridad": Moves("conduct", 1),
    "sonasp": Moves("state_exports", 1),
    "tracing_from_data": Moves("metal_sold_legally", 1),
    "zea_code_2025": Moves(
        "licensable_ground",
        1,
        overrides=(("act.months", 6.0), ("district.concession_km2", 200.0)),
    ),
}


@cache
def lived(
    scenario: str, context: str, overrides: Any, seed: int, end: int = END
) -> CohabitationModel:
    """A small world after some months; look and do not touch."""
    model = CohabitationModel(
        scenario,
        context,
        seed=seed,
        months=end,
        policy_month=POLICY,
        miners=MINERS,
        overrides=dict(overrides),
    )
    model.run_to(end)
    return model


def measured(model: CohabitationModel, what: str) -> float:
    """An outcome's mean over the policy's months, or what was paid on a line in them."""
    if what in NUMBER:
        return float(sum(month[NUMBER[what]] for month in model.recorder.lines[POLICY:]))
    months = [month[what] for month in model.recorder.series[POLICY:]]
    return sum(months) / len(months)


def test_every_programme_is_looked_at() -> None:
    assert set(MOVES) == set(default_library().programmes)


@pytest.mark.parametrize("name", list(default_library().programmes))
def test_a_programme_at_dose_0_changes_nothing(name: str) -> None:
    moves = MOVES[name]
    plain, nothing = (
        lived(stance, moves.context, moves.overrides, SEEDS[0], SOON)
        for stance in (moves.scenario, f"{moves.scenario}+{name}=0")
    )
    assert differ(plain, nothing) == set()


@pytest.mark.slow
@pytest.mark.row(
    "P1",
    "P2",
    "P3",
    "P4",
    "P5",
    "P6",
    "P7",
    "P8",
    "P9",
    "P10",
    "P11",
    "P12",
    "P13",
    "P14",
    "P15",
    "P16",
    "P17",
    "P18",
    "P19",
    "P20",
    "P21",
    "P22",
    "P23",
    "P24",
    "P25",
    "P26",
    "P27",
    "P28",
    "P29",
    "P30",
)
@pytest.mark.parametrize("name", list(default_library().programmes))
def test_a_programme_moves_what_it_is_for(name: str) -> None:
    moves = MOVES[name]
    others = (moves.context, moves.overrides)
    without = [lived(moves.scenario, *others, seed) for seed in SEEDS]
    with_it = [lived(f"{moves.scenario}+{name}", *others, seed) for seed in SEEDS]
    before = sum(measured(world, moves.what) for world in without)
    after = sum(measured(world, moves.what) for world in with_it)
    assert moves.sign * (after - before) > 0.0
