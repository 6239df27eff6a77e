"""The library's central values, and a district founded on them, for tests of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asmsim.model import found
from asmsim.records import default_library
from asmsim.state.district import District
from asmsim.state.kinds import Kinds, kinds
from asmsim.state.parameters import Parameters, parameters

CONTEXT = "gold_generic"


def values(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return all parameters by dotted name, some of them overridden."""
    library = default_library()
    return library.resolve(library.context(CONTEXT), dict(overrides or {}))


def defaults(overrides: Mapping[str, Any] | None = None) -> Parameters:
    """Return all parameters as rules take them, some of them overridden."""
    return parameters(values(overrides))


def differ(overrides: Mapping[str, Any] | None = None) -> Kinds:
    """Return how kinds of people differ, with some parameters overridden."""
    return kinds(defaults(overrides))


def alike() -> dict[str, Any]:
    """Return the parameters with which kinds of people do not differ."""
    parameters = default_library().parameters
    return {name: parameters[name].off for name in parameters if name.startswith("differ.")}


def district(
    overrides: Mapping[str, Any] | None = None, *, seed: int = 0, miners: int = 5000
) -> District:
    """Return a district as it is founded, before its first month."""
    from asmsim.luck import luck

    return found(
        values(overrides),
        luck(seed),
        miners=miners,
        months=12,
        start=12 * 2015,
        policy_month=6,
        annual=default_library().annual_prices,
    )
