"""What went wrong, said to the visitor: his mistake in full, a fault of ours by a reference."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from asmsim.app.refusals import refusal
from asmsim.errors import AsmsimError, BadValue
from asmsim.records import Messages

logger = logging.getLogger("asmsim")

Tell = Callable[[str], None]


class Refused(BadValue):
    """What a control was asked for and cannot do, said in the visitor's language already."""


def said(error: BaseException, words: Messages) -> str:
    """Return what a visitor reads of an error; one that is not his is logged under a reference."""
    if isinstance(error, AsmsimError):
        text = error.message if isinstance(error, Refused) else refusal(error, words)
        return words.text("app.refused", text=text)
    reference = secrets.token_hex(4)
    logger.error("fault %s", reference, exc_info=error)
    return words.text("app.fault", reference=reference)


def told(words: Messages, tell: Tell) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Decorate what a reader's click calls, so that an error becomes a message on the page."""

    def decorate(call: Callable[..., Any]) -> Callable[..., None]:
        @wraps(call)
        def guarded(*given: Any) -> None:
            try:
                call(*given)
            except Exception as error:  # noqa: BLE001 - whatever it is, the page goes on
                kept = isinstance(error, AsmsimError)
                tell(said(error, words) + (f" {words.text('app.kept')}" if kept else ""))

        return guarded

    return decorate
