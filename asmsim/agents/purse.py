"""The purse: what levers cost, charged to those who pay for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from asmsim.ledger import LINES, PURPOSES, line_of

if TYPE_CHECKING:
    from asmsim.agents.firm import Firm
    from asmsim.model import CohabitationModel
    from asmsim.state.district import District


class Part(NamedTuple):
    """A payer's part of what a purpose costs."""

    payer: str
    share: float
    line: str | None  # on which the payer pays; none where it forgoes what it would pay itself


class Split(NamedTuple):
    """How the cost of a purpose is split."""

    others: tuple[Part, ...]
    firm: float  # the firms' share


def bill(
    model: CohabitationModel,
    purpose: str,
    usd: float,
    *targets: str,
    firms: Sequence[Firm] | None = None,
) -> float:
    """Charge what levers cost to their payers; returns what is paid, USD.

    The cost is split in proportion to what each payer's effects add to the parameters the levers
    work on. The firms' part falls on all alike; where there is none the state pays in its place.
    What the state would pay to itself it forgoes.

    Parameters
    ----------
    purpose : str
        A key of ``ledger.PURPOSES``.
    usd : float, USD
        What it costs this month.
    *targets : str
        Dotted names of the parameters that levers raise to have it done.
    firms : sequence of Firm, optional
        The firms it concerns; all of them unless told.
    """
    if usd == 0.0:
        return 0.0
    firms = model.firms if firms is None else firms
    split = shares(model, purpose, *targets)
    paid = charge(model, split.others, usd)
    left = usd * split.firm
    if left == 0.0:
        return paid
    if not firms:
        return paid + charge(model, (part("state", 1.0, purpose),), left)
    for firm in firms:
        firm.spend(purpose, left / len(firms))
    return paid + left


def shared(model: CohabitationModel, purpose: str, usd: float, *targets: str) -> float:
    """Charge their parts of a cost to all but the firms; returns the firms' part, USD."""
    split = shares(model, purpose, *targets)
    charge(model, split.others, usd)
    return usd * split.firm


def charge(model: CohabitationModel, parts: Sequence[Part], usd: float) -> float:
    """Let the state, donors or buyers pay; returns what is paid, not what is forgone."""
    d, paid = model.district, 0.0
    for payer, share, line in parts:
        if line is None:
            continue
        own = usd * share
        d.ledger.book(line, own)
        if payer == "state":
            d.office.cash -= own
        elif payer == "buyers":
            d.market.cash -= own
        paid += own
    return paid


def shares(model: CohabitationModel, purpose: str, *targets: str) -> Split:
    """Share of each payer; what stands without any lever is paid by whom the purpose names.

    Reckoned once for as long as policy stays as it is.
    """
    known = model.payers
    if (purpose, targets) not in known:
        split = reckoned(model.district, PURPOSES[purpose].payer, targets)
        others = (part(payer, own, purpose) for payer, own in split.items() if payer != "firm")
        known[purpose, targets] = Split(tuple(others), split.get("firm", 0.0))
    return known[purpose, targets]


def part(payer: str, share: float, purpose: str) -> Part:
    """A payer's part, and the line on which it is booked."""
    line = line_of(purpose, payer)
    return Part(payer, share, line if line in LINES else None)


def reckoned(district: District, usual: str, targets: Sequence[str]) -> dict[str, float]:
    """Share of each payer, by what their effects add; the usual one bears what stands without."""
    parts = {usual: sum(abs(float(district.values[target])) for target in targets)}
    for target in targets:
        for payer, adds in district.added.get(target, {}).items():
            parts[payer] = parts.get(payer, 0.0) + adds
    whole = sum(parts.values())
    return {payer: part / whole for payer, part in parts.items() if part} or {usual: 1.0}


def lend(model: CohabitationModel, purpose: str, usd: float, *targets: str) -> None:
    """Charge what is lent to those who pay for the lever, and remember who lent it."""
    lent, split = model.district.office.lent, shares(model, purpose, *targets)
    parts = [(payer, share) for payer, share, _ in split.others]
    if split.firm:
        parts.append(("firm" if model.firms else "state", split.firm))
    for lender, share in parts:
        lent[lender] = lent.get(lender, 0.0) + usd * share
    bill(model, purpose, usd, *targets)


def return_to(model: CohabitationModel, line: str, usd: float) -> None:
    """Let what was lent come back to those who lent it, by what each has lent."""
    district, lent = model.district, model.district.office.lent
    whole = sum(lent.values())
    for payer, own in sorted(lent.items()):
        part = usd * own / whole
        if payer == "firm":
            for firm in model.firms:
                firm.earn(line, part / len(model.firms))
            continue
        district.ledger.book(line_of(line, payer), part)
        if payer == "state":
            district.office.cash += part
        elif payer == "buyers":
            district.market.cash += part
