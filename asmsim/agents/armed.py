"""An armed actor: army or police unit, local militia, foreign group or criminal network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asmsim.agents.body import Body
from asmsim.rules import armed
from asmsim.state.armed import ARMED_KINDS, Armed, kinds
from asmsim.state.columns import FloatColumn
from asmsim.state.reason import Reason

if TYPE_CHECKING:
    from asmsim.model import CohabitationModel


class ArmedActor(Body):
    """An armed actor.

    Attributes
    ----------
    kind : str
        Army (or police), militia, foreign group, or criminal network.
    number : int
        Its kind as a number: a district has at most one actor of each.
    reason : Reason or None
        What it just decided, and why.
    strength, men, cash, posts, unpaid, … : float, int
        Its row of the table of armed actors.
    """

    def __init__(self, model: CohabitationModel, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.kind = ARMED_KINDS[number]
        self.reason: Reason | None = None

    def __getattr__(self, name: str) -> Any:
        if name in Armed._fields:
            return getattr(self.model.district.armed, name)[self.number].item()
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *Armed._fields})

    @property
    def present(self) -> bool:
        """Whether there is such an actor: it has men, or is to have some."""
        d = self.model.district
        return kinds(d.now)[self.number].men > 0.0 or bool(d.armed.men[self.number] > 0.0)

    def decide(self, ground: armed.Prospect, left: FloatColumn) -> None:
        """Keep posts or give them up, take places where they pay.

        Parameters
        ----------
        ground : Prospect
            What each site's people could be made to pay.
        left : array, site
            Share that those who oppose a post leave it.
        """
        d, k = self.model.district, self.number
        p, row, own = d.now.armed, d.armed, kinds(d.now)[k]
        row.strength[k] = own.men * d.scale
        row.men[k] = armed.recruited(float(row.men[k]), float(row.strength[k]), p)
        if d.month == 0:  # they stand where the district's founding has put them
            return
        lost = own.sanction * p.post_men
        risk = armed.found(d.sites, p, k, d.policy.detection * own.detection)
        worth = armed.worth(ground.take_usd * left, risk, lost, p)
        when = (d.luck.armed, d.month)
        held, gone, caught = armed.stay_or_leave(d.sites, worth, risk, k, p, when)
        row.men[k] = max(0.0, row.men[k] - caught * lost)
        most = round(row.men[k] / p.post_men)
        if held > most:
            armed.draw_back(d.sites, worth, k, held - most)
            held, gone = most, gone + held - most
        came = armed.look_out(d.sites, d.posts, worth, (k, most, held), p, when)
        row.posts[k], row.came[k], row.left[k] = held + came, came, gone
        now = {"posts": held + came, "most": most}
        self.reason = Reason("armed", {**now, "came": came, "gone": gone, "caught": caught})

    def settle(self) -> None:
        """Pay the men out of what was taken."""
        d, k = self.model.district, self.number
        row, book = d.armed, d.ledger.book
        book(f"levy_pit_{self.kind}", float(row.pit_usd[k]))
        book(f"levy_village_{self.kind}", float(row.village_usd[k]))
        cash = float(row.cash[k] + row.pit_usd[k] + row.village_usd[k])
        paid, surplus, unpaid = armed.pay_men(float(row.men[k]), cash, d.now.armed)
        book("armed_upkeep", paid)
        book("armed_surplus", surplus)
        row.cash[k] = cash - paid - surplus
        row.unpaid[k] = unpaid
