"""The census: those who worked at sites in the month, counted once for every outcome about them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from asmsim.compiled import compiled
from asmsim.state.columns import FloatColumn, IdColumn
from asmsim.state.district import District
from asmsim.state.people import FORMAL, IMPROVED, MINED, NOWHERE, ROLES, STATUSES, People

BONDAGE_MONTHS = 2.0  # of the income one is used to: who owes more is in bondage

# What people are grouped by, and the groups in order of their codes.
GROUPINGS = (
    ("status", STATUSES),
    ("origin", ("migrant", "local")),
    ("gender", ("man", "woman")),
    ("role", ROLES),
    ("age", ("older", "young")),
    ("past", ("never fought", "ex-combatant")),
)
CODES = len(STATUSES) + 1  # the most a grouping has, with those who have no status
COUNTED, EARNED, CLASSES = range(3)  # from CLASSES on one row for each class of legality
FORMALS = CLASSES + FORMAL


class Census(NamedTuple):
    """What was counted."""

    incomes: FloatColumn  # USD/month, of each who worked, in order of id
    bound: int  # of these, in debt bondage
    clean: int  # who dug at least a day and use improved technique
    mined: IdColumn  # by status, who dug at least a day
    members: IdColumn  # by cooperative, of those who dug
    groups: FloatColumn  # number, summed income, number in each class, by grouping and code
    homes: FloatColumn  # number, summed income and number of formal, by village


@compiled
def count(people: People, n_cooperatives: int, n_villages: int) -> Census:
    """Go through everybody once, in order of id."""
    incomes = np.empty(people.id.size)
    mined = np.zeros(CODES, np.int64)
    members = np.zeros(n_cooperatives, np.int64)
    groups = np.zeros((CLASSES + CODES, len(GROUPINGS), CODES))
    homes = np.zeros((3, max(n_villages, 1)))
    bound = clean = n = 0
    for i in range(people.id.size):
        if people.worked[i] == 0:
            continue
        income, status, debt = people.income[i], people.status[i], people.debt[i]
        incomes[n] = income
        n += 1
        bound += debt > 0.0 and debt > BONDAGE_MONTHS * people.expected[i]
        if people.worked[i] == MINED:
            mined[status] += 1
            clean += people.technique[i] == IMPROVED
            if people.cooperative[i] != NOWHERE:
                members[people.cooperative[i]] += 1
        who = (people.local[i], people.woman[i], people.role[i], people.young[i], people.fought[i])
        codes = (status, *who)
        for k, code in enumerate(codes):
            groups[COUNTED, k, code] += 1.0
            groups[EARNED, k, code] += income
            groups[CLASSES + status, k, code] += 1.0
        home = people.village[i]
        homes[COUNTED, home] += 1.0
        homes[EARNED, home] += income
        homes[FORMALS, home] += status == FORMAL
    return Census(incomes[:n], bound, clean, mined, members, groups, homes)


def census(d: District) -> Census:
    """Count those who worked in the month."""
    return count(d.people, len(d.cooperatives.id), len(d.villages.id))
