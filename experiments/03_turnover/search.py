"""Step 1: search the assumptions for two settings in which the ranking of stances turns over.

A Latin hypercube of settings is run small. Pairs of settings that differ in the stance ranked first
and in which two stances change places clearly go, the most different by Kendall's tau first, into a
second round with new luck. Writes ``settings.csv``, ``ranking.csv``, ``firsts.csv`` (first round)
and ``pairs.csv`` (second round); the two settings of its first row become contexts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import combinations, permutations
from pathlib import Path

import pandas as pd
from ranking import OUTCOMES, Setting, context, duels, interval, lead, sample, write
from scipy.stats import kendalltau

from asmsim import Comparison, compare

FOLDER = Path(__file__).resolve().parent
ALIVE = (0.4, 1.6)
"""Miners under the reference in the last year, over those at the start, in a district to count."""

MOST_PAIRS = 12
FIRST_LEAD = 1.0
"""Ranks by which two stances have to change places in the first round."""


def main() -> None:
    """Search, and write what was found."""
    asked = arguments()
    settings = sample(asked.settings, asked.seed)
    if not asked.second_only:
        first_round(settings, asked)
    means = pd.read_csv(FOLDER / "ranking.csv", encoding="utf-8")
    table = by_stance(means[means["alive"]], "mean_rank")
    candidates = apart(table)
    candidates = candidates[candidates["change"] >= FIRST_LEAD].head(MOST_PAIRS)
    finalists = sorted({*candidates["one"], *candidates["other"]})
    again = run(finalists, settings, asked, replicates=asked.again, seed=asked.seed + 1)
    pairs = judged(duels(again))
    save(pairs, "pairs.csv")
    for which in ("one", "other"):
        name = pairs.iloc[0][which]
        write(which, settings[name], f"Setting {name} of the search: every assumption moved.")


def run(
    names: Iterable[str], settings: dict[str, Setting], asked: argparse.Namespace, **luck: int
) -> Comparison:
    """Run every stance in some of the settings."""
    size = {"miners": asked.miners, "months": asked.months, "workers": asked.workers}
    return compare(context=[context(name, settings[name]) for name in names], **size, **luck)


def first_round(settings: dict[str, Setting], asked: argparse.Namespace) -> None:
    """Run all settings, and write them and the ranking in each."""
    save(pd.DataFrame(settings).rename_axis("parameter").reset_index(), "settings.csv")
    study = run(settings, settings, asked, replicates=asked.replicates, seed=asked.seed)
    miners = study.runs.query("scenario == 'hands_off'").groupby("context")["active_miners"].mean()
    alive = miners[miners.between(*(share * asked.miners for share in ALIVE))].index
    means = duels(study).groupby(["context", "scenario"])[[*OUTCOMES, "mean_rank"]].mean()
    means["alive"] = means.index.get_level_values("context").isin(alive)
    save(means.round(3).reset_index(), "ranking.csv")
    save(firsts(means[means["alive"]]), "firsts.csv")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--second-only", action="store_true", help="take ranking.csv as it is")
    parser.add_argument("--settings", type=int, default=64, help="settings in the hypercube")
    parser.add_argument("--replicates", type=int, default=2, help="pairs a setting, first round")
    parser.add_argument("--again", type=int, default=8, help="pairs a setting, second round")
    parser.add_argument("--miners", type=int, default=2000)
    parser.add_argument("--months", type=int, default=84)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--workers", type=int, default=None)
    return parser.parse_args()


def by_stance(ranks: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Mean rank in one outcome: a row a setting, a column a stance."""
    return ranks.pivot_table(index="context", columns="scenario", values=outcome)


def firsts(means: pd.DataFrame) -> pd.DataFrame:
    """In which share of settings each stance is ranked first, by outcome; equals share."""
    columns = {}
    for name in (*OUTCOMES, "mean_rank"):
        table = by_stance(means, name)
        best = table.eq(table.min(axis=1), axis=0)
        columns[name] = best.div(best.sum(axis=1), axis=0).mean()
    return pd.DataFrame(columns).round(3).reset_index()


def apart(table: pd.DataFrame) -> pd.DataFrame:
    """Pairs of settings with different firsts, the most different ranking first.

    With each the two stances that change places most clearly: of the two leads, the smaller is as
    large as it can be.
    """
    rows = []
    for one, other in combinations(table.index, 2):
        here, there = table.loc[one], table.loc[other]
        if here.idxmin() == there.idxmin():
            continue
        change, ahead, behind = max(
            (min(here[b] - here[a], there[a] - there[b]), a, b)
            for a, b in permutations(table.columns, 2)
        )
        tau = kendalltau(here, there).statistic
        rows.append((one, other, tau, here.idxmin(), there.idxmin(), ahead, behind, change))
    columns = ["one", "other", "tau", "first_in_one", "first_in_other"]
    found = pd.DataFrame(rows, columns=[*columns, "ahead_in_one", "ahead_in_other", "change"])
    return found.sort_values(["tau", "one", "other"], ignore_index=True)


def judged(ranks: pd.DataFrame) -> pd.DataFrame:
    """Pairs of finalists, and by how much the stances that change places are ahead in each."""
    found = apart(by_stance(ranks, "mean_rank"))
    for which, sign in (("one", 1.0), ("other", -1.0)):
        leads = []
        for pair in found.itertuples():
            here = ranks[ranks["context"] == getattr(pair, which)]
            ahead = lead(here, pair.ahead_in_one, pair.ahead_in_other)
            leads.append(interval(sign * each for each in ahead))
        found[[f"{what}_in_{which}" for what in ("lead", "low", "high")]] = leads
    found["beyond_luck"] = found[["low_in_one", "low_in_other"]].min(axis=1) > 0.0
    return found.sort_values(["beyond_luck", "tau"], ascending=[False, True]).round(3)


def save(table: pd.DataFrame, name: str) -> None:
    """Write a table beside this script."""
    table.to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
