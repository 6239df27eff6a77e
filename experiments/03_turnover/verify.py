"""Step 2: verify the turnover at full size with new luck, and find what carries it.

All stances are run at full size in the two settings found, and in `gold_generic` beside them. Then
the parameters in which the settings differ are moved from the one to the other and back, group by
group; with ``--singly`` also those of the groups that carry most, one by one. Writes
``stances.csv``, ``turnover.csv``, ``carried.csv`` and, when asked, ``parameters.csv``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from ranking import CONTEXTS, OUTCOMES, context, duels, interval, lead

from asmsim import Comparison, compare
from asmsim.records import default_library

FOLDER = Path(__file__).resolve().parent
SETTINGS = ("one", "other")
BESIDE = "gold_generic"
MOST_GROUPS = 4
"""Groups whose parameters are moved one by one."""


def main() -> None:
    """Verify, say what carries it, write."""
    asked = arguments()
    pair = pd.read_csv(FOLDER / "pairs.csv").iloc[asked.row]
    first, second = pair["ahead_in_one"], pair["ahead_in_other"]
    study = compare(
        context=[*(CONTEXTS / f"{which}.toml" for which in SETTINGS), BESIDE],
        replicates=asked.replicates,
        seed=asked.seed,
        miners=asked.miners,
        months=asked.months,
        workers=asked.workers,
    )
    ranks = duels(study)
    save(stances(study, ranks), "stances.csv")
    save(turnover(study, ranks, first, second), "turnover.csv")
    one, other = values()
    groups: dict[str, list[str]] = {}
    for name in one:
        groups.setdefault(name.split(".")[0], []).append(name)
    by_group = carried(first, second, groups, asked)
    save(by_group, "carried.csv")
    if not asked.singly:
        return
    most = by_group["moved"].head(MOST_GROUPS)
    singly = {name: [name] for group in most for name in groups[group]}
    found = carried(first, second, singly, asked)
    found.insert(1, "in_one", found["moved"].map(one))
    found.insert(2, "in_other", found["moved"].map(other))
    save(found, "parameters.csv")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--row", type=int, default=0, help="which pair of pairs.csv")
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--miners", type=int, default=5000)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--moves", type=int, default=8, help="pairs for each parameter moved")
    parser.add_argument("--small", type=int, default=2000, help="miners for parameters moved")
    parser.add_argument("--short", type=int, default=84, help="months for parameters moved")
    parser.add_argument("--singly", action="store_true", help="move parameters one by one too")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=None)
    return parser.parse_args()


def stances(study: Comparison, ranks: pd.DataFrame) -> pd.DataFrame:
    """Mean of each outcome and mean rank of each stance in both contexts."""
    keys = ["context", "scenario"]
    values = study.runs.groupby(keys)[list(OUTCOMES)].mean()
    values["mean_rank"] = ranks.groupby(keys)["mean_rank"].mean()
    found = values.sort_values(["context", "mean_rank"], ascending=[False, True])
    return found.round(4).reset_index()


def turnover(study: Comparison, ranks: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The one stance less the other, pair by pair: ranks ahead, and each outcome in its unit."""
    rows = []
    for which in (*SETTINGS, BESIDE):
        here = ranks[ranks["context"] == which]
        rows.append((which, "ranks ahead", "1", *interval(lead(here, first, second))))
        runs = study.runs[study.runs["context"] == which]
        for name in OUTCOMES:
            unit = study.manifest["outcomes"][name]["unit"]
            rows.append((which, name, unit, *interval(lead(runs, second, first, name))))
    columns = ["context", "what", "unit", "difference", "low", "high"]
    found = pd.DataFrame(rows, columns=columns)
    found.insert(1, "compared", f"{first} less {second}")
    return found.round(4)


def carried(
    first: str, second: str, groups: Mapping[str, Sequence[str]], asked: argparse.Namespace
) -> pd.DataFrame:
    """How much of the turnover each group of parameters carries: moved alone, there and back.

    The lead is of the first stance over the second: outcomes won less outcomes lost, a share. What
    a group carries is the change of the lead when it alone takes the other setting's values, over
    the whole difference of the leads; the mean of both ways.
    """
    one, other = values()
    trials = {"one": one, "other": other}
    for number, names in enumerate(groups.values()):
        trials[f"one_{number}"] = one | {name: other[name] for name in names}
        trials[f"other_{number}"] = other | {name: one[name] for name in names}
    study = compare(
        second,
        reference=first,
        context=[context(name, setting) for name, setting in trials.items()],
        replicates=asked.moves,
        seed=asked.seed + 1,
        miners=asked.small,
        months=asked.short,
        workers=asked.workers,
    )
    ranks = duels(study)
    leads = {
        name: interval(lead(ranks[ranks["context"] == name], first, second))[0] for name in trials
    }
    whole = leads["one"] - leads["other"]
    rows = [("nothing", leads["one"], leads["other"], 0.0)]
    for number, moved in enumerate(groups):
        there, back = leads[f"one_{number}"], leads[f"other_{number}"]
        share = (leads["one"] - there + back - leads["other"]) / (2.0 * whole)
        rows.append((moved, there, back, share))
    columns = ["moved", "lead_in_one", "lead_in_other", "share_carried"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["share_carried", "moved"], ascending=[False, True]).round(3)


def values() -> list[dict[str, float]]:
    """The values of all swept parameters in the two settings."""
    library = default_library()
    files = [library.context(CONTEXTS / f"{name}.toml") for name in SETTINGS]
    changed = sorted({item.name for file in files for item in file.parameters})
    return [{name: library.resolve(file)[name] for name in changed} for file in files]


def save(table: pd.DataFrame, name: str) -> None:
    """Write a table beside this script."""
    table.to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
