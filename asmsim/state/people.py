"""People: everyone who lives in the district or could come, one row each, all from month 0."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from asmsim.state.columns import (
    CodeColumn,
    Column,
    FloatColumn,
    IdColumn,
    IndexColumn,
    MonthColumn,
)

# Occupations. Those who live elsewhere can come back; the dead stay in the table: nobody vanishes.
MINING, PROCESSING, FARMING, FIRM_JOB, AWAY, DEAD = range(6)
OCCUPATIONS = ("mining", "processing", "farming", "firm job", "away", "dead")

# Roles in the pit contract.
ORDINARY, SKILLED, FOREMAN, MANAGER, PROCESSOR = range(5)
ROLES = ("ordinary", "skilled", "foreman", "manager", "processor")

# The six classes of the legality spectrum (Hruschka 2013); NO_STATUS for those who do not mine.
FORMAL, LEGAL, LEGITIMATE, INFORMAL, ILLEGAL, CRIMINAL, NO_STATUS = range(7)
STATUSES = ("formal", "legal", "legitimate", "informal", "illegal", "criminal")

# Techniques of recovery.
PAN, IMPROVED = range(2)

# Who has lent what is owed: a financier at the pit, or a criminal network.
FINANCIER, NETWORK = range(2)

# What one did at a site this month.
MINED, PROCESSED = 1, 2

# Winners and losers are told by the income of so many months from the policy on.
WINNERS_MONTHS = 36

NOWHERE = -1
NEVER = -1


class People(NamedTuple):
    """The table of people."""

    id: Annotated[IdColumn, Column("", -1, "permanent id, never reused")]
    village: Annotated[IndexColumn, Column("", 0, "village of residence, or of first arrival")]
    local: Annotated[CodeColumn, Column("", 1, "1 if born in the district, 0 if a migrant")]
    woman: Annotated[CodeColumn, Column("", 0, "1 if a woman")]
    young: Annotated[CodeColumn, Column("", 0, "1 if young")]
    fought: Annotated[CodeColumn, Column("", 0, "1 if an ex-combatant")]
    role: Annotated[CodeColumn, Column("", 0, "role in the pit contract")]
    technique: Annotated[CodeColumn, Column("", 0, "technique of recovery")]
    skill: Annotated[FloatColumn, Column("1", 1.0, "output relative to the mean digger")]
    reservation: Annotated[
        FloatColumn, Column("USD/day", 1.0, "wage at which half would leave, at reference income")
    ]
    risk_aversion: Annotated[FloatColumn, Column("1", 1.0, "relative risk aversion")]
    threshold: Annotated[FloatColumn, Column("1", 0.5, "grievance less risk above which one acts")]
    occupation: Annotated[CodeColumn, Column("", AWAY, "what one does this month")]
    site: Annotated[IndexColumn, Column("", NOWHERE, "site of work")]
    arrived: Annotated[MonthColumn, Column("month", 0, "month one came to the site")]
    cooperative: Annotated[IndexColumn, Column("", NOWHERE, "cooperative one is a member of")]
    status: Annotated[CodeColumn, Column("", NO_STATUS, "class of legality, derived monthly")]
    card_until: Annotated[
        MonthColumn, Column("month", NEVER, "last month for which one has an artisanal card")
    ]
    savings: Annotated[FloatColumn, Column("USD", 0.0, "cash in hand")]
    debt: Annotated[FloatColumn, Column("USD", 0.0, "owed to the financier who has a claim on ore")]
    lender: Annotated[
        CodeColumn, Column("", FINANCIER, "1 if the debt is owed to a criminal network")
    ]
    loan: Annotated[FloatColumn, Column("USD", 0.0, "owed to a bank")]
    barred: Annotated[CodeColumn, Column("", 0, "1 once one gave up paying a bank back")]
    gold_g: Annotated[FloatColumn, Column("g", 0.0, "metal recovered this month")]
    ore_g: Annotated[FloatColumn, Column("g", 0.0, "metal in ore delivered to the firm's plant")]
    income: Annotated[FloatColumn, Column("USD/month", 0.0, "income of this month")]
    expected: Annotated[FloatColumn, Column("USD/month", 0.0, "income one is used to")]
    since_policy: Annotated[
        FloatColumn, Column("USD", 0.0, "income since the policy month, first 36 months")
    ]
    livelihood: Annotated[
        FloatColumn, Column("USD/month", 0.0, "what another livelihood adds to farming")
    ]
    trust_firm: Annotated[FloatColumn, Column("1", 0.0, "trust in the firm, 0 to 1")]
    trust_state: Annotated[FloatColumn, Column("1", 0.0, "trust in the state, 0 to 1")]
    grievance: Annotated[FloatColumn, Column("1", 0.0, "grievance, 0 to 1")]
    days: Annotated[FloatColumn, Column("days", 0.0, "days mined this month")]
    worked: Annotated[CodeColumn, Column("", 0, "1 if mined at least a day, 2 if processed")]
    uprooted: Annotated[CodeColumn, Column("", 0, "1 if one has to choose anew this month")]
    reward_usd: Annotated[
        FloatColumn, Column("USD", 0.0, "help and equipment earned by legal sales this month")
    ]
    left_out: Annotated[
        MonthColumn, Column("month", 0, "month until which one gets no such help, for side-selling")
    ]
    evicted_month: Annotated[MonthColumn, Column("month", NEVER, "month of the last eviction")]
    evicted_site: Annotated[IndexColumn, Column("", NOWHERE, "site one was last evicted from")]
    paid_to_leave: Annotated[
        MonthColumn, Column("month", NEVER, "month one took an offer to leave")
    ]
    at_site_at_policy: Annotated[
        CodeColumn, Column("", 0, "1 if mining or processing in the month before the policy")
    ]
    role_at_policy: Annotated[CodeColumn, Column("", 0, "role in the month before the policy")]
    status_at_policy: Annotated[
        CodeColumn, Column("", NO_STATUS, "class of legality in the month before the policy")
    ]
