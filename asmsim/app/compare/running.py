"""A page's inquiry: begun when the study changes, given up when it changes or the page goes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import solara

from asmsim.app.compare.inquiry import Inquiry, Progress
from asmsim.app.compare.told import Shown
from asmsim.app.faults import said
from asmsim.app.session import Session
from asmsim.errors import AsmsimError
from asmsim.studies.design import Study


def aside(session: Session, work: Callable[[], Any]) -> None:
    """Do something in a thread of the visitor's, so that clicks are answered meanwhile."""

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - said on the page, and the page goes on
            if not session.desk.workers.closed:  # else there is nobody left to tell
                session.tell(said(error, session.words))

    threading.Thread(target=run, daemon=True).start()


def use_inquiry(session: Session, study: Study) -> tuple[Progress, Inquiry | None]:
    """Run a study for the page, and return how far it is.

    A change of what is looked at (language, outcome, stance) has the same pairs told anew.
    """
    view = session.view
    shown = Shown(view.language, view.outcome, view.stance)
    progress, set_progress = solara.use_state(Progress(0, study.replicates))
    inquiry, set_inquiry = solara.use_state(None)

    def begin() -> Callable[[], None] | None:
        try:
            plan = session.desk.plan(study)
        except AsmsimError as error:
            session.tell(said(error, session.words))
            return None

        def hear(now: Progress) -> None:
            set_progress(now.after)

        mine = Inquiry(session.desk, session.visitor, plan, shown, hear)
        set_inquiry(mine)
        hear(Progress(0, plan.replicates))
        aside(session, mine.run)
        return mine.stop

    def tell_again() -> None:
        if inquiry is None or inquiry.shown == shown:
            return

        def anew() -> None:
            told = inquiry.again(shown)
            if told is not None:
                set_progress(lambda before: before._replace(told=told))

        aside(session, anew)

    solara.use_effect(begin, [study])
    solara.use_effect(tell_again, [shown])
    return progress, inquiry
