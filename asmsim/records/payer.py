"""Who may pay for what policy does."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from asmsim.errors import BadValue, nearest_name

PAYERS = ("firm", "state", "donors", "buyers")
"""Who may pay: the firm, the state, donors, or buyers down the chain."""

ROUNDING = 1e-9


def shares(given: object) -> object:
    """Take one payer, or several with their shares: ``"donors"``, or ``{donors = 0.8, …}``.

    Examples
    --------
    >>> shares("donors")
    (('donors', 1.0),)
    >>> shares({"state": 0.2, "donors": 0.8})
    (('donors', 0.8), ('state', 0.2))
    """
    if isinstance(given, str):
        given = {given: 1.0}
    pairs = list(given.items()) if isinstance(given, dict) else given
    if not isinstance(pairs, list | tuple):
        raise BadValue(
            "names no payer", value=given, allowed="such as { donors = 0.8, state = 0.2 }"
        )
    if not pairs:
        return ()
    found: dict[str, float] = {}
    for name, share in pairs:
        if name not in PAYERS:
            near = nearest_name(str(name), PAYERS)
            raise BadValue(f"unknown payer '{name}'", value=name, allowed=PAYERS, nearest=near)
        if isinstance(share, bool | str) or not 0.0 <= share <= 1.0:
            raise BadValue("is no share", field=name, value=share, allowed="0 to 1")
        found[name] = float(share)
    if abs(sum(found.values()) - 1.0) > ROUNDING:
        raise BadValue(
            "pay more or less than all of it", value=given, allowed="shares that add up to 1"
        )
    return tuple(sorted((name, share) for name, share in found.items() if share))


Payers = Annotated[tuple[tuple[str, float], ...], BeforeValidator(shares)]
"""Payers with their shares; empty means whoever the lever names."""
