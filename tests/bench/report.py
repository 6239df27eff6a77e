"""What was measured, in plain words."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.bench.memory import MOST_BYTES, Memory
from tests.bench.programmes import MOST, Programmes
from tests.bench.rules import LEAST_RATIO, LEAST_TWIN, Rules
from tests.bench.whole import FLAT, LONG_MINERS, LONG_MONTHS, LONG_S, Size

MILLION = 1e6


def verdict(holds: bool) -> str:
    """One word on a target."""
    return "[green]holds[/green]" if holds else "[red]missed[/red]"


def table(title: str, *heads: str) -> Table:
    """A table with numbers to the right."""
    made = Table(title=title, title_justify="left", title_style="bold")
    for number, head in enumerate(heads):
        made.add_column(head, justify="left" if number == 0 else "right")
    return made


def of_rules(measured: list[Rules]) -> Table:
    """The engine against its twin."""
    made = table(
        "Miner rules (dig, sell, hear, feel, choose), million miner-months a second",
        "miners",
        "people",
        "engine",
        "twin",
        f"twin at least {LEAST_TWIN / MILLION:g}",
        "engine / twin",
        f"at least {LEAST_RATIO:g}",
    )
    for found in measured:
        made.add_row(
            f"{found.miners:,}",
            f"{found.people:,}",
            f"{found.engine_per_s / MILLION:.2f}",
            f"{found.twin_per_s / MILLION:.3f}",
            verdict(found.twin_per_s >= LEAST_TWIN),
            f"{found.ratio:.0f}",
            verdict(found.ratio >= LEAST_RATIO),
        )
    return made


def of_sizes(measured: list[Size]) -> Table:
    """What the whole model costs by size."""
    made = table(
        "Whole model, all phases",
        "miners",
        "founding, s",
        "a month, s",
        "ns a miner-month",
        "over the cheapest",
        f"at most {FLAT:g}",
    )
    cheapest = min(found.ns_per_miner_month for found in measured)
    for found in measured:
        times = found.ns_per_miner_month / cheapest
        made.add_row(
            f"{found.miners:,}",
            f"{found.founding_s:.2f}",
            f"{found.month_s:.4f}",
            f"{found.ns_per_miner_month:.0f}",
            f"{times:.2f}",
            verdict(times <= FLAT),
        )
    return made


def of_phases(measured: dict[int, dict[str, float]]) -> Table:
    """Where a month's time goes."""
    made = table("Milliseconds a month by phase", "phase", *(f"{n:,} miners" for n in measured))
    for name in next(iter(measured.values())):
        made.add_row(name, *(f"{1e3 * phases[name]:.2f}" for phases in measured.values()))
    made.add_section()
    made.add_row("all", *(f"{1e3 * sum(phases.values()):.2f}" for phases in measured.values()))
    return made


def show(
    console: Console,
    rules: list[Rules],
    sizes: list[Size],
    phases: dict[int, dict[str, float]],
    memory: Memory,
    long_s: float,
    added: Programmes,
) -> None:
    """Print everything."""
    console.print(of_rules(rules))
    console.print(of_sizes(sizes))
    console.print(of_phases(phases))
    process = "not known here" if memory.process is None else f"{memory.process:.0f}"
    console.print(
        f"Bytes per person: {memory.table} in the table, at most {MOST_BYTES}: "
        f"{verdict(memory.table <= MOST_BYTES)}; the process grew by {process} "
        f"per person of a district of {memory.miners:,} miners, sites, first month and all."
    )
    console.print(
        f"A run of {LONG_MINERS:,} miners and {LONG_MONTHS} months, warm, founding and all phases "
        f"included: {long_s:.2f} s, at most {LONG_S:g}: {verdict(long_s <= LONG_S)}."
    )
    console.print(
        f"All {added.number} programmes that go together add {added.adds:.0%} to such a run, at "
        f"most {MOST:.0%}: {verdict(added.adds <= MOST)}."
    )
