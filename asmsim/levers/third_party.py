"""Third party: engagement by somebody whom miners trust."""

from __future__ import annotations

from collections.abc import Mapping

from asmsim.records.base import Value
from asmsim.records.dose import Dose
from asmsim.records.lever import Effect, Lever


def effects(dose: Dose, _parameters: Mapping[str, Value]) -> list[Effect]:
    """Effort on the indirect route."""
    return [Effect("engagement.indirect", "floor", dose.dose)]


LEVER = Lever(
    name="third_party",
    title="Engagement through a third party",
    pillar="community engagement and investment",
    text="Somebody the miners trust talks with them for the firm: weaker than talking face to "
    "face, but possible where guards or the state are feared.",
    source="Levin Sources Insights series (2020), section 6 (R5)",
    effects=effects,
)
