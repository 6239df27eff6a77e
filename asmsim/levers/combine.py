"""How effects of many levers join: by a stated algebra in which order does not matter.

For each target: value = clip(base * product of factors + sum of increments, floor from max).
A setting replaces the base; two settings of one target that differ are an error. Effects are taken
in order of lever name, so that the last bit is the same however a scenario lists them.
Tenure follows a stated precedence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from asmsim.errors import BadValue
from asmsim.records.lever import Effect
from asmsim.state import minerals
from asmsim.state.columns import BoolColumn, taken
from asmsim.state.sites import BY_TITLE, PLACED, PRECEDENCE, TENURES, Policy, Sites

TENURE = "tenure"
SHOCK = "shock"
# What officials of the district carry out; the part of a fee that others pay is none of it.
PRACTISED = ("state.", "licence.months", "licence.capacity_year", "act.")
ANY = (-np.inf, np.inf)

Bounds: TypeAlias = Mapping[str, tuple[float, float]]


def ordered(effects: Iterable[Effect]) -> list[Effect]:
    """Effects in order of lever name, then of everything else that tells them apart."""
    return sorted(
        effects, key=lambda e: (e.lever, e.target, e.kind, str(e.value), e.where, e.payers)
    )


def joined(
    base: Any, effects: Iterable[Effect], bounds: tuple[float, float] = (-np.inf, np.inf)
) -> Any:
    """One target's value under its effects, clipped to what its record allows."""
    product, total, floor = 1.0, 0.0, -np.inf
    settings = set()
    for effect in effects:
        if effect.kind == "factor":
            product *= float(effect.value)
        elif effect.kind == "increment":
            total += float(effect.value)
        elif effect.kind == "floor":
            floor = max(floor, float(effect.value))
        else:
            settings.add(effect.value)
    if len(settings) > 1:
        names = " and ".join(str(value) for value in sorted(settings, key=str))
        raise BadValue(f"two levers set it to {names}", field="target", value=names)
    if settings:
        base = settings.pop()
    if isinstance(base, str):
        return base
    return min(max(base * product + total, floor, bounds[0]), bounds[1])


def place(
    sites: Sites,
    where: tuple[str, ...],
    tenures: npt.NDArray[np.int8],
    minerals: tuple[str, ...] = (),
) -> BoolColumn:
    """Sites meant by tenures, minerals or site ids; all of them when nothing is named."""
    if not where:
        return np.ones(len(sites.id), bool)
    found = np.zeros(len(sites.id), bool)
    for name in where:
        if name in TENURES:
            found |= tenures == TENURES.index(name)
        elif name in minerals:
            found |= sites.mineral == minerals.index(name)
        elif name.isdigit():
            found |= sites.id == int(name)
        else:
            raise BadValue(
                "is no tenure, mineral or site",
                field="where",
                value=name,
                allowed=", ".join((*TENURES, *minerals)),
            )
    return found


def placed_by_mineral(target: str, where: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether a target that holds for a whole mineral is placed by nothing but minerals."""
    return minerals.by_itself(target) and all(name in names for name in where)


def values(
    base: Mapping[str, Any], effects: Iterable[Effect], bounds: Bounds, *, alarm: bool
) -> dict[str, Any]:
    """All parameters, as they hold for a mineral, under the effects that hold everywhere there.

    ``base`` says which mineral: ``mineral.name``.

    What policy asks of officials they do in part: of the change that levers make to a parameter
    of licensing, enforcement or acts, the share ``state.practice`` comes about (R20). A shock is
    felt whole, and levers change what it leaves.
    """
    changed = dict(base)
    by_target: dict[str, list[Effect]] = {}
    for effect in ordered(effects):
        here = not effect.where or (
            effect.target not in PLACED
            and minerals.by_itself(effect.target)
            and base.get("mineral.name") in effect.where
        )
        if effect.target != TENURE and here and (alarm or effect.when is None):
            by_target.setdefault(effect.target, []).append(effect)
    for target, its in by_target.items():
        changed[target] = joined(base[target], its, bounds.get(target, ANY))
    practice = changed.get("state.practice", 1.0)
    for target, its in by_target.items():
        if target.startswith(PRACTISED):
            changed[target] = in_practice(base[target], its, bounds.get(target, ANY), practice)
    return changed


def in_practice(
    base: float, effects: Iterable[Effect], bounds: tuple[float, float], practice: float
) -> float:
    """One target under its effects, as far as officials do what levers ask of them."""
    its = list(effects)
    shocks = [effect for effect in its if effect.lever == SHOCK]
    said: float = joined(base, shocks, bounds) if shocks else base
    return said + practice * (float(joined(base, its, bounds)) - said)


def added(
    base: Mapping[str, Any], effects: Iterable[Effect], *, alarm: bool
) -> dict[str, dict[str, float]]:
    """What each payer's effects add to each parameter: in that proportion they pay.

    An increment adds its value, a floor what it lies above the base, a factor and a setting what
    they change it by.
    """
    found: dict[str, dict[str, float]] = {}
    for effect in ordered(effects):
        if not effect.payers or isinstance(effect.value, str) or (effect.when and not alarm):
            continue
        own, value = float(base[effect.target]), float(effect.value)
        adds = {
            "increment": value,
            "floor": max(value - own, 0.0),
            "factor": own * (value - 1.0),
            "setting": value - own,
        }[effect.kind]
        by_payer = found.setdefault(effect.target, {})
        for payer, share in effect.payers:
            by_payer[payer] = by_payer.get(payer, 0.0) + share * abs(adds)
    return found


def policy(
    base: Mapping[str, Any],
    effects: Iterable[Effect],
    bounds: Bounds,
    sites: Sites,
    alarmed: BoolColumn,
    practice: float = 1.0,
) -> Policy:
    """What policy sets site by site: the base, joined with the effects that hold there.

    Parameters
    ----------
    practice : float
        Share of what policy asks of officials that they do.
    """
    bases = minerals.bases(base)
    usual = np.array([[float(own[target]) for own in bases] for target in PLACED])
    columns = dict(zip(PLACED.values(), np.take(usual, sites.mineral, axis=1), strict=True))
    names = minerals.names(base)
    by_target: dict[str, list[tuple[Effect, list[bool]]]] = {}
    placed = []
    for effect in effects:
        if effect.target in PLACED:
            placed.append(effect)
        elif effect.where and not (
            effect.target == TENURE or placed_by_mineral(effect.target, effect.where, names)
        ):
            raise BadValue(
                "holds everywhere or nowhere, so it cannot be placed",
                field=effect.target,
                value=", ".join(effect.where),
                allowed=f"where only with {', '.join(PLACED)}",
            )
    rows, kinds = alike(sites, alarmed, placed)
    examples, alarms = taken(sites, rows), alarmed[rows]
    for effect in ordered(placed):
        ground = examples.title if effect.target in BY_TITLE else examples.tenure
        mask = place(examples, effect.where, ground, names)
        held = (mask if effect.when is None else mask & alarms).tolist()
        by_target.setdefault(effect.target, []).append((effect, held))
    for target, its in by_target.items():
        limits, known = bounds.get(target, ANY), {}
        column = columns[PLACED[target]]
        cases = list(zip(column[rows].tolist(), *(held for _, held in its), strict=True))
        for case in dict.fromkeys(cases):
            own, *holds = case
            here = [effect for (effect, _), there in zip(its, holds, strict=True) if there]
            known[case] = (
                in_practice(own, here, limits, practice)
                if target.startswith(PRACTISED)
                else joined(own, here, limits)
            )
        column[:] = np.array([float(known[case]) for case in cases])[kinds]
    return Policy(**columns)


def alike(
    sites: Sites, alarmed: BoolColumn, effects: Iterable[Effect]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Sites on which the same effects hold: an example of each kind, and the kind of every site.

    Mineral, title, tenure and alarm decide that, unless effects name sites by themselves.
    """
    if any(name.isdigit() for effect in effects for name in effect.where):
        each = np.arange(len(sites.id))
        return each, each
    ground = len(TENURES) * (len(TENURES) * sites.mineral.astype(np.intp) + sites.title)
    _, rows, kinds = np.unique(
        2 * (ground + sites.tenure) + alarmed, return_index=True, return_inverse=True
    )
    return rows, kinds


def tenure(
    effects: Iterable[Effect],
    sites: Sites,
    granted: Iterable[tuple[BoolColumn, int]] = (),
    names: tuple[str, ...] = (),
) -> npt.NDArray[np.int8]:
    """Tenure in force: of the law's title, acts and policy, the highest in precedence.

    Parameters
    ----------
    granted : pairs of array and code
        Sites on which an act or the firm's tolerance gives a tenure.
    names : tuple of str
        What the district's minerals are called.
    """
    rank = np.argsort(PRECEDENCE)  # by tenure: where each stands
    best = sites.title.copy()
    ranks = rank[sites.title]
    # By the law's title: what is declared must not move the ground it is declared on.
    declared = [
        (place(sites, effect.where, sites.title, names), TENURES.index(str(effect.value)))
        for effect in ordered(effect for effect in effects if effect.target == TENURE)
    ]
    for mask, code in (*granted, *declared):
        better = mask & (rank[code] > ranks)
        best[better] = code
        ranks[better] = rank[code]
    return best
