"""Who acts, as Mesa agents: bodies that decide, and light views of rows that do not."""

from __future__ import annotations

from asmsim.agents.armed import ArmedActor
from asmsim.agents.buyer import Buyer
from asmsim.agents.cooperative import Cooperative
from asmsim.agents.firm import Firm
from asmsim.agents.government import Government
from asmsim.agents.miner import Miner
from asmsim.agents.village import Village

__all__ = ["ArmedActor", "Buyer", "Cooperative", "Firm", "Government", "Miner", "Village"]
