"""Banks: they are paid back, lend to miners and traders, and call on those who guarantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asmsim.agents import purse
from asmsim.rules import credit
from asmsim.state.district import District
from asmsim.state.units import MONTHS

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def finance(model: CohabitationModel) -> None:
    """Borrowers pay back or default, the guarantee is called, and banks lend anew."""
    d, p, bank = model.district, model.district.now.credit, model.district.bank
    luck = (d.luck.credit, d.month)
    willing = ready(d)
    if bank.loans or (d.people.loan > 0.0).any():
        repaid, lost_usd, lost, bank.loans = credit.serve(d.people, p, luck)
        bank.lost += lost
        bank.years += bank.loans / MONTHS
        d.ledger.book("bank_repaid", repaid)
        purse.bill(model, "guarantee", p.cover * lost_usd, "credit.cover")
    if p.offer * willing > 0.0:
        lent = credit.lend(d.people, p.offer * willing, luck)
        d.ledger.book("bank_loan", lent)
        d.ledger.book("repayment", lent)
        d.market.financiers_cash += lent
    more = p.traders * willing
    if more > 0.0:  # traders buy with what they were lent, and some of them fail too
        bought = more / (1.0 + more) * float(np.add.reduce(d.sites.recovered_g * d.sites.price))
        usd = p.cover * p.default_year / MONTHS * bought
        purse.bill(model, "guarantee", usd, "credit.cover")


def ready(d: District) -> float:
    """Share of those who ask whom banks are willing to lend to; none where no guarantee stands."""
    p = d.now.credit
    if p.cover <= 0.0:
        return 0.0
    return credit.willing(p, credit.feared(p, d.bank.lost, d.bank.years, d.scale))
