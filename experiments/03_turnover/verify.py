"""Step 3: verify the turnover at full size with new luck, and find which parameters carry it.

All stances are run in both contexts in full size; then each parameter in which the contexts differ
is moved alone from the one to the other and back. Writes ``stances.csv``, ``turnover.csv``,
``carried.csv``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from ranking import OUTCOMES, context, duels, interval, lead

from asmsim import Comparison, compare
from asmsim.records import default_library

FOLDER = Path(__file__).resolve().parent
CONTEXTS = ("one", "other")


def main() -> None:
    """Verify, explain, write."""
    asked = arguments()
    pair = pd.read_csv(FOLDER / "pairs.csv").iloc[asked.row]
    first, second = pair["first_in_one"], pair["first_in_other"]
    study = compare(
        context=[FOLDER / "contexts" / f"{which}.toml" for which in CONTEXTS],
        replicates=asked.replicates,
        seed=asked.seed,
        miners=asked.miners,
        months=asked.months,
        workers=asked.workers,
    )
    ranks = duels(study)
    save(stances(study, ranks), "stances.csv")
    save(turnover(study, ranks, first, second), "turnover.csv")
    save(carried(first, second, asked), "carried.csv")


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
    for which in CONTEXTS:
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


def carried(first: str, second: str, asked: argparse.Namespace) -> pd.DataFrame:
    """How much of the turnover each parameter carries: moved alone, there and back.

    The lead is of the first stance over the second: outcomes won less outcomes lost, a share. A
    parameter's share is the change of the lead when it alone takes the other context's value, over
    the whole difference of the leads; the mean of both ways.
    """
    one, other = (values(which) for which in CONTEXTS)
    differing = sorted(name for name in one if one[name] != other[name])
    trials = {"one": one, "other": other}
    for number, name in enumerate(differing):
        trials[f"one_{number}"] = one | {name: other[name]}
        trials[f"other_{number}"] = other | {name: one[name]}
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
    rows = [("nothing", "", "", leads["one"], leads["other"], 0.0)]
    for number, name in enumerate(differing):
        there, back = leads[f"one_{number}"], leads[f"other_{number}"]
        share = (leads["one"] - there + back - leads["other"]) / (2.0 * whole)
        rows.append((name, one[name], other[name], there, back, share))
    columns = ["moved", "in_one", "in_other", "lead_in_one", "lead_in_other", "share_carried"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("share_carried", ascending=False).round(3)


def values(which: str) -> Mapping[str, float]:
    """A context's values of all parameters that either context changes."""
    library = default_library()
    files = [library.context(FOLDER / "contexts" / f"{name}.toml") for name in CONTEXTS]
    changed = {item.name for file in files for item in file.parameters}
    resolved = library.resolve(files[CONTEXTS.index(which)])
    return {name: resolved[name] for name in sorted(changed)}


def save(table: pd.DataFrame, name: str) -> None:
    """Write a table beside this script."""
    table.to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
