"""Why a body decided as it did: data, put into words where somebody reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Reason(NamedTuple):
    """What was just decided, and why.

    Attributes
    ----------
    key : str
        Which text says it: a key of `app.why` in the messages.
    numbers : mapping of float
        What the text is filled with.
    """

    key: str
    numbers: Mapping[str, float]
