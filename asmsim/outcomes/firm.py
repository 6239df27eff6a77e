"""The firm: output lost, what it spends, what it nets, its social licence, what it shares."""

from __future__ import annotations

from asmsim.ledger import PURPOSES
from asmsim.outcomes.census import Census
from asmsim.state.district import District
from asmsim.state.units import DAYS_MONTH, GRAMS_PER_OUNCE, MONTHS

# What levers cost the firm; compensation has an outcome of its own.
PROGRAMMES = tuple(purpose for purpose in PURPOSES if purpose != "compensation")


def measure(d: District, _: Census) -> dict[str, float]:
    """Cost lines of the month, USD; with several firms their sum, or mean of what is a share."""
    book, firms = d.ledger.amount, d.firms
    n = len(firms) or float("nan")
    planned = d.now.firm.output_koz * 1000.0 * GRAMS_PER_OUNCE / MONTHS * d.scale
    planned *= sum(firm.runs for firm in firms)
    won = d.now.offtake.recovery * sum(firm.ore_g for firm in firms)
    ended = sum(firm.ended for firm in firms)
    alive = sum(int(held) for held in d.cooperatives.agreement[: d.n_cooperatives])
    return {
        "output_lost": sum(firm.stoppage_days for firm in firms) / n / DAYS_MONTH,
        "theft": sum(firm.theft_usd for firm in firms),
        "ceded_value": sum(firm.ceded_usd for firm in firms),
        "security_cost": book("guards") + book("troops"),
        "programme_cost": sum(book(line) for line in PROGRAMMES),
        "abuse_cost": book("abuse_cost"),
        "finance_cost": book("finance"),
        "liability_cost": book("liability"),
        "stoppage_cost": book("stoppage"),
        "damage_cost": book("damage"),
        "compensation_cost": book("compensation"),
        "hesitancy_cost": book("hesitancy"),
        "agreement_income": book("tribute")
        + book("ore_revenue")
        - book("ore_cost")
        - book("ore_bought"),
        "asm_share_of_output": won / (won + planned) if won + planned > 0.0 else 0.0,
        "agreements_alive": float(alive),
        "agreements_made": float(sum(firm.made for firm in firms)),
        "agreements_ended": float(ended),
        "months_to_break": sum(firm.ended_months for firm in firms) / ended
        if ended
        else float("nan"),
        "engagement_rung": sum(firm.rung for firm in firms) / n,
        "firm_knowledge": sum(firm.knowledge for firm in firms) / n,
        "net_position": sum(firm.discounted_usd for firm in firms),
        "social_licence": sum(firm.licence_to_operate for firm in firms) / n,
        "guards": sum(firm.guards for firm in firms),
    }
