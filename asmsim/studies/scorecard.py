"""The scorecard: which requirements of standards a scenario's levers meet, in part, or not.

No weights and no total: each requirement has its verdict and the levers it rests on. What a lever
has to be is written in the library's standards; what a scenario does with it, in its doses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from asmsim.errors import unknown
from asmsim.records import Dose, Lever, Messages, Programme, Requirement, Scenario, Standard

FIRM = "firm"


class Degree(StrEnum):
    """How far a requirement is met."""

    MET = "met"
    PART = "part"
    NOT = "not"
    APART = "apart"


Followed: TypeAlias = tuple[Dose, ...]
"""A way that is followed: the doses, one of each lever it takes."""


class Mark(NamedTuple):
    """One requirement's verdict.

    Attributes
    ----------
    standard : Standard
    requirement : Requirement
    degree : Degree
        Met, in part, not, or apart: it does not apply here.
    by : tuple of tuple of Dose
        The ways in which it is met, in full or in part; of one that is not met because levers
        stand against it, these.
    """

    standard: Standard
    requirement: Requirement
    degree: Degree
    by: tuple[Followed, ...] = ()

    @property
    def name(self) -> str:
        """The requirement's full name."""
        return f"{self.standard.name}.{self.requirement.id}"

    @property
    def opposed(self) -> bool:
        """Whether a lever stands against it."""
        return self.degree is Degree.NOT and bool(self.by)


def scorecard(
    standards: Mapping[str, Standard],
    stances: Iterable[Scenario | Programme],
    levers: Mapping[str, Lever],
    values: Mapping[str, Any],
) -> list[Mark]:
    """Return the verdict on every requirement, in the standards' order.

    Parameters
    ----------
    standards : mapping
        Standards by name.
    stances : iterable of Scenario or Programme
        A scenario and the programmes added to it; their doses stand side by side.
    levers : mapping
        Levers by name: who pays for each, and the law it needs.
    values : mapping
        The place's parameters: a lever whose law is false there does not count, and without a firm
        nothing applies.

    """
    doses = [
        dose
        for stance in stances
        for dose in _doses(stance, levers)
        if dose.dose > 0.0 and dose.lever in levers and allowed(levers[dose.lever], values)
    ]
    firms = bool(values.get("district.firms", 1))
    return [
        _mark(standard, requirement, doses, levers)
        if firms
        else Mark(standard, requirement, Degree.APART)
        for standard in standards.values()
        for requirement in standard.requirements
    ]


def _doses(stance: Scenario | Programme, levers: Mapping[str, Lever]) -> Iterator[Dose]:
    """Yield the doses of a scenario and of the programmes beside it, or of a programme."""
    if isinstance(stance, Programme):
        yield from stance.doses(levers)
        return
    yield from stance.levers
    for programme in stance.programmes:
        yield from programme.doses(levers)


def check(standards: Mapping[str, Standard], levers: Mapping[str, Lever]) -> None:
    """Refuse a standard that names a lever there is not."""
    for standard in standards.values():
        for requirement in standard.requirements:
            for name in requirement.levers:
                if name not in levers:
                    field = f"{standard.name}.{requirement.id}"
                    raise unknown("lever", name, levers, field=field)


def allowed(lever: Lever, values: Mapping[str, Any]) -> bool:
    """Tell whether the law of a place lets a lever be used."""
    return not lever.law or values.get(lever.law) is not False


def _mark(
    standard: Standard,
    requirement: Requirement,
    doses: Sequence[Dose],
    levers: Mapping[str, Lever],
) -> Mark:
    used = {dose.lever for dose in doses}
    if requirement.only_with and not used & set(requirement.only_with):
        return Mark(standard, requirement, Degree.APART)
    against = [
        dose for dose in doses if dose.dose >= requirement.against.get(dose.lever, float("inf"))
    ]
    if against:
        return Mark(standard, requirement, Degree.NOT, tuple((dose,) for dose in against))
    lasting = [dose for dose in doses if _lasts(dose) and _borne(dose, requirement, levers)]
    full = tuple(_followed(requirement.full, lasting))
    if full:
        return Mark(standard, requirement, Degree.MET, full)
    lower = [dict.fromkeys(way, 0.0) for way in requirement.full]
    part = dict.fromkeys([*_followed(lower, doses), *_followed(requirement.part, doses)])
    return Mark(standard, requirement, Degree.PART if part else Degree.NOT, tuple(part))


def _lasts(dose: Dose) -> bool:
    """Tell whether a dose is there for good, and not on alarm only."""
    return dose.end is None and dose.when is None


def _borne(dose: Dose, requirement: Requirement, levers: Mapping[str, Lever]) -> bool:
    """Tell whether the firm bears a part of it, where it has to."""
    payers = dict(dose.payers) or {levers[dose.lever].payer: 1.0}
    return not requirement.own or FIRM in payers


def _followed(ways: Iterable[Mapping[str, float]], doses: Sequence[Dose]) -> Iterator[Followed]:
    """Yield the ways that are followed, each by the strongest dose of each of its levers."""
    for way in ways:
        enough = [
            [dose for dose in doses if dose.lever == lever and dose.dose >= least]
            for lever, least in way.items()
        ]
        if all(enough):
            yield tuple(max(each, key=lambda dose: dose.dose) for each in enough)


def said(mark: Mark, words: Messages) -> str:
    """Write what a verdict rests on; of what is not met, what stands against or would meet it."""
    if mark.degree is Degree.NOT and not mark.by:
        return needed(mark.requirement, words)
    text = _or((_and((_dose(dose, words) for dose in way), words) for way in mark.by), words)
    return words.text("scorecard.against", levers=text) if mark.opposed else text


def needed(requirement: Requirement, words: Messages) -> str:
    """Write what would meet a requirement in full, or in part where nothing meets it in full."""
    key = "needs" if requirement.full else "needs_part"
    return words.text(f"scorecard.{key}", ways=ways(requirement.full or requirement.part, words))


def ways(given: Iterable[Mapping[str, float]], words: Messages) -> str:
    """Write ways of meeting a requirement: levers with their least doses."""
    return _or(
        (_and((_at(lever, least, words) for lever, least in way.items()), words) for way in given),
        words,
    )


def _or(texts: Iterable[str], words: Messages) -> str:
    return words.text("scorecard.or").join(texts)


def _and(texts: Iterable[str], words: Messages) -> str:
    return words.text("scorecard.and").join(texts)


def lever_word(name: str, words: Messages) -> str:
    """Return a lever's name, or in another language its title as it stands in a sentence."""
    key = f"lever.{name}.title"
    title = words.text(key) if key in words else name
    return f"{title[:1].lower()}{title[1:]}"


def _places(dose: Dose, words: Messages) -> str:
    """Name the places of a dose, in another language by its words for tenures."""
    if words.english:
        return ", ".join(dose.where)
    return ", ".join(words.named("figure.map.tenure", place) for place in dose.where)


def _at(lever: str, dose: float, words: Messages) -> str:
    return f"{lever_word(lever, words)} {words.percent(dose)}"


def _dose(dose: Dose, words: Messages) -> str:
    """Write a dose with its place and time: `training 50% (in asm_zone)`."""
    terms = [words.text("scorecard.in", places=_places(dose, words))] if dose.where else []
    terms += [words.text("scorecard.on_alarm")] if dose.when else []
    terms += [words.text("scorecard.until", month=dose.end)] if dose.end is not None else []
    if dose.payers and FIRM not in dict(dose.payers):
        payers = words.listing(words.text(f"payer.{payer}") for payer, _ in dose.payers)
        terms.append(words.text("scorecard.paid_by", payers=payers))
    text = _at(dose.lever, dose.dose, words)
    return f"{text} ({'; '.join(terms)})" if terms else text
