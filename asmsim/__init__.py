"""asmsim: what happens in a district where artisanal miners and an industrial mine meet.

The public names are loaded on first use (PEP 562), so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel
    from asmsim.records.context import Context
    from asmsim.records.scenario import Scenario
    from asmsim.records.shock import Shock
    from asmsim.studies.compare import Comparison, compare
    from asmsim.studies.design import Study
    from asmsim.studies.run import Run, simulate
    from asmsim.studies.store import load

__version__ = "0.1.0"

__all__ = [
    "CohabitationModel",
    "Comparison",
    "Context",
    "Run",
    "Scenario",
    "Shock",
    "Study",
    "compare",
    "load",
    "simulate",
]

_HOMES = {
    "CohabitationModel": "asmsim.model",
    "Comparison": "asmsim.studies.compare",
    "Context": "asmsim.records.context",
    "Run": "asmsim.studies.run",
    "Scenario": "asmsim.records.scenario",
    "Shock": "asmsim.records.shock",
    "Study": "asmsim.studies.design",
    "compare": "asmsim.studies.compare",
    "load": "asmsim.studies.store",
    "simulate": "asmsim.studies.run",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'asmsim' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
