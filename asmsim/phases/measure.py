"""Measure: the books are closed and outcomes recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asmsim.rules import organise, work

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


def phase(model: CohabitationModel) -> None:
    """The ledger closes, outcomes are recorded, places are counted for the month to come."""
    d = model.district
    if d.month + 1 == d.policy_month:
        d.people.at_site_at_policy[:] = d.people.worked > 0
        d.people.role_at_policy[:] = d.people.role
        d.people.status_at_policy[:] = d.people.status
    d.ledger.close(d.stocks())
    model.recorder.record(d)
    model.datacollector.collect(model)
    work.count_workers(d.people, d.sites, d.kinds.time)
    organise.recount(d.people, d.sites, d.cooperatives, d.n_cooperatives)
