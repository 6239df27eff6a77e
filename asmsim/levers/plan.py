"""The plan: which levers and shocks are on in a month, and the effects they have then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from asmsim.errors import BadValue, unknown
from asmsim.levers import combine, elections
from asmsim.levers.combine import SHOCK, TENURE
from asmsim.records.lever import Effect, Lever
from asmsim.records.parameter import Parameter
from asmsim.records.scenario import Dose, Scenario
from asmsim.records.shock import Shock
from asmsim.state import minerals
from asmsim.state.sites import PLACED, TENURES

# Groups that are used up when the district is founded or its dates are set: a shock to them could
# change nothing.
FOUNDING = ("district", "people", "deposit", "price", "mineral", "second", "election")
STILL_USED = ("people.dependants", "people.poverty_line_usd_day")


@dataclass(frozen=True)
class Plan:
    """Doses and shocks over the whole run, and what they need to become effects.

    Attributes
    ----------
    history : tuple of Dose
        On before the policy month, in every world.
    doses : tuple of Dose
        On from the policy month.
    shocks : tuple of Shock
        Dated changes of a parameter or of a lever.
    levers : mapping
        Lever by name.
    values : mapping
        Parameters by dotted name, before any policy.
    bounds : mapping
        Lowest and highest number each parameter can take.
    known : dict
        Effects already reckoned, by how many changes have come.
    """

    history: tuple[Dose, ...]
    doses: tuple[Dose, ...]
    shocks: tuple[Shock, ...]
    policy_month: int
    levers: Mapping[str, Lever]
    values: Mapping[str, Any]
    bounds: Mapping[str, tuple[float, float]]
    known: dict[int, tuple[Effect, ...]] = field(default_factory=dict, compare=False, repr=False)

    def on(self, month: int) -> tuple[Dose, ...]:
        """Doses in force in a month, those that wait for an alarm among them."""
        doses = self.history
        since = month
        if month >= self.policy_month:
            doses, since = self.doses, month - self.policy_month
        return tuple(
            dose
            for dose in doses
            if (dose.start is None or since >= dose.start)
            and (dose.end is None or since < dose.end)
        ) + tuple(
            Dose(lever=shock.parameter_or_lever, dose=float(shock.value), where=shock.where)
            for shock in self.shocks
            if shock.parameter_or_lever in self.levers and self.felt(shock, month)
        )

    def effects(self, month: int) -> tuple[Effect, ...]:
        """Everything in force in a month, as effects; between two changes they stay as they are."""
        since = bisect_right(self.changes, month)
        if since not in self.known:
            self.known[since] = self.reckoned(month)
        voting = elections.effects(self.values, month)
        return (*self.known[since], *voting) if voting else self.known[since]

    @cached_property
    def changes(self) -> tuple[int, ...]:
        """Months in which doses or shocks come or go."""
        begun = self.policy_month
        return tuple(
            sorted(
                {begun}
                | {shift + (dose.start or 0) for shift, dose in self.dated}
                | {shift + dose.end for shift, dose in self.dated if dose.end is not None}
                | {shock.start for shock in self.shocks}
                | {shock.end for shock in self.shocks if shock.end is not None}
            )
        )

    @property
    def dated(self) -> Iterator[tuple[int, Dose]]:
        """Every dose, with the month from which its own months are counted."""
        yield from ((0, dose) for dose in self.history)
        yield from ((self.policy_month, dose) for dose in self.doses)

    def reckoned(self, month: int) -> tuple[Effect, ...]:
        """Effects of doses and shocks in force in a month, reckoned anew."""
        found = [
            effect
            for dose in self.on(month)
            for effect in of_dose(self.levers[dose.lever], dose, self.values)
        ]
        settings = [
            Effect(shock.parameter_or_lever, "setting", shock.value, shock.where, SHOCK)
            for shock in self.shocks
            if shock.parameter_or_lever not in self.levers and self.felt(shock, month)
        ]
        return (*found, *settings)

    @staticmethod
    def felt(shock: Shock, month: int) -> bool:
        """Whether a shock is felt in a month: from its start on, until its end."""
        return shock.start <= month and (shock.end is None or month < shock.end)


def of_dose(lever: Lever, dose: Dose, values: Mapping[str, Any]) -> list[Effect]:
    """Effects of a dose, each where the dose holds if it can hold site by site or by mineral.

    What cannot, such as a cue to the state, holds everywhere.
    """
    names, payers = minerals.names(values), dose.payers or ((lever.payer, 1.0),)
    return [
        Effect(
            effect.target,
            effect.kind,
            effect.value,
            _where(effect, dose, names),
            lever.name,
            dose.when,
            payers,
        )
        for effect in lever.effects(dose, values)
    ]


def _where(effect: Effect, dose: Dose, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return where an effect of a dose holds: where its lever says, or else where the dose does."""
    target = effect.target
    placed = target == TENURE or target in PLACED
    placed = placed or combine.placed_by_mineral(target, dose.where, names)
    return effect.where or (dose.where if placed else ())


def check_levers(
    doses: Sequence[Dose], levers: Mapping[str, Lever], values: Mapping[str, Any]
) -> None:
    """Refuse kinds a lever has not, places it cannot limit, and where if nothing can be placed."""
    for dose in doses:
        if dose.kind and dose.kind not in levers[dose.lever].kinds:
            kinds = levers[dose.lever].kinds or ("nothing",)
            raise unknown("kind", dose.kind, kinds, field=f"{dose.lever}.kind")
        if dose.places is not None and not levers[dose.lever].places:
            raise BadValue(
                "reaches everybody it is for, so that places cannot limit it",
                field=f"{dose.lever}.places",
                value=dose.places,
                allowed=", ".join(name for name, lever in levers.items() if lever.places),
            )
        full = dose.model_copy(update={"dose": 1.0})
        found = of_dose(levers[dose.lever], full, values)
        placed = [effect for effect in found if effect.where and effect.where == dose.where]
        known = minerals.names(values)
        whole = [  # what holds for a mineral as a whole is placed by minerals alone
            effect
            for effect in placed
            if effect.target not in (*PLACED, TENURE)
            and not combine.placed_by_mineral(effect.target, effect.where, known)
        ]
        if dose.where and (whole or not placed):
            raise BadValue(
                "holds everywhere or nowhere, so it cannot be placed",
                field=f"{dose.lever}.where",
                value=", ".join(dose.where),
                allowed=", ".join(known) if whole else "nothing",
            )


def check_settings(shocks: Sequence[Shock], levers: Mapping[str, Lever]) -> None:
    """Refuse two shocks that set one parameter to different values in the same month."""
    settings = [shock for shock in shocks if shock.parameter_or_lever not in levers]
    for number, one in enumerate(settings):
        for other in settings[:number]:
            same = one.parameter_or_lever == other.parameter_or_lever
            last = max(one.start, other.start)
            meet = all(Plan.felt(shock, last) for shock in (one, other))
            meet = meet and not _apart(one.where, other.where)
            if same and meet and one.value != other.value:
                raise BadValue(
                    f"two shocks set it to {other.value} and {one.value} in month {last}",
                    field=one.parameter_or_lever,
                    value=f"{other.value}, {one.value}",
                )


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether no site can lie in both: different sites, tenures or minerals."""
    kinds = {(place.isdigit(), place in TENURES) for place in (*one, *other)}
    return bool(one and other) and len(kinds) == 1 and not set(one) & set(other)


def check_places(given: Sequence[Dose | Shock], names: tuple[str, ...]) -> None:
    """Refuse places that are no tenure, mineral or site, and places where none can be named."""
    known = (*TENURES, *names)
    for item in given:
        for place in item.where:
            if place not in known and not place.isdigit():
                name = item.lever if isinstance(item, Dose) else item.parameter_or_lever
                raise unknown("tenure or mineral", place, known, field=f"{name}.where")
        if isinstance(item, Dose) or not item.where:
            continue
        name = item.parameter_or_lever
        placed = name in PLACED or combine.placed_by_mineral(name, item.where, names)
        if "." in name and not placed:
            raise BadValue(
                "holds everywhere or nowhere, so it cannot be placed",
                field=f"shock {name}",
                value=", ".join(item.where),
                allowed=f"where only with a lever or {', '.join(PLACED)}",
            )


def plan(
    scenario: Scenario,
    history: Scenario,
    shocks: Sequence[Shock],
    policy_month: int,
    levers: Mapping[str, Lever],
    values: Mapping[str, Any],
    records: Mapping[str, Parameter],
) -> Plan:
    """Check names and doses, and join scenario, common history and shocks into a plan."""
    for dose in (*scenario.levers, *history.levers):
        if dose.lever not in levers:
            raise unknown("lever", dose.lever, levers)
    for shock in shocks:
        name = shock.parameter_or_lever
        if name in levers:
            value = shock.value
            if isinstance(value, bool | str) or not 0.0 <= value <= 1.0:
                raise BadValue(
                    "is no dose", field=f"shock {name}", value=shock.value, allowed="0 to 1"
                )
        elif name not in values:
            raise unknown("parameter or lever", name, [*values, *levers])
        elif not records[name].accepts(shock.value):
            records[name].checked(shock.value)
        elif name.split(".")[0] in FOUNDING and name not in STILL_USED:
            raise BadValue(
                "is fixed when the district is founded; set it for the whole run instead",
                field=f"shock {name}",
                value=shock.value,
            )
    check_places((*scenario.levers, *history.levers, *shocks), minerals.names(values))
    turned_on = [
        Dose(lever=shock.parameter_or_lever, where=shock.where)
        for shock in shocks
        if shock.parameter_or_lever in levers
    ]
    check_levers((*scenario.levers, *history.levers, *turned_on), levers, values)
    check_settings(shocks, levers)
    bounds = {name: record.bounds for name, record in records.items() if record.bounds is not None}
    doses = (history.levers, scenario.levers)
    return Plan(*doses, tuple(shocks), policy_month, levers, values, bounds)
