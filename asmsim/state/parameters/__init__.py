"""The shape of the parameters: one named tuple a group, mirroring ``library/parameters/``.

Meanings, units, ranges, grades and sources stand in the library's records; a test holds that the
fields here and the keys there are the same. Compiled rules take one group whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, get_type_hints

from asmsim.state.parameters.armed import Armed, ArmedKind
from asmsim.state.parameters.conflict import Conflict
from asmsim.state.parameters.duties import (
    Border,
    Information,
    Liability,
    Points,
    Quota,
    Tax,
    Tracing,
)
from asmsim.state.parameters.firm import (
    Agreement,
    Cession,
    Community,
    Engagement,
    Eviction,
    Expansion,
    Firm,
    Force,
    Lease,
    Security,
    Zoning,
)
from asmsim.state.parameters.outlets import Reward, Scheme, StateBuyer
from asmsim.state.parameters.papers import Card, Licence, Organise, State, Training
from asmsim.state.parameters.people import (
    Belief,
    Children,
    Differ,
    Home,
    Livelihoods,
    Move,
    Offer,
    People,
)
from asmsim.state.parameters.pit import Environment, Pit, Technique, Work
from asmsim.state.parameters.place import (
    Access,
    Act,
    Deposit,
    District,
    Election,
    Law,
    Titles,
    Zone,
)
from asmsim.state.parameters.programmes import Coordination, Credit, Grant, Joint, Preparation
from asmsim.state.parameters.trade import Markets, Mineral, Offtake, Price, Second

__all__ = [
    "Access",
    "Act",
    "Agreement",
    "Armed",
    "ArmedKind",
    "Belief",
    "Border",
    "Card",
    "Cession",
    "Children",
    "Community",
    "Conflict",
    "Coordination",
    "Credit",
    "Deposit",
    "Differ",
    "District",
    "Election",
    "Engagement",
    "Environment",
    "Eviction",
    "Expansion",
    "Firm",
    "Force",
    "Grant",
    "Home",
    "Information",
    "Joint",
    "Law",
    "Lease",
    "Liability",
    "Licence",
    "Livelihoods",
    "Markets",
    "Mineral",
    "Move",
    "Offer",
    "Offtake",
    "Organise",
    "Parameters",
    "People",
    "Pit",
    "Points",
    "Preparation",
    "Price",
    "Quota",
    "Reward",
    "Scheme",
    "Second",
    "Security",
    "State",
    "StateBuyer",
    "Tax",
    "Technique",
    "Titles",
    "Tracing",
    "Training",
    "Work",
    "Zone",
    "Zoning",
    "parameters",
]


class Parameters(NamedTuple):
    """All groups; a field's name is the group's name in the library."""

    district: District
    people: People
    differ: Differ
    deposit: Deposit
    price: Price
    markets: Markets
    work: Work
    pit: Pit
    home: Home
    move: Move
    organise: Organise
    licence: Licence
    card: Card
    law: Law
    state: State
    firm: Firm
    security: Security
    force: Force
    eviction: Eviction
    conflict: Conflict
    belief: Belief
    environment: Environment
    children: Children
    technique: Technique
    act: Act
    engagement: Engagement
    zoning: Zoning
    offer: Offer
    livelihoods: Livelihoods
    cession: Cession
    lease: Lease
    offtake: Offtake
    agreement: Agreement
    zone: Zone
    training: Training
    community: Community
    titles: Titles
    access: Access
    expansion: Expansion
    election: Election
    preparation: Preparation
    credit: Credit
    joint: Joint
    coordination: Coordination
    tax: Tax
    armed: Armed
    army: ArmedKind
    militia: ArmedKind
    foreign: ArmedKind
    network: ArmedKind
    mineral: Mineral
    second: Second
    grant: Grant
    information: Information
    points: Points
    tracing: Tracing
    liability: Liability
    border: Border
    quota: Quota
    fairtrade: Scheme
    fairmined: Scheme
    entry: Scheme
    state_buyer: StateBuyer
    reward: Reward


GROUPS: dict[str, Any] = get_type_hints(Parameters)
HINTS = {group: get_type_hints(shape) for group, shape in GROUPS.items()}
NAMES = tuple(f"{group}.{key}" for group, shape in GROUPS.items() for key in shape._fields)


def parameters(values: Mapping[str, Any]) -> Parameters:
    """The parameters from a mapping of dotted names to checked values."""
    return Parameters(
        **{
            group: shape(*(kind(values[f"{group}.{key}"]) for key, kind in HINTS[group].items()))
            for group, shape in GROUPS.items()
        }
    )
