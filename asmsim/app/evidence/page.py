"""The page: every number with its source, what is measured and done, limits, description."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from asmsim.app import ask, bounds, fields
from asmsim.app.compare.told import pages
from asmsim.app.evidence.document import description
from asmsim.app.evidence.entries import counted, entries, titles
from asmsim.app.faults import told
from asmsim.app.parts import Content, Fields, Told, as_text
from asmsim.app.pieces import heading
from asmsim.app.session import Session
from asmsim.app.single import lived
from asmsim.levers import registry
from asmsim.records import Messages
from asmsim.records.messages import ENGLISH
from asmsim.report.full_dose import full_dose
from asmsim.report.leads import in_families
from asmsim.report.page import LIMITS
from asmsim.report.row import family_title

GRADES = ("A", "B", "C", "D")
WORDS = (
    "parameters",
    "groups",
    "search",
    "all",
    "doubtful",
    "found",
    "parameter",
    "value",
    "range",
    "grade",
    "source",
)
FILLED = {"n": "{n}", "of": "{of}"}
"""Numbers that are filled in by the browser, as one types."""


@solara.component_vue("evidence.vue", vuetify=False)
def Entries(
    packed: str,
    search: str,
    grade: str,
    words: dict[str, str],
    grades: dict[str, str],
    event_look: Told,
) -> None:
    """Show parameters, from their text: those that are looked for."""


@solara.component
def Evidence(session: Session) -> None:
    """Show what the model rests on."""
    words, view = session.words, session.view
    library = session.library
    rows = solara.use_memo(
        lambda: entries(view, library, words), [view.context, view.programmes, words.lang]
    )

    @told(words, session.tell)
    def look(asked: dict[str, str]) -> None:
        session.change(search=asked["search"][:100], grade=asked["grade"])

    @told(words, session.tell)
    def choose(asked: dict[str, Any]) -> None:
        wanted = view.with_(context=asked["value"], month=0)
        stances = ask.reference(wanted, library), lived(wanted, library)
        bounds.check_law(wanted, stances, library, words)
        session.change(context=wanted.context, month=0)

    rest = solara.use_memo(lambda: _rest(session), [words.lang, view.context])
    place = ask.kind_of_place(view, library, words)
    with solara.Div(classes=["results", "evidence-page"]):
        Content(html=_head(session, counted(rows, words)))
        groups = [fields.group("place", [place])]
        Fields(label=place["label"], groups=groups, event_change=choose, refused=session.told)
        Entries(
            packed=as_text({"rows": rows, "titles": titles(rows, words)}),
            search=view.search,
            grade=view.grade,
            words=_words(words),
            grades={each: words.text(f"app.evidence.grade_{each}") for each in GRADES},
            event_look=look,
        )
        Content(html=rest)


def _words(words: Messages) -> dict[str, str]:
    """Return the words of the table, and the language of what is not translated."""
    found = {key: words.text(f"app.evidence.{key}", **FILLED) for key in WORDS}
    foreign = words.lang if words.english else ENGLISH
    return found | {"colon": words.text("punctuation.colon"), "foreign": foreign}


def _head(session: Session, count: str) -> str:
    words = session.words
    parts = ("parameters", "outcomes", "levers", "limits", "odd")
    links = "".join(
        f'<li><a href="#{each}">{escape(words.text(f"app.evidence.{each}"))}</a></li>'
        for each in parts
    )
    return (
        f"<h1>{escape(words.text('app.evidence.title'))}</h1>"
        f"<p>{escape(words.text('app.evidence.text'))} {escape(count)}"
        f"{'' if words.english else ' ' + escape(words.text('report.in_english'))}</p>"
        f"<nav aria-label='{escape(words.text('report.contents'))}'>"
        f"<ul class='jump'>{links}</ul></nav>"
        + heading(words.text("app.evidence.parameters"), "parameters")
    )


def _rest(session: Session) -> str:
    """Return what is measured, what can be done, the limits and the description."""
    words, library = session.words, session.library
    values = library.resolve(session.view.context)
    levers = [words.translated(each) for each in registry().values()]
    html: str = (
        pages(words)
        .get_template("evidence.html")
        .render(
            families=[
                (family_title(name, words), members)
                for name, members in in_families(library.outcomes.values()).items()
            ],
            levers=levers,
            moves={each.name: full_dose(each, values, library, words) for each in levers},
            programmes=list(library.programmes.values()),
            scenarios=list(library.scenarios.values()),
            limits=LIMITS,
            description=description(),
        )
    )
    return html
