"""Records: what the library and a user's files hold, read, checked and frozen."""

from asmsim.records.base import Value
from asmsim.records.context import Context, ContextValue
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever
from asmsim.records.library import Library, default_library
from asmsim.records.messages import Messages
from asmsim.records.outcome import Family, Outcome
from asmsim.records.parameter import Parameter
from asmsim.records.programme import Programme
from asmsim.records.scenario import Scenario
from asmsim.records.shock import Shock
from asmsim.records.standard import Requirement, Standard

__all__ = [
    "Context",
    "ContextValue",
    "Dose",
    "Effect",
    "Family",
    "Lever",
    "Library",
    "Messages",
    "Outcome",
    "Parameter",
    "Programme",
    "Requirement",
    "Scenario",
    "Shock",
    "Standard",
    "Value",
    "default_library",
]
