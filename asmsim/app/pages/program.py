"""The program: a visitor's view, the head of the page, and the page that the view names."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qs

import solara

from asmsim.app import ask, bounds
from asmsim.app import view as views
from asmsim.app.compare.page import Compare
from asmsim.app.desk import Desk, the_desk
from asmsim.app.evidence.page import Evidence
from asmsim.app.explore.page import Explore
from asmsim.app.faults import said, told
from asmsim.app.parts import Content, Frame
from asmsim.app.session import Session
from asmsim.app.single import lived
from asmsim.app.view import View
from asmsim.app.visitor import Visitor
from asmsim.errors import AsmsimError
from asmsim.records import Messages

PAGES = ("compare", "explore", "evidence")


@solara.component
def Program() -> None:
    """Show the page that a visitor asks for, and remember what he changes."""
    desk = the_desk()
    router = solara.use_router()
    arrived = (router.path, router.search or "")
    first = solara.use_memo(lambda: read(desk, *arrived), dependencies=[])
    view, set_view = solara.use_state(first[0])
    fault, set_fault = solara.use_state(first[1])
    times, set_times = solara.use_state(0)
    visitor = solara.use_memo(Visitor.of_page, dependencies=[])
    words = desk.words(view.language)

    def follow() -> None:
        """Show what an address asks for, when it is another than the page shows."""
        asked, trouble = read(desk, *arrived)
        if asked != view and (trouble or arrived[1]):
            set_view(asked)
            set_fault(trouble)

    solara.use_effect(follow, [arrived])

    def change(**fields: Any) -> None:
        """Change the view."""
        set_view(lambda before: before.with_(**fields))
        set_fault("")

    def tell(text: str) -> None:
        """Show a message, and let controls show again what holds."""
        set_fault(text)
        set_times(lambda before: before + 1)

    session = Session(desk, words, visitor, view, change, tell, times)
    safely = told(words, tell)

    @safely
    def go(name: str) -> None:
        router.push(address(view.with_(page=name)))

    @safely
    def choose(asked: dict[str, str]) -> None:
        if asked["name"] in {"language", "theme"}:
            change(**{asked["name"]: asked["value"]})

    with solara.Div(classes=["frame"]):
        Frame(
            words=head_words(words),
            pages=[
                {
                    "name": name,
                    "title": words.text(f"app.page.{name}"),
                    "href": address(view.with_(page=name)),
                }
                for name in PAGES
            ],
            languages=[
                {"name": each, "title": desk.words(each).text("meta.language")}
                for each in desk.library.languages
            ],
            state={
                "page": view.page,
                "language": view.language,
                "theme": view.theme,
                "link": address(view),
                "fault": fault,
                "title": f"{words.text(f'app.page.{view.page}')} · {words.text('app.title')}",
            },
            event_go=go,
            event_choose=choose,
        )
        with solara.v.Html(tag="main", attributes={"id": "main", "tabindex": "-1"}):
            Guarded(session).key(view.page)


@solara.component
def Guarded(session: Session) -> None:
    """Show the page; when it cannot be drawn, say so and keep the rest."""
    error, clear = solara.use_exception()
    text = solara.use_memo(lambda: said(error, session.words) if error else "", [error])
    solara.use_effect(lambda: clear() if error else None, [session.view])
    if error is not None:
        Content(html=f'<p class="warning" role="alert">{escape(text)}</p>')
    elif session.view.page == "compare":
        Compare(session)
    elif session.view.page == "explore":
        Explore(session)
    else:
        Evidence(session)


def read(desk: Desk, path: str, search: str) -> tuple[View, str]:
    """Return the view of an address, and what is wrong with it; then it is the usual one."""
    page = path.strip("/") or PAGES[0]
    usual = View(page=page) if page in PAGES else View()
    given = parse_qs(search).get("view", [])
    if not given:
        return usual, ""
    lang = views.language(given[0])
    if lang in desk.library.languages:
        usual = usual.with_(language=lang)
    words, library = desk.words(usual.language), desk.told(usual.language)
    try:
        found = views.read(given[0]).with_(page=usual.page, language=usual.language)
        stances = ask.reference(found, library), lived(found, library)
        bounds.check_law(found, stances, library, words)
        desk.check(found)
    except AsmsimError as error:
        return usual, said(error, words)
    return found, ""


def address(view: View) -> str:
    """Return the address of a view."""
    return f"/{view.page}?view={views.link(view.with_(page=PAGES[0]))}"


def head_words(words: Messages) -> dict[str, str]:
    """Return the words of the page's head."""
    keys = (
        "skip",
        "kicker",
        "pages",
        "language",
        "theme",
        "theme_auto",
        "theme_light",
        "theme_dark",
        "share",
        "share_text",
        "copied",
    )
    return {key: words.text(f"app.head.{key}") for key in keys}
