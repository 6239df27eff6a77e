"""How each calibration target is measured in one district: functions from a seed to figures.

Every function takes a seed, runs `gold_generic` under `hands_off` (armed interference:
`drc_gold_east`) and returns ``{name: value}``.
They stand at the top of a module, so that worker processes can call them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial

import numpy as np
import pandas as pd

from asmsim import CohabitationModel, Run, Scenario, Shock, simulate
from asmsim.records import default_library

CONCESSION = ("concession_core", "concession_margin")
WORKED = 5
"""Workers from which a site counts as worked, as a visitor would find it."""

SECOND_YEAR = range(12, 24)
LAST_YEAR = range(108, 120)
VISITS = (20, 23)
"""Months between visits to a site: 1.7 years, and 1.9 years."""

SURVEY_PRICE = {"price.path": "constant", "price.central_usd_g": 40.0}
"""Gold at 40 USD/g, as when the pay and exit survey was taken at Kamituga."""

MINED, LOCAL = 1, 1
ROLES = ("ordinary", "skilled", "foreman", "manager")
ROLE_OF_GROUP = {"ordinary": (0,), "middle": (1, 2), "manager": (3,)}
OCCUPATIONS = ("mining", "processing", "farming", "firm job", "away", "dead")
DAYS_A_MONTH = 365.25 / 12.0
DIGGING_DAYS = 200.0 / 12.0
"""Days dug a month: ``work.days_year`` over twelve."""

OFFER_MONTH = 24
JOBS = {"firm.output_koz": 300.0, "firm.jobs_per_koz": 10.0, "firm.local_jobs": 1.0}
"""More vacancies than people look for, so that everybody who looks is offered one."""

ASKED = 0.3
"""Share of people who reconsider in the month of the offer: the most the record allows."""

UNGUARDED = 24, 60
"""Months between which one core site has no guards."""

PRICE_MONTH, PRICE_RISE = 24, 1.2


def standing(seed: int) -> dict[str, float]:
    """K1, K2, formal share, pit price and persistence, from one run of ten years."""
    run = simulate(seed=seed)
    found = {
        "formal share": float(run.summary["formal_share"]),
        "pit price share": float(run.series["pit_price_share"].loc[list(SECOND_YEAR)].mean()),
        "workforce": float(run.series["active_miners"].loc[list(LAST_YEAR)].mean()),
    }
    return found | sizes(run) | titles(run, 60) | persistence(run)


def worked(run: Run) -> pd.DataFrame:
    """Rows of sites and months in which a site is worked."""
    return run.sites[run.sites["workers"] >= WORKED]


def sizes(run: Run) -> dict[str, float]:
    """K1: workforces of worked sites, all site-months of the second year."""
    n = worked(run).query("month in @SECOND_YEAR", local_dict={"SECOND_YEAR": SECOND_YEAR})
    workers = n["workers"]
    return {
        "K1 median": float(workers.median()),
        "K1 p90/p50": float(workers.quantile(0.9) / workers.median()),
        "K1 mu": float(np.log(workers).mean()),
        "K1 sigma": float(np.log(workers).std()),
    }


def titles(run: Run, month: int) -> dict[str, float]:
    """K2: worked sites, and miners, inside the exploitation title in one month."""
    sites = worked(run).query("month == @when", local_dict={"when": month})
    inside = sites["tenure"].isin(CONCESSION)
    return {
        "K2 sites": float(inside.mean()),
        "K2 miners": float(sites.loc[inside, "workers"].sum() / sites["workers"].sum()),
    }


def persistence(run: Run) -> dict[str, float]:
    """Slope of log workforce on that of the visit before, and sites empty at the next visit."""
    table = run.sites.pivot_table(index="month", columns="site", values="workers")
    later, next_visit = VISITS
    pairs, emptied = [], []
    for month in range(PRICE_MONTH, len(table) - next_visit, later):
        then, now = table.loc[month], table.loc[month + later]
        both = (then >= WORKED) & (now >= WORKED)
        x, y = np.log(then[both]), np.log(now[both])
        pairs.append(np.column_stack([x - x.mean(), y - y.mean()]))
        visited = table.loc[month + next_visit][then >= WORKED]
        emptied.append(float((visited < WORKED).mean()))
    x, y = np.concatenate(pairs).T
    return {"AR(1)": float(x @ y / (x @ x)), "emptied": float(np.mean(emptied))}


def pay(seed: int, context: str = "gold_generic") -> dict[str, float]:
    """K3: median paid income by role over an ordinary digger's, second year, gold at 40 USD/g."""
    model = CohabitationModel(context=context, seed=seed, months=24, overrides=SURVEY_PRICE)
    model.run_to(SECOND_YEAR.start)
    paid: dict[int, list[float]] = defaultdict(list)
    for _ in SECOND_YEAR:
        model.step()
        for person in people(model):
            if person.worked == MINED and person.income > 0.0:
                paid[person.role].append(person.income)
    medians = {name: float(np.median(paid[role])) for role, name in enumerate(ROLES)}
    found = {f"K3 {name}": medians[name] / medians["ordinary"] for name in ROLES[1:]}
    return found | {"ordinary pay a day worked": medians["ordinary"] / DIGGING_DAYS}


def people(model: CohabitationModel) -> list:
    """Everybody of a district, as Mesa agents."""
    kinds = {kind.__name__: agents for kind, agents in model.agents_by_type.items()}
    return list(kinds["Miner"])


def acceptance(seed: int, context: str = "gold_generic") -> dict[str, float]:
    """K4: who takes a job at wage w in the month it is offered to everyone who can be offered one.

    Local diggers at work are offered a job at the mine. The least wage the records allow is 9 USD a
    day; less is offered as that wage with the ease of taking a job (``move.job_access``) lowered by
    as much as can be.
    """
    found = {}
    for name, wage, access in (("low", None, -3.0), ("10", 10.0, 0.0), ("20", 20.0, 0.0)):
        offered, took = vacancy(seed, context, wage, access)
        for group, roles in ROLE_OF_GROUP.items():
            n = sum(offered[role] for role in roles)
            taken = sum(took[role] for role in roles)
            found[f"K4 {group} at {name}"] = taken / (ASKED * n) if n else math.nan
    return found


def stated(seed: int) -> dict[str, float]:
    """K4 on paper: the model's own people weigh a wage against their reservation wage alone.

    Logit of accepting = ``move.slope`` * log(wage / reservation wage), at the income at which
    reservation wages were asked: nothing of the pit's pay, of other sites or of habit.
    """
    model = CohabitationModel(seed=seed, months=24, overrides=SURVEY_PRICE)
    slope = float(default_library().parameter("move.slope").value)
    found = {}
    for group, roles in ROLE_OF_GROUP.items():
        asked = np.array([p.reservation for p in people(model) if p.role in roles])
        for name, wage in (("low", 1.0), ("10", 10.0), ("20", 20.0)):
            chance = 1.0 / (1.0 + (asked / wage) ** slope)
            found[f"K4 stated, {group} at {name}"] = float(chance.mean())
    return found


def vacancy(seed: int, context: str, wage: float | None, access: float) -> tuple[dict, dict]:
    """Local diggers by role before the offer, and those of them at the mine a month later."""
    month = 150.0 if wage is None else wage * DIGGING_DAYS
    once = {"move.reconsider": ASKED, "firm.wage_usd_month": month, "move.job_access": access}
    once |= JOBS
    shocks = [Shock(key, value, OFFER_MONTH, OFFER_MONTH + 1) for key, value in once.items()]
    model = CohabitationModel(
        context=context, seed=seed, months=36, overrides=SURVEY_PRICE, shocks=shocks
    )
    model.run_to(OFFER_MONTH)
    everybody = people(model)
    mining, job = OCCUPATIONS.index("mining"), OCCUPATIONS.index("firm job")
    # Who leaves a post is no manager any more: roles are those before the offer.
    asked = [(p, p.role) for p in everybody if p.occupation == mining and p.local == LOCAL]
    model.step()
    offered: dict[int, int] = defaultdict(int)
    took: dict[int, int] = defaultdict(int)
    for person, role in asked:
        offered[role] += 1
        took[role] += person.occupation == job
    return offered, took


def elasticity(seed: int) -> dict[str, float]:
    """K5: what a price 20 % higher from month 24 on does to the workforce, by year after it."""
    rise = Shock("markets.price_factor", PRICE_RISE, PRICE_MONTH)
    runs = [simulate(seed=seed, months=60, shocks=shocks) for shocks in ((), (rise,))]
    found = {}
    for name, first in (("12-24 months later", 36), ("24-36 months later", 48)):
        base, more = (run.series["active_miners"].loc[first : first + 11].mean() for run in runs)
        found[f"K5 {name}"] = float(np.log(more / base) / np.log(PRICE_RISE))
    return found


def interference(seed: int) -> dict[str, float]:
    """K9, K10: worked sites where armed men levy, by mineral; how often that begins and ends.

    K9 counts worked sites and months of eight years: what a visit on a random date would find. K10
    counts months in which interference begins at a worked gold site that had none the month before,
    over such site-years; and in which it ends, over site-years with it.
    """
    model = CohabitationModel(context="drc_gold_east", seed=seed, months=120)
    model.run_to(120)
    sites = Run.of(model).sites.query("month >= 24")
    mineral = dict(zip(model.district.sites.id, model.district.sites.mineral, strict=True))
    sites = sites.assign(mineral=sites["site"].map(mineral))
    here = sites[sites["workers"] >= WORKED]
    shares = (here["armed"] > 0.0).groupby(here["mineral"]).mean()
    found = {"K9 gold": float(shares[0]), "K9 3T": float(shares[1])}
    gold = sites[sites["mineral"] == 0]
    held = gold.pivot_table(index="month", columns="site", values="armed").to_numpy() > 0.0
    worked = gold.pivot_table(index="month", columns="site", values="workers").to_numpy() >= WORKED
    both = worked[:-1] & worked[1:]
    turned = held[1:] != held[:-1]
    for name, was in (("on", ~held[:-1]), ("off", held[:-1])):
        at_risk = both & was
        years = float(at_risk.sum()) / 12.0
        found[f"K10 {name}"] = float((turned & at_risk).sum()) / years if years else math.nan
    return found


def reported(seed: int, mine: bool) -> dict[str, float]:
    """K11: whether any event was reported, in each of two years of one district."""
    without = {"district.deposits": 0, "district.known": 0, "district.firms": 0}
    run = simulate(seed=seed, months=25, overrides=None if mine else without)
    events = run.series["events_reported"]
    return {
        f"year {year}": float(events.loc[12 * year : 12 * year + 11].sum() > 0) for year in (0, 1)
    }


def intruders(seed: int) -> dict[str, float]:
    """K14: diggers a day at one rich core site, two to three years after its guards are gone.

    The site is the one of median grade among the known core sites of the top decile of all known
    sites. Before the policy month it is guarded as ever; then guards, and orders to clear, are for
    the other core sites only, and officials clear nothing.
    """
    model = CohabitationModel(
        seed=seed, months=UNGUARDED[1], overrides={"state.force_priority": 0.0}
    )
    model.run_to(UNGUARDED[0])
    sites = model.district.sites
    known = sites.discovery_month >= 0
    core = np.isin(sites.id, core_sites(model)) & known
    rich = np.flatnonzero(core & (sites.grade >= np.quantile(sites.grade[known], 0.9)))
    if not len(rich):
        return {"K14": math.nan}
    chosen = int(rich[np.argsort(sites.grade[rich])[len(rich) // 2]])
    others = [str(site) for site in sites.id[core] if site != sites.id[chosen]]
    open_site = Scenario(
        name="one_site_open",
        title="One core site without guards",
        source="experiments/02_targets",
        levers=[{"lever": "security", "dose": 0.2, "where": others}] if others else [],
    )
    model = model.branch(open_site)
    days = []
    while model.month < UNGUARDED[1]:
        model.step()
        days.append(float(model.district.sites.workdays[chosen]) / DAYS_A_MONTH)
    return {"K14": float(np.mean(days[-12:]))}


def core_sites(model: CohabitationModel) -> np.ndarray:
    """Ids of the sites in the core, as recorded in the month before."""
    sites = Run.of(model).sites
    last = sites[sites["month"] == model.month - 1]
    return last.loc[last["tenure"] == "concession_core", "site"].to_numpy()


with_mine = partial(reported, mine=True)
without_mine = partial(reported, mine=False)
