"""What policy can do: one lever a file, each returning the effects of a dose."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points

from asmsim.records.lever import Lever

__all__ = ["registry"]

# What the engine does with effects; loading it takes NumPy, naming levers must not.
ENGINE = ("combine", "elections", "plan", "programmes")


@cache
def registry() -> dict[str, Lever]:
    """Every lever by its name: ours, and those other packages offer as ``asmsim.levers``."""
    found: dict[str, Lever] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name in ENGINE:
            continue
        lever = getattr(importlib.import_module(f"{__name__}.{module.name}"), "LEVER", None)
        if isinstance(lever, Lever):
            found[lever.name] = lever
    for entry in entry_points(group="asmsim.levers"):
        lever = entry.load()
        if isinstance(lever, Lever):
            found[lever.name] = lever
    return dict(sorted(found.items()))
