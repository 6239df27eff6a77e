"""Step 2: leave out of each setting what the turnover does not need, and write the contexts.

A setting found in a Latin hypercube differs from the library in every parameter. Blocks of
parameters are put back to their central values, halved and halved again where the one stance is
then no longer clearly ahead of the other, until only parameters are left that are needed. Writes
``contexts/one.toml``, ``contexts/other.toml`` and ``trials.csv``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from ranking import HERE, Setting, context, duels, interval, lead

from asmsim import compare
from asmsim.records import default_library

FOLDER = Path(__file__).resolve().parent
ENOUGH = 0.5
"""Share of the setting's whole lead that has to stay."""


@dataclass
class Duel:
    """Two stances in one setting: what is left of it, and every trial made.

    Attributes
    ----------
    first, second : str
        The stance that is ahead, and the one it is ahead of.
    setting : dict
        Parameters that still differ from the library.
    asked : Namespace
        Size of the runs.
    trials : list
        How many parameters were left, and the lead with them.
    """

    first: str
    second: str
    setting: dict[str, float]
    asked: argparse.Namespace
    needed: float = 0.0
    trials: list[tuple[str, int, float, float, float, bool]] = field(default_factory=list)

    def ahead(self, setting: Setting) -> tuple[float, float, float]:
        """Outcomes in which the first stance is ahead less those in which it is behind, a share."""
        study = compare(
            self.second,
            reference=self.first,
            context=context("trial", setting),
            replicates=self.asked.replicates,
            seed=self.asked.seed,
            miners=self.asked.miners,
            months=self.asked.months,
            workers=self.asked.workers,
        )
        return interval(lead(duels(study), self.first, self.second))

    def reduce(self) -> None:
        """Leave out all that can be left out."""
        found = self.ahead(self.setting)
        self.needed = ENOUGH * found[0]
        self.trials.append(("whole", len(self.setting), *found, True))
        self.leave_out(sorted(self.setting))

    def leave_out(self, block: Sequence[str]) -> None:
        """Put a block back to its central values, or else each half of it."""
        rest = {name: value for name, value in self.setting.items() if name not in block}
        mean, low, high = self.ahead(rest)
        holds = mean >= self.needed and low > 0.0
        what = block[0] if len(block) == 1 else f"{block[0]} to {block[-1]}"
        self.trials.append((what, len(rest), mean, low, high, holds))
        if holds:
            self.setting = rest
        elif len(block) > 1:
            middle = len(block) // 2
            self.leave_out(block[:middle])
            self.leave_out(block[middle:])


def main() -> None:
    """Reduce both settings and write them."""
    asked = arguments()
    settings = pd.read_csv(FOLDER / "settings.csv", index_col="parameter")
    pair = pd.read_csv(FOLDER / "pairs.csv").iloc[asked.row]
    first, second = pair["first_in_one"], pair["first_in_other"]
    trials = []
    for which, stances in (("one", (first, second)), ("other", (second, first))):
        duel = Duel(*stances, settings[pair[which]].to_dict(), asked)
        duel.reduce()
        write(which, pair[which], duel)
        trials += [(which, *row) for row in duel.trials]
    columns = ["setting", "left_out", "parameters_left", "lead", "low", "high", "holds"]
    table = pd.DataFrame(trials, columns=columns).round(3)
    table.to_csv(FOLDER / "trials.csv", index=False, lineterminator="\n")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--row", type=int, default=0, help="which pair of pairs.csv")
    parser.add_argument("--replicates", type=int, default=5)
    parser.add_argument("--miners", type=int, default=2000)
    parser.add_argument("--months", type=int, default=84)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--workers", type=int, default=None)
    return parser.parse_args()


def write(which: str, name: str, duel: Duel) -> None:
    """Write a setting as a context file."""
    first, second = duel.first, duel.second
    lines = [
        f'title = "A district in which {first} is ahead of {second}"',
        f'text = "Setting {name} of the search, without what its ranking does not need."',
        f'source = "found by search, see {HERE}"',
    ]
    for key, value in duel.setting.items():
        record = default_library().parameter(key)
        exact = int(value) if isinstance(record.value, int) else float(value)
        lines += [
            "",
            "[[parameters]]",
            f'name = "{key}"',
            f"value = {exact!r}",
            'grade = "D"',
            f'source = "assumption; within its range, see {HERE}"',
            f'reason = "found by search ({record.value:g} in the library): {record.meaning}"',
        ]
    path = FOLDER / "contexts" / f"{which}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
