"""``python -m tests.bench [--quick] [--json]``: how fast the engine is, and what it takes."""

from __future__ import annotations

import argparse
import json
import sys
from typing import NamedTuple

from rich.console import Console

from tests.bench.memory import memory
from tests.bench.programmes import programmes
from tests.bench.report import show
from tests.bench.rules import rules
from tests.bench.whole import by_phase, long_run, size, warm_up


class Plan(NamedTuple):
    """How much to measure."""

    rules: tuple[tuple[int, int], ...]  # miners, rounds
    sizes: tuple[tuple[int, int], ...]  # miners, months
    phases: tuple[tuple[int, int], ...]  # miners, months
    runs: int


FULL = Plan(
    rules=((10_000, 9), (100_000, 5)),
    sizes=((10_000, 40), (100_000, 8), (1_000_000, 3)),
    phases=((5000, 60), (100_000, 8)),
    runs=5,
)
QUICK = Plan(
    rules=((10_000, 5), (100_000, 2)),
    sizes=((10_000, 20), (100_000, 4)),
    phases=((5000, 24), (100_000, 4)),
    runs=3,
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no million miners")
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    asked = parser.parse_args()
    plan = QUICK if asked.quick else FULL
    talk = Console(stderr=True)
    warm_up(talk.print)
    talk.print("memory")
    held = memory(100_000)
    talk.print("the miner rules, engine and twin in turn")
    ratios = [rules(miners, rounds) for miners, rounds in plan.rules]
    talk.print("the whole model")
    sizes = [size(miners, months) for miners, months in plan.sizes]
    phases = {miners: by_phase(miners, months) for miners, months in plan.phases}
    long_s = long_run(plan.runs)
    talk.print("programmes")
    added = programmes(plan.runs)
    if asked.json:
        figures = {
            "rules": [found._asdict() for found in ratios],
            "sizes": [found._asdict() for found in sizes],
            "phase_seconds": phases,
            "memory": held._asdict(),
            "long_run_s": long_s,
            "programmes": {**added._asdict(), "adds": added.adds},
        }
        json.dump(figures, sys.stdout, indent=1)
        print()
    else:
        show(Console(), ratios, sizes, phases, held, long_s, added)


if __name__ == "__main__":
    main()
