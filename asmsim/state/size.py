"""The size of a district: what is counted in it is in proportion to the people who mine there."""

from __future__ import annotations

DEFAULT_MINERS = 5000


def scale_of(miners: int) -> float:
    """A district's size over the default one's; a district without miners has the default's."""
    return miners / DEFAULT_MINERS if miners else 1.0


def scaled(count: float, scale: float) -> int:
    """A count in a district of another size; at least one where the default has any."""
    return max(1, round(count * scale)) if count > 0 else 0
