"""Credit, a part of the sale: banks are paid back, lend, and call on those who guarantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.agents import purse
from asmsim.rules import credit
from asmsim.rules.credit import feared, willing
from asmsim.state.district import District
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def finance(model: CohabitationModel) -> None:
    """Borrowers pay back or default, the guarantee is called, and banks lend anew."""
    d, p, bank = model.district, model.district.now.credit, model.district.bank
    luck = (d.luck.credit, d.month)
    if bank.loans or (d.people.loan > 0.0).any():
        repaid, lost_usd, lost, bank.loans = credit.serve(d.people, p, luck)
        bank.lost += lost
        bank.years += bank.loans / MONTHS
        d.ledger.book("bank_repaid", repaid)
        purse.bill(model, "guarantee", p.cover * lost_usd, "credit.cover")
    chance = p.offer * ready(d)
    if chance > 0.0:
        lent = credit.lend(d.people, chance, luck)
        d.ledger.book("bank_loan", lent)
        d.ledger.book("repayment", lent)
        d.market.financiers_cash += lent


def ready(d: District) -> float:
    """Share of those who ask whom banks are willing to lend to; none where no guarantee stands."""
    p = d.now.credit
    return willing(p, feared(p, d.bank.lost, d.bank.years, d.scale))
