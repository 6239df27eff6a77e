"""The reference pages in docs/reference/, made from what the records and levers say of themselves.

They are rewritten by ``python -m tests.contracts.update`` and never by hand.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from asmsim.errors import BadValue
from asmsim.levers import registry
from asmsim.levers.plan import check_levers, of_dose
from asmsim.records import Lever, Parameter
from asmsim.records.library import default_library
from asmsim.records.programme import Programme
from asmsim.records.scenario import Dose
from asmsim.state.parameters import GROUPS
from tests.contracts import rows
from tests.contracts.modules import ROOT
from tests.contracts.odd import cell, first_sentence, given, grouped, table, taken

FOLDER = ROOT / "docs" / "reference"

NOTE = "Made from the library's records by `python -m tests.contracts.update`."
GRADES = (
    "Grades: A seen in the primary source, B in a secondary source, C computed from open data, D "
    "assumed. Sources are listed in [SOURCES.md](../../asmsim/library/SOURCES.md)."
)
ROW = re.compile(r"\b(S[0-5][ab]?|P[1-9]\d?|R[1-9]\d?)\b")


def linked(text: str) -> str:
    """Return a text in which ids of rows lead to the table of rows."""
    return ROW.sub(lambda match: f"[{match[1]}](../rows.md#{match[1].lower()})", text)


def named_rows(text: str) -> list[str]:
    """Return the ids of rows a text names."""
    return ROW.findall(text)


def page(title: str, intro: str, parts: Mapping[str, str]) -> str:
    """Return a page: a heading, what it is, and a part under each heading."""
    others = " · ".join(f"[{name}]({name}.md)" if name != title.lower() else name for name in PAGES)
    text = f"# {title}\n\n{intro}\n\n{NOTE} Other pages: {others}.\n"
    for heading, body in parts.items():
        text += f"\n## {heading}\n\n{body}\n"
    return text


def number(value: Any) -> str:
    """Return a value as it stands in a file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def allowed(record: Parameter) -> str:
    """Return the range of a parameter, or its choices."""
    if record.range is not None:
        return f"{number(record.range[0])} to {number(record.range[1])}"
    return ", ".join(map(number, record.choices or ())) or "true or false"


# --- levers ---------------------------------------------------------------------------------------


def acts_on(lever: Lever) -> str:
    """Return what a lever does at full dose, at central values."""
    values = {name: record.value for name, record in default_library().parameters.items()}
    texts = []
    for kind in lever.kinds or ("",):
        effects = of_dose(lever, Dose(lever=lever.name, kind=kind), values)
        said = "; ".join(
            f"`{effect.target}` {effect.kind} {number(effect.value)}"
            + (f" on {', '.join(effect.where)}" if effect.where else "")
            for effect in effects
        )
        texts.append(f"*{kind.replace('_', ' ')}*: {said}" if kind else said)
    return "; ".join(texts)


def placed(lever: Lever) -> str:
    """Say by what a lever can be placed: sites, whole minerals, or nothing."""
    values = {name: record.value for name, record in default_library().parameters.items()}
    for where, words in (("0", "by site"), (str(values["mineral.name"]), "by mineral")):
        dose = Dose(lever=lever.name, where=where)
        try:
            check_levers([dose], registry(), values)
        except BadValue:
            continue
        return words
    return "no"


def levers() -> str:
    """Return the page of levers."""
    pillars: dict[str, list[Lever]] = {}
    for lever in registry().values():
        pillars.setdefault(lever.pillar, []).append(lever)
    head = ("lever", "what it does", "acts on, at full dose", "placed", "paid by", "law", "source")
    parts = {
        pillar.capitalize(): table(
            head,
            [
                (
                    f"`{each.name}`<br>{each.title}",
                    each.text,
                    acts_on(each),
                    placed(each),
                    each.payer,
                    f"`{each.law}`" if each.law else "",
                    linked(each.source),
                )
                for each in its
            ],
        )
        for pillar, its in sorted(pillars.items())
    }
    intro = (
        "What policy can do: a lever at a dose from 0 to 1 returns effects, which join by the "
        "algebra of [the model's description](../ODD.md) (7.1). *Placed*: whether a dose may name "
        "sites and tenures, whole minerals, or no place. *Law*: the parameter that has to be true "
        "where it is used."
    )
    return page("Levers", intro, parts)


# --- programmes -----------------------------------------------------------------------------------


def terms(each: Programme) -> str:
    """Return what a programme needs and excludes."""
    said = [f"law: `{each.law}`"] if each.law else []
    said += [f"places: {number(each.capacity)} a year"] if each.capacity is not None else []
    said += [f"for {', '.join(each.minerals)}"] if each.minerals else []
    said += [f"alone with {', '.join(f'`{name}`' for name in each.exclusive)}"] * bool(
        each.exclusive
    )
    said += [f"not with {', '.join(f'`{name}`' for name in each.excludes)}"] * bool(each.excludes)
    return "; ".join(said)


def programmes() -> str:
    """Return the page of programmes."""
    head = ("programme", "row", "what it is", "levers and doses", "paid by", "terms", "source")
    found = list(default_library().programmes.values())
    parts = {
        title: table(
            head,
            [
                (
                    f"`{each.name}`<br>{each.title}",
                    linked(each.row),
                    each.text,
                    "; ".join(map(given, each.levers)),
                    ", ".join(f"{payer} {share:.0%}" for payer, share in each.payers)
                    or "as levers say",
                    terms(each),
                    linked(each.source),
                )
                for each in its
            ],
        )
        for title, its in (
            ("Of the source documents", [each for each in found if each.row]),
            ("Others", [each for each in found if not each.row]),
        )
        if its
    }
    intro = "What organisations and laws do: levers with doses that add to any scenario."
    return page("Programmes", intro, parts)


# --- contexts -------------------------------------------------------------------------------------


def contexts() -> str:
    """Return the page of contexts."""
    library = default_library()
    head = ("parameter", "here", "usual", "unit", "grade", "reason", "source")
    parts = {}
    for name, context in library.contexts.items():
        rows_here = [
            (
                f"`{each.name}`",
                number(each.value),
                number(library.parameter(each.name).value),
                library.parameter(each.name).unit,
                each.grade,
                each.reason,
                linked(each.source),
            )
            for each in context.parameters
        ]
        what = f"**{cell(context.title)}.** {cell(context.text)} Source: {linked(context.source)}."
        body = table(head, rows_here) if rows_here else "It changes no parameter."
        parts[f"`{name}`"] = f"{what}\n\n{body}"
    intro = (
        "Kinds of places: each changes the parameters in which it differs, with a reason, and "
        f"leaves all others as they are. {GRADES}"
    )
    return page("Contexts", intro, parts)


# --- parameters -----------------------------------------------------------------------------------


def parameters() -> str:
    """Return the page of parameters."""
    head = ("parameter", "meaning", "value", "unit", "range", "off", "grade", "source")
    parts = {}
    for group, records in grouped().items():
        listed = [
            (
                f"`{each.name}`",
                each.meaning + (f" ({each.note})" if each.note else ""),
                number(each.value),
                each.unit,
                allowed(each),
                "" if each.off is None else number(each.off),
                each.grade,
                linked(each.source),
            )
            for each in records
        ]
        heading = f"{group.replace('_', ' ').capitalize()}"
        parts[heading] = f"{first_sentence(GROUPS[group])}.\n\n{table(head, listed)}"
    intro = (
        "Every number of the model. *Range* is what is plausible, *off* the value that switches a "
        f"mechanism off. {GRADES}"
    )
    return page("Parameters", intro, parts)


# --- outcomes -------------------------------------------------------------------------------------


def outcomes() -> str:
    """Return the page of outcomes."""
    library = default_library()
    head = ("outcome", "meaning", "unit", "better", "headline", "matters from", "formula", "source")
    families: dict[str, list[Any]] = {}
    for outcome in library.outcomes.values():
        families.setdefault(outcome.family, []).append(outcome)
    parts = {
        family.replace("_", " ").capitalize(): table(
            head,
            [
                (
                    f"`{each.name}`<br>{each.title}",
                    each.meaning + (f" ({each.note})" if each.note else ""),
                    each.unit,
                    each.direction,
                    taken(each),
                    number(each.smallest) + (" in a district of 5,000" if each.extensive else ""),
                    each.formula,
                    linked(each.source),
                )
                for each in its
            ],
        )
        for family, its in families.items()
    }
    intro = (
        "What is measured, every month. *Headline*: how the months become one number. *Matters "
        "from*: the smallest difference that matters, in the unit."
    )
    return page("Outcomes", intro, parts)


# --- standards ------------------------------------------------------------------------------------


def to_row(requirement: str) -> str:
    """Return a link from a requirement to its row."""
    return f"[`{requirement}`](../rows.md#{rows.anchor(requirement)})"


def ways(given_ways: Iterable[Mapping[str, float]]) -> str:
    """Return ways of meeting a requirement."""
    return "; or ".join(
        " + ".join(f"`{lever}` {least:g}" for lever, least in way.items()) for way in given_ways
    )


def standards() -> str:
    """Return the page of standards."""
    head = ("requirement", "what it asks", "met by", "in part by", "against", "only with")
    parts = {}
    for name, standard in default_library().standards.items():
        listed = [
            (
                f"{to_row(f'{name}.{each.id}')}<br>{each.title}",
                each.text + (f" ({each.note})" if each.note else ""),
                ways(each.full),
                ways(each.part),
                ways([{lever: least} for lever, least in each.against.items()]),
                ", ".join(f"`{lever}`" for lever in each.only_with),
            )
            for each in standard.requirements
        ]
        what = f"{cell(standard.text)} Source: {linked(standard.source)}."
        parts[standard.title] = f"{what}\n\n{table(head, listed)}"
    intro = (
        "What standards and guidance ask of a mining firm about artisanal miners, in our words, "
        "and the levers that meet it, each with its least dose. `asmsim scorecard SCENARIO` "
        "applies them. A way that is followed at a lower dose, for a time, on alarm, or paid for "
        "by others alone meets a requirement in part."
    )
    return page("Standards", intro, parts)


PAGES: dict[str, Callable[[], str]] = {
    "levers": levers,
    "programmes": programmes,
    "contexts": contexts,
    "parameters": parameters,
    "outcomes": outcomes,
    "standards": standards,
}
