"""What the steps of this experiment share: the settings swept, and how stances are ranked.

Ranks are made of duels. In one outcome and one replicate a stance beats another when it is better
by at least the smallest difference that matters (the outcome's record); its rank among n stances is
(n + 1) / 2 - (duels won - duels lost) / 2: 1 is the best, equals share a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import qmc, t

from asmsim import Comparison, Context
from asmsim.records import default_library

OUTCOMES = (
    "formal_share",
    "events_expected",
    "displaced_persons",
    "net_position",
    "income_median",
)
"""Formalisation, conflict, displacement, the firm, livelihoods: one headline outcome each."""

CONTEXTS = Path(__file__).resolve().parent / "contexts"
USUAL_MINERS = 5000
WIDE = 10.0
HERE = "experiments/03_turnover"
STORY = {"grade": "D", "source": f"assumption; found by search within its range, see {HERE}"}

Setting = Mapping[str, float]


def swept() -> list[str]:
    """Parameters that are swept: every number that is an assumption about the world.

    That is grade C or D with a range, but not what is so by definition, how much of it a lever
    does at dose 1 (that is the scenario's to say), and how large the district is founded.
    """
    return [
        name
        for name, record in default_library().parameters.items()
        if record.grade in "CD"
        and record.range is not None
        and record.range[0] < record.range[1]
        and not record.source.startswith("by definition")
        and "lever" not in record.meaning
        and not name.startswith("district.")
        and name != "people.pool"
    ]


def within(name: str, share: float) -> float:
    """A parameter's value at a share of its range: its central value at 0.5.

    Evenly from the lower end to the central value and from there to the upper end; on the way up
    evenly in the logarithm where the upper end is over ten times the central value.
    """
    record = default_library().parameter(name)
    low, high = record.range or (0.0, 0.0)
    middle = float(record.value)
    if share <= 1 / 2:
        found = low + 2.0 * share * (middle - low)
    elif 0.0 < WIDE * middle < high:
        found = middle * (high / middle) ** (2.0 * share - 1.0)
    else:
        found = middle + (2.0 * share - 1.0) * (high - middle)
    return round(found) if isinstance(record.value, int) else float(f"{found:.3g}")


def sample(count: int, seed: int) -> dict[str, Setting]:
    """A Latin hypercube over all swept parameters, by name of the setting."""
    names = swept()
    shares = qmc.LatinHypercube(len(names), rng=np.random.default_rng(seed)).random(count)
    return {
        f"S{row:02d}": {name: within(name, u) for name, u in zip(names, shares[row], strict=True)}
        for row in range(count)
    }


def context(name: str, setting: Setting) -> Context:
    """A setting as a context, which `compare` takes like any other."""
    changes = [
        {"name": key, "value": value, "reason": "found by search", **STORY}
        for key, value in setting.items()
    ]
    return Context(name=name, title=name, source=HERE, parameters=changes)


def write(name: str, setting: Setting, text: str) -> None:
    """Write a setting as a context file, one line a parameter."""
    lines = [
        f'title = "Found by search: {name}"',
        f'text = "{text}"',
        f'source = "found by search, see {HERE}"',
        "parameters = [",
    ]
    for key, value in setting.items():
        record = default_library().parameter(key)
        exact = int(value) if isinstance(record.value, int) else float(value)
        reason = f"found by search; {record.value:g} in the library: {record.meaning}"
        lines.append(
            f'    {{ name = "{key}", value = {exact!r}, grade = "D", '
            f'source = "{STORY["source"]}", reason = "{reason}" }},'
        )
    path = CONTEXTS / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([*lines, "]"]) + "\n", encoding="utf-8", newline="\n")


def duels(study: Comparison) -> pd.DataFrame:
    """A row for each district, replicate and stance: its rank in each outcome, and their mean."""
    keys = ["context", "replicate"]
    runs = study.runs.sort_values([*keys, "scenario"], ignore_index=True)
    scale = study.manifest["study"]["miners"] / USUAL_MINERS
    found = runs[[*keys, "scenario"]].copy()
    for name in OUTCOMES:
        record = study.manifest["outcomes"][name]
        matters = record["smallest"] * (scale if record["extensive"] else 1.0)
        sign = -1.0 if record["direction"] == "less" else 1.0
        found[name] = np.concatenate(
            [_ranks(sign * rows[name].to_numpy(), matters) for _, rows in runs.groupby(keys)]
        )
    found["mean_rank"] = found[list(OUTCOMES)].mean(axis=1)
    return found


def _ranks(good: np.ndarray, matters: float) -> np.ndarray:
    """Ranks of stances by what is the more the better; undefined where a run failed."""
    gap = good[:, None] - good[None, :]
    won = (gap >= matters).sum(axis=1) - (gap <= -matters).sum(axis=1)
    return np.where(np.isnan(good), np.nan, (len(good) + 1 - won) / 2.0)


def interval(values: Iterable[float]) -> tuple[float, float, float]:
    """Mean and 95 % Student t interval over replicates."""
    x = np.asarray(list(values), float)
    x = x[~np.isnan(x)]
    reach = t.ppf(0.975, len(x) - 1) * x.std(ddof=1) / np.sqrt(len(x))
    return float(x.mean()), float(x.mean() - reach), float(x.mean() + reach)


def lead(ranks: pd.DataFrame, first: str, second: str, outcome: str = "mean_rank") -> list[float]:
    """By how many ranks one stance is ahead of another, replicate by replicate."""
    table = ranks.pivot_table(index="replicate", columns="scenario", values=outcome)
    return (table[second] - table[first]).tolist()
