"""The desk: what all visitors of a server share, and what one of them may ask for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from asmsim.app.ask import study
from asmsim.app.limits import Limits
from asmsim.app.line import Line
from asmsim.app.single import single_plan
from asmsim.app.view import View
from asmsim.app.workers import Workers
from asmsim.errors import AsmsimError
from asmsim.records import Library, Messages
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan, library_of, plan

logger = logging.getLogger("asmsim")


class Desk:
    """A server's library, limits and workers.

    Parameters
    ----------
    workers : int
        Processes that run visitors' studies, and threads that live their districts.
    folders : sequence of path
        Folders that add to the packaged library.
    limits : Limits, optional
    """

    def __init__(
        self, workers: int, folders: Sequence[Path] = (), limits: Limits | None = None
    ) -> None:
        self.library: Library = library_of(tuple(folders))
        self.limits = limits or Limits()
        self.workers = Workers(workers)
        self.steps = Line(ThreadPoolExecutor(workers, thread_name_prefix="months"), workers)
        # Months that play are drawn one at a time, so that clicks find the server at leisure.
        self.drawing = threading.Lock()

    def words(self, language: str) -> Messages:
        """Return the words of a language."""
        return self.library.messages(language)

    def told(self, language: str) -> Library:
        """Return the library as a language tells it, to be shown; what runs is in English."""
        return self.library.told(self.words(language))

    def plan(self, study: Study) -> Plan:
        """Look up what a study names, and refuse one that is too large.

        Raises
        ------
        AsmsimError
            For whatever cannot be run.
        """
        ready = plan(study, self.library)
        self.limits.check(ready, len(ready.scenarios))
        return ready

    def check(self, view: View) -> None:
        """Refuse a view that names what is not here, or asks for too much.

        Raises
        ------
        AsmsimError
            For whatever cannot be shown.
        """
        self.plan(study(view, self.library, self.limits))
        self.check_single(view)

    def check_single(self, view: View) -> None:
        """Refuse a view whose one district cannot be lived.

        Raises
        ------
        AsmsimError
            For whatever cannot be run.
        """
        self.limits.check(single_plan(view, self.library), 1)

    def begin(self, then: Callable[[Desk], object]) -> None:
        """Start and warm the workers while the first pages load, and then do what is told."""

        def work() -> None:
            small = Study(miners=100, months=3, policy_month=1, replicates=2)
            doing = "the workers could not be started"
            try:
                self.workers.warm(plan(small, self.library))
                self.steps.open()
                doing = "the usual comparison could not be run"
                then(self)
            except Exception:
                if not self.workers.closed:
                    logger.exception(doing)

        threading.Thread(target=work, daemon=True).start()

    def close(self) -> None:
        """End the workers."""
        self.workers.close()


_desks: list[Desk] = []


def open_desk(desk: Desk) -> None:
    """Make a desk the one that pages ask."""
    _desks[:] = [desk]


def the_desk() -> Desk:
    """Return the desk of this server.

    Raises
    ------
    AsmsimError
        Where no server runs: pages are no use by themselves.
    """
    if not _desks:
        raise AsmsimError("no server runs here: start one with `asmsim serve`")
    return _desks[0]
