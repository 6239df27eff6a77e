"""What policy asks of trade, tells it or opens to it: taxes, tracing, liability, prices, points."""

from __future__ import annotations

from typing import NamedTuple


class Tax(NamedTuple):
    """What the lever of tax adds, by its kind."""

    export: float
    royalty: float
    local_share: float
    effort: float


class Information(NamedTuple):
    """What miners know of the world price."""

    reach: float
    error: float
    spread: float
    usd_year: float


class Points(NamedTuple):
    """Licensed buying points near the pits."""

    share: float
    most: float
    buyers: float
    saves: float
    usd_year: float


class Tracing(NamedTuple):
    """Systems that trace metal: tags and records, or data there are already."""

    tags: float
    data: float
    cost: float
    finds_laundered: float
    finds_smuggled: float
    finds_armed: float
    usd_year: float
    data_cost: float
    data_finds_laundered: float
    data_finds_smuggled: float
    data_finds_armed: float
    data_usd_year: float


class Liability(NamedTuple):
    """What the law asks of buyers."""

    strict: float
    visits: float
    standard: float
    cost: float
    exit: float
    licensing: float
    force: float


class Border(NamedTuple):
    """A border penalty by the conduct behind metal, of members of a coalition."""

    members: float
    months: float
    penalty: float
    standard: float
    evades: float
    blame: float
    blame_half_life: float


class Quota(NamedTuple):
    """A quota on legal exports."""

    cut: float
