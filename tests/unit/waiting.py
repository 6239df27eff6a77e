"""Waiting for what another thread does."""

from __future__ import annotations

import time
from collections.abc import Callable

LONG = 120.0
"""Seconds that a machine which works for others may take."""


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, and fail when it does not in a long time."""
    end = time.monotonic() + LONG
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()
