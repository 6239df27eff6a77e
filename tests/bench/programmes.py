"""What programmes cost in time: a run with all that go together against one without any."""

from __future__ import annotations

from typing import NamedTuple

from asmsim.errors import AsmsimError
from asmsim.model import CohabitationModel
from asmsim.records import Programme, default_library
from asmsim.records.programme import all_of
from tests.bench.clock import seconds

MINERS, MONTHS = 5000, 120
MOST = 0.25  # of a run's time that all programmes together may add


class Programmes(NamedTuple):
    """How many programmes, and how long a run takes without them and with them."""

    number: int
    without_s: float
    with_s: float

    @property
    def adds(self) -> float:
        """What they add, as a share of a run without."""
        return self.with_s / self.without_s - 1.0


def together() -> tuple[Programme, ...]:
    """Programmes that can all be at work in the default place, taken in order of name."""
    found: tuple[Programme, ...] = ()
    for programme in default_library().programmes.values():
        try:
            chosen = all_of(found, (programme,))
            CohabitationModel("hands_off", miners=0, programmes=chosen)
        except AsmsimError:
            continue
        if not programme.idle(default_library().resolve("gold_generic")):
            found = chosen
    return found


def programmes(rounds: int) -> Programmes:
    """Time both, in turn: the quickest of some rounds."""
    chosen = together()

    def run(added: tuple[Programme, ...]) -> None:
        model = CohabitationModel("hands_off", miners=MINERS, months=MONTHS, programmes=added)
        model.run_to(MONTHS)

    run(chosen)  # what else they call is compiled before
    times = [(seconds(lambda: run(())), seconds(lambda: run(chosen))) for _ in range(rounds)]
    without, with_them = (min(side) for side in zip(*times, strict=True))
    return Programmes(len(chosen), without, with_them)
