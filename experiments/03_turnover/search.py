"""Step 1: search the assumptions for two settings in which the ranking of stances turns over.

A Latin hypercube of settings is run small; the pairs that differ most by Kendall's tau and in the
stance ranked first go into a second round with new luck, in which the first of each setting must be
ahead of the other's first by more than luck. Writes ``settings.csv``, ``ranking.csv``,
``firsts.csv``, ``pairs.csv``.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path

import pandas as pd
from ranking import OUTCOMES, context, duels, interval, lead, sample
from scipy.stats import kendalltau

from asmsim import compare

FOLDER = Path(__file__).resolve().parent
ALIVE = (0.4, 1.6)
MOST_PAIRS = 12


def main() -> None:
    """Search, and write what was found."""
    asked = arguments()
    settings = sample(asked.settings, asked.seed)
    save(pd.DataFrame(settings).rename_axis("parameter").reset_index(), "settings.csv")
    size = {"miners": asked.miners, "months": asked.months, "workers": asked.workers}

    contexts = [context(name, setting) for name, setting in settings.items()]
    first = compare(context=contexts, replicates=asked.replicates, seed=asked.seed, **size)
    ranks = duels(first)
    miners = first.runs.query("scenario == 'hands_off'").groupby("context")["active_miners"].mean()
    alive = miners[miners.between(*(share * asked.miners for share in ALIVE))].index
    means = ranks.groupby(["context", "scenario"])[[*OUTCOMES, "mean_rank"]].mean()
    means["alive"] = means.index.get_level_values("context").isin(alive)
    save(means.round(3).reset_index(), "ranking.csv")
    save(firsts(means[means["alive"]]), "firsts.csv")

    table = by_stance(means, "mean_rank").loc[alive]
    candidates = apart(table).head(MOST_PAIRS)
    finalists = sorted({*candidates["one"], *candidates["other"]})
    again = compare(
        context=[context(name, settings[name]) for name in finalists],
        replicates=asked.again,
        seed=asked.seed + 1,
        **size,
    )
    save(judged(duels(again)), "pairs.csv")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
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
    """Pairs of settings with different firsts, the most different ranking first."""
    rows = [
        (one, other, kendalltau(table.loc[one], table.loc[other]).statistic)
        for one, other in combinations(table.index, 2)
        if table.loc[one].idxmin() != table.loc[other].idxmin()
    ]
    return pd.DataFrame(rows, columns=["one", "other", "tau"]).sort_values(
        ["tau", "one", "other"], ignore_index=True
    )


def judged(ranks: pd.DataFrame) -> pd.DataFrame:
    """Pairs of finalists: tau, the first of each, and by how much it is ahead of the other's."""
    table = by_stance(ranks, "mean_rank")
    rows = []
    for one, other, tau in apart(table).itertuples(index=False):
        firsts = table.loc[one].idxmin(), table.loc[other].idxmin()
        here, there = (ranks[ranks["context"] == name] for name in (one, other))
        ahead = interval(lead(here, *firsts)), interval(lead(there, *reversed(firsts)))
        beyond_luck = min(ahead[0][1], ahead[1][1]) > 0.0
        rows.append((one, other, tau, *firsts, *ahead[0], *ahead[1], beyond_luck))
    columns = ["one", "other", "tau", "first_in_one", "first_in_other"]
    columns += [
        f"{what}_in_{where}" for where in ("one", "other") for what in ("lead", "low", "high")
    ]
    found = pd.DataFrame(rows, columns=[*columns, "beyond_luck"])
    return found.sort_values(["beyond_luck", "tau"], ascending=[False, True]).round(3)


def save(table: pd.DataFrame, name: str) -> None:
    """Write a table beside this script."""
    table.to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
