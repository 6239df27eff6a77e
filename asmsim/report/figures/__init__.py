"""Pictures of a comparison: what they show is in the stored result, how they are drawn is here."""

from __future__ import annotations

from collections.abc import Sequence

from asmsim.records import Messages
from asmsim.report.figures import (
    differences,
    district,
    overview,
    parties,
    series,
    trade_off,
    whereabouts,
    winners,
)
from asmsim.report.figures.picture import FORMATS, Picture, save, svg
from asmsim.report.figures.subject import Subject
from asmsim.studies.comparison import Comparison

__all__ = ["FORMATS", "Picture", "pictures", "save", "svg"]

KINDS = (overview, trade_off, series, whereabouts, winners, parties, district, differences)
"""The kinds of pictures, in the order in which they are looked at."""


def pictures(
    found: Comparison,
    words: Messages,
    *,
    context: str,
    scenarios: Sequence[str] = (),
    outcomes: Sequence[str] = (),
) -> list[Picture]:
    """Return the pictures of one context of a comparison; each is drawn when it is asked for.

    Parameters
    ----------
    found : Comparison
    words : Messages
        The words and the language's ways with numbers and dates.
    context : str
    scenarios : sequence of str
        The scenarios shown beside the reference; none means all.
    outcomes : sequence of str
        The outcomes shown; none means all. Each that is named has its months drawn large.
        Pictures of people, money and places show no outcome and are always among the others.

    Raises
    ------
    UnknownName
        For a context, scenario or outcome the study does not have.
    """
    subject = Subject(found, words, context, scenarios, outcomes)
    return [picture for kind in KINDS for picture in kind.pictures(subject)]
