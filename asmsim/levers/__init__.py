"""What policy can do: one lever a file, each returning the effects of a dose."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from asmsim import plugins
from asmsim.errors import BadValue
from asmsim.records.lever import Lever

__all__ = ["registry"]

# What the engine does with effects; loading it takes NumPy, naming levers must not.
ENGINE = ("combine", "elections", "plan", "programmes")


@cache
def registry() -> dict[str, Lever]:
    """Every lever by its name: ours, and those other packages offer as ``asmsim.levers``.

    Raises
    ------
    BadValue
        When a package offers a lever under a name that is taken.
    """
    found: dict[str, Lever] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name in ENGINE:
            continue
        lever = getattr(importlib.import_module(f"{__name__}.{module.name}"), "LEVER", None)
        if isinstance(lever, Lever):
            found[lever.name] = lever
    for offer in plugins.offers(plugins.LEVERS, Lever):
        if offer.thing.name in found:
            field = f"{offer.package}: {plugins.LEVERS}: {offer.name}"
            raise BadValue("there is a lever of that name", field=field, value=offer.thing.name)
        found[offer.thing.name] = offer.thing
    return dict(sorted(found.items()))
