"""The purse: what levers cost, charged to those who pay for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from asmsim.ledger import LINES, PURPOSES, line_of

if TYPE_CHECKING:
    from asmsim.agents.firm import Firm
    from asmsim.model import CohabitationModel
    from asmsim.state.district import District


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
    split, paid = shares(model, purpose, *targets), 0.0
    for payer, share in split.items():
        if payer != "firm":
            paid += charge(model, purpose, payer, usd * share)
    left = usd * split.get("firm", 0.0)
    if left == 0.0:
        return paid
    if not firms:
        return paid + charge(model, purpose, "state", left)
    for firm in firms:
        firm.spend(purpose, left / len(firms))
    return paid + left


def shared(model: CohabitationModel, purpose: str, usd: float, *targets: str) -> float:
    """Charge their parts of a cost to all but the firms; returns the firms' part, USD."""
    split = shares(model, purpose, *targets)
    for payer, share in split.items():
        if payer != "firm":
            charge(model, purpose, payer, usd * share)
    return usd * split.get("firm", 0.0)


def charge(model: CohabitationModel, purpose: str, payer: str, usd: float) -> float:
    """Let the state, donors or buyers pay; returns what is paid, nothing if it is forgone."""
    line = line_of(purpose, payer)
    if line not in LINES:
        return 0.0
    model.district.ledger.book(line, usd)
    if payer == "state":
        model.district.office.cash -= usd
    elif payer == "buyers":
        model.district.market.cash -= usd
    return usd


def shares(model: CohabitationModel, purpose: str, *targets: str) -> dict[str, float]:
    """Share of each payer; what stands without any lever is paid by whom the purpose names.

    Reckoned once for as long as policy stays as it is.
    """
    known = model.payers
    if (purpose, targets) not in known:
        known[purpose, targets] = reckoned(model.district, PURPOSES[purpose].payer, targets)
    return known[purpose, targets]


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
    lent, firms = model.district.office.lent, model.firms
    for payer, share in shares(model, purpose, *targets).items():
        lender = payer if payer != "firm" or firms else "state"
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
