"""The page: controls to the left, what the runs say to the right, refined while one reads."""

from __future__ import annotations

from typing import Any

import solara

from asmsim.app import ask, bounds
from asmsim.app.compare import files
from asmsim.app.compare.inquiry import Inquiry, Progress
from asmsim.app.compare.running import aside, use_inquiry
from asmsim.app.compare.told import Told
from asmsim.app.faults import told
from asmsim.app.fields import choice, group
from asmsim.app.parts import Content, Downloads, Fields
from asmsim.app.pieces import heading, progress_line
from asmsim.app.session import Session
from asmsim.app.single import lived
from asmsim.records import Messages


@solara.component
def Compare(session: Session) -> None:
    """Compare what the visitor chose."""
    desk, words, view = session.desk, session.words, session.view
    progress, inquiry = use_inquiry(session, ask.study(view, desk.library, desk.limits))

    @told(words, session.tell)
    def change(asked: dict[str, Any]) -> None:
        bounds.check_number(view, desk.limits, words, asked["name"], asked["value"])
        found = ask.changes(view, session.library, words, asked["name"], asked["value"])
        wanted, library = view.with_(**found), session.library
        before, after = (len(ask.chosen(each, library)) for each in (view, wanted))
        bounds.check_several(before, after, desk.limits, words)
        stances = ask.reference(wanted, library), lived(wanted, library)
        bounds.check_law(wanted, stances, library, words)
        desk.check(wanted)
        session.change(**found)

    with solara.Div(classes=["page"]):
        with solara.Div(classes=["controls"]):
            Fields(
                label=words.text("app.compare.controls"),
                groups=ask.controls(view, session.library, desk.limits, words),
                event_change=change,
                refused=session.told,
                fold=True,
            )
        with solara.Div(classes=["results"]):
            Content(html=_head(progress, words))
            if progress.told is None or inquiry is None:
                Content(html=f'<p class="waiting">{words.text("app.compare.wait")}</p>')
            else:
                _Found(session, progress.told, inquiry, change)


@solara.component
def _Found(session: Session, found: Told, inquiry: Inquiry, change: Any) -> None:
    """Show the verdicts, the figures, what would change them, and what can be taken away."""
    words, view, pieces = session.words, session.view, found.pieces

    def doubt(asked: dict[str, str]) -> None:
        """Try without an assumption, or with it again."""
        change(ask.doubted(view, session.desk.library, asked))

    Content(html=pieces["verdicts"])
    for key in ("trade", "winners"):
        Content(html=heading(words.text(f"app.compare.{key}"), key) + pieces[key])
    if pieces["standards"].strip():
        html = heading(words.text("app.compare.standards"), "standards") + pieces["standards"]
        Content(html=html)
    Content(html=heading(words.text("app.compare.course"), "course"))
    label = words.text("app.compare.outcome")
    _Choice(session, "outcome", label, dict(found.outcomes), found.outcome)
    Content(html=pieces["course"])
    Content(html=heading(words.text("report.change"), "change") + pieces["change"], event_ask=doubt)
    Content(html=heading(words.text("report.tables"), "all"))
    titles = {each.name: words.translated(each).title for each in inquiry.plan.compared}
    _Choice(session, "stance", words.text("report.column.stance"), titles)
    Content(html=pieces["all"])
    Content(html=heading(words.text("app.compare.take"), "take"))
    _Take(session, inquiry, found.pairs)
    Content(html=pieces["again"])


@solara.component
def _Choice(
    session: Session, name: str, label: str, titles: dict[str, str], usual: str = ""
) -> None:
    """Show a choice of what is looked at; the usual one, or the first, until one chooses."""
    value = getattr(session.view, name)
    if value not in titles:
        value = usual or next(iter(titles), "")

    @told(session.words, session.tell)
    def choose(asked: dict[str, str]) -> None:
        session.change(**{name: asked["value"]})

    field = choice(name, label, value, titles)
    fields = [group(name, [field])]
    Fields(label=label, groups=fields, event_change=choose, refused=session.told)


@solara.component
def _Take(session: Session, inquiry: Inquiry, pairs: int) -> None:
    """Offer the numbers and pictures as files; each is made when it is asked for."""
    words = session.words
    file, set_file = solara.use_state(None)

    def wanted(kind: str) -> None:
        aside(
            session,
            lambda: set_file(files.asked(session.desk, inquiry, kind, pairs, session.view)),
        )

    items = [
        {"name": kind, "title": words.text(f"app.file.{kind}")}
        for kind in files.KINDS
        if kind != "scenario" or session.view.own is not None
    ]
    Downloads(label=words.text("app.compare.take"), items=items, file=file, event_ask=wanted)


def _head(progress: Progress, words: Messages) -> str:
    """Say what the page does and how far it is."""
    said = _so_far(progress, words)
    return (
        f"<h1>{words.text('app.compare.title')}</h1><p>{words.text('app.compare.text')}</p>"
        + progress_line(said, progress.done, progress.of, over=progress.over)
    )


def _so_far(progress: Progress, words: Messages) -> str:
    if not progress.ready:
        return words.text("app.compare.warming")
    fields = {"done": words.number(progress.done), "of": words.number(progress.of)}
    if progress.over:
        return words.text("app.compare.over", **fields)
    if progress.told is None:
        return words.text("app.compare.first", **fields)
    if progress.old:
        return words.text("app.compare.renewing", **fields)
    shown, time = words.number(progress.told.pairs), words.duration(progress.left or 0.0)
    return words.text("app.compare.refining", shown=shown, time=time, **fields)
