"""Where the kinds of places stand against their calibration targets: one table, ``targets.csv``.

Reads the targets and their bands from ``bands.csv``, measures each in many districts that differ in
their luck only, and writes the median and the 5 and 95 % points over districts, and whether the
target is met. Figures by seed are in ``by_seed.csv``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import measures
import numpy as np
import pandas as pd
import places
from scipy.stats import beta

FOLDER = Path(__file__).resolve().parent
SETTLED = ("with mine", "without mine")
"""Experiments whose figure is a share of district-years."""


def main() -> None:
    """Measure, compare with the bands, write both tables."""
    asked = arguments()
    wanted: dict[str, tuple[Callable[[int], dict[str, float]], int]] = {
        "standing": (measures.standing, asked.seeds),
        "pay": (measures.pay, asked.seeds),
        "stated": (measures.stated, asked.seeds),
        "offer": (measures.acceptance, asked.seeds),
        "price": (measures.elasticity, asked.seeds),
        "unguarded": (measures.intruders, asked.seeds),
        "armed": (measures.interference, asked.seeds),
        "pay in Congo": (places.pay_in_congo, asked.seeds),
        "offer in Congo": (places.offer_in_congo, asked.seeds),
        "exports of Ghana": (places.exports_of_ghana, asked.seeds),
        "papers in Ghana": (places.papers_in_ghana, asked.seeds),
        "free register": (places.free_register, asked.seeds),
        "titles around Kolwezi": (places.titles_around_kolwezi, asked.seeds),
        "with mine": (measures.with_mine, asked.years),
        "without mine": (measures.without_mine, asked.years),
    }
    rows = []
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as pool:
        for name, (measure, seeds) in wanted.items():
            for seed, found in enumerate(pool.map(measure, range(seeds))):
                rows += [(name, figure, seed, value) for figure, value in found.items()]
    by_seed = pd.DataFrame(rows, columns=["experiment", "figure", "seed", "value"])
    save(by_seed.round(4), "by_seed.csv")
    save(table(by_seed), "targets.csv")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20, help="districts for most targets")
    parser.add_argument("--years", type=int, default=300, help="districts for reported events")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def table(by_seed: pd.DataFrame) -> pd.DataFrame:
    """One row a target: median, 5 and 95 % over districts, and whether it is met."""
    bands = pd.read_csv(FOLDER / "bands.csv", encoding="utf-8", keep_default_na=False)
    rows = []
    for target in bands.itertuples(index=False):
        if target.figure in SETTLED:
            values = by_seed.loc[by_seed["experiment"] == target.figure, "value"].to_numpy()
            spread = share(values)
        else:
            values = by_seed.loc[by_seed["figure"] == target.figure, "value"].dropna().to_numpy()
            spread = tuple(float(q) for q in np.quantile(values, (0.5, 0.05, 0.95)))
        rows.append((*target, *spread, len(values), place(spread, target.low, target.high)))
    columns = [*bands.columns, "median", "p5", "p95", "n", "verdict"]
    return pd.DataFrame(rows, columns=columns).round(3)


def share(happened: np.ndarray) -> tuple[float, float, float]:
    """A share of district-years and its 90 % Clopper-Pearson interval."""
    n, k = len(happened), int(happened.sum())
    low = float(beta.ppf(0.05, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.95, k + 1, n - k)) if k < n else 1.0
    return k / n, low, high


def place(spread: tuple[float, ...], low: float, high: float) -> str:
    """Inside: the median is in the band; near: it is not, but the 5 to 95 % of luck reach it."""
    middle, least, most = spread
    if low <= middle <= high:
        return "inside"
    return "near" if least <= high and most >= low else "outside"


def save(what: pd.DataFrame, name: str) -> None:
    """Write a table beside this script."""
    what.to_csv(FOLDER / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
