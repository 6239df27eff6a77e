"""Memory: bytes a person takes in the table, and what the process really grew by."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import NamedTuple

from asmsim.model import CohabitationModel
from asmsim.state.columns import bytes_per_row
from asmsim.state.people import People

MOST_BYTES = 200
STATM = Path("/proc/self/statm")


class Memory(NamedTuple):
    """Bytes per person."""

    table: int
    miners: int
    process: float | None  # growth by founding and living a month; None where it cannot be read


def resident() -> int | None:
    """Bytes of memory this process holds, where the system tells."""
    if not STATM.exists():
        return None
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory(miners: int) -> Memory:
    """Measure both at one size."""
    gc.collect()
    before = resident()
    model = CohabitationModel(miners=miners, months=2)
    model.step()
    gc.collect()
    after = resident()
    process = None
    if before is not None and after is not None:
        process = (after - before) / len(model.district.people.id)
    return Memory(bytes_per_row(People), miners, process)
