"""A comparison: told early and often, left while nobody looks, begun before anybody asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from asmsim.app.ask import study
from asmsim.app.compare import inquiry
from asmsim.app.compare.inquiry import Inquiry, Progress, foresee
from asmsim.app.compare.shared import Shared
from asmsim.app.compare.told import Shown, Told
from asmsim.app.desk import Desk
from asmsim.app.limits import Limits
from asmsim.app.line import Line
from asmsim.app.view import View
from asmsim.app.visitor import Visitor
from asmsim.records import default_library
from tests.unit.waiting import LONG, until

LIBRARY = default_library()
SHOWN = Shown("en", "", "")


class Fake:
    """A desk whose workers note what they are asked for, and run nothing."""

    library, limits = LIBRARY, Limits()

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        line = Line(executor, 1)
        line.open()
        ready = threading.Event()
        ready.set()
        self.workers = SimpleNamespace(count=1, line=line, ready=ready, flag=self.flag)
        self.raised = 0
        self.ran: list[int] = []
        self.telling: list[int] = []
        self.slow = threading.Event()
        self.slow.set()

    @contextmanager
    def flag(self) -> Iterator[tuple[int, Callable[[], None]]]:
        yield 0, self.stop

    def stop(self) -> None:
        self.raised += 1

    def plan(self, asked: Any) -> Any:
        return Desk.plan(self, asked)  # type: ignore[arg-type]

    def pair(self, _flag: int, _plan: Any, number: int) -> pa.Table | None:
        self.ran.append(number)
        self.slow.wait(LONG)
        return None if self.raised else pa.table({"number": [number]})

    def tell(self, _plan: Any, chunks: list[pa.Table], _shown: Shown) -> Told:
        self.telling.append(len(chunks))
        return Told(len(chunks), {}, [], "")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    with ThreadPoolExecutor(1) as executor:
        made = Fake(executor)
        monkeypatch.setattr(inquiry, "pair", made.pair)
        monkeypatch.setattr(inquiry, "tell", made.tell)
        for name in ("PAIRS", "TOLD"):
            monkeypatch.setattr(inquiry, name, Shared(lambda _: 1, 100))
        yield made


def asked(desk: Any, visitor: Visitor, hear: Callable[[Progress], None], **fields: Any) -> Inquiry:
    """Return a small comparison that nobody has run yet."""
    view = View(**{"seed": 5, "replicates": 9, **fields})
    plan = desk.plan(study(view, LIBRARY, desk.limits))
    return Inquiry(desk, visitor, plan, SHOWN, hear)


def test_it_tells_soon_at_every_doubling_and_at_the_end(desk: Fake) -> None:
    heard: list[Progress] = []
    asked(desk, Visitor("a"), heard.append).run()
    assert desk.ran == list(range(9))
    assert list(dict.fromkeys(each.told.pairs for each in heard if each.told)) == [2, 4, 8, 9]
    assert [each.done for each in heard] == list(range(1, 10))
    assert [each.over for each in heard] == [False] * 8 + [True]


def test_nothing_new_is_begun_while_the_visitor_is_away(desk: Fake) -> None:
    here = threading.Event()
    here.set()
    heard: list[Progress] = []

    def hear(now: Progress) -> None:
        heard.append(now)
        if now.done == 3:
            here.clear()

    mine = asked(desk, Visitor("a", here.is_set), hear)
    running = threading.Thread(target=mine.run)
    running.start()
    until(lambda: len(heard) >= 3)
    time.sleep(1.2)
    assert len(desk.ran) <= 4  # one was under way
    here.set()
    running.join(LONG)
    assert heard[-1].over
    assert all(each.left < 1.0 for each in heard if each.left is not None)  # he was away for longer


def test_who_goes_for_good_while_away_ends_it(desk: Fake) -> None:
    mine = asked(desk, Visitor("a", lambda: False), lambda _: None)
    running = threading.Thread(target=mine.run)
    running.start()
    mine.stop()
    running.join(LONG)
    assert not running.is_alive()
    assert desk.ran == []
    assert desk.raised == 1


def test_the_usual_comparison_is_begun_before_anybody_asks(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent: list[bool] = []
    put = desk.workers.line.put

    def noted(*given: Any, **how: bool) -> Any:
        urgent.append(how["urgent"])
        return put(*given, **how)

    monkeypatch.setattr(desk.workers.line, "put", noted)
    foresee(desk)
    assert not any(urgent)  # whoever comes meanwhile goes first
    assert desk.ran == [0, 1]
    usual = View()
    heard: list[Progress] = []
    asked(desk, Visitor("a"), heard.append, seed=usual.seed, replicates=usual.replicates).run()
    assert desk.ran == list(range(usual.replicates))
    assert desk.telling == inquiry.rungs(usual.replicates)  # what was told is told again
    assert heard[-1].over


def both_under_way(desk: Fake) -> tuple[list[Inquiry], list[threading.Thread]]:
    """Return two who ask the same, the second while the first one's pair runs."""
    desk.slow.clear()
    both = [asked(desk, Visitor(name), lambda _: None, replicates=2) for name in "ab"]
    running = [threading.Thread(target=each.run) for each in both]
    running[0].start()
    until(lambda: desk.ran == [0])
    running[1].start()
    time.sleep(0.3)
    return both, running


def test_what_two_ask_at_the_same_time_is_run_once(desk: Fake) -> None:
    (mine, theirs), running = both_under_way(desk)
    desk.slow.set()
    for each in running:
        each.join(LONG)
    assert desk.ran == [0, 1]
    assert desk.telling == [2]
    assert len(mine.chunks) == len(theirs.chunks) == 2


def test_what_waits_in_line_is_not_run_again(desk: Fake) -> None:
    """Two ask the same, a third something else; the line has room for one call at a time."""
    desk.slow.clear()
    same = [asked(desk, Visitor(name), lambda _: None, replicates=6) for name in "ab"]
    other = asked(desk, Visitor("c"), lambda _: None, replicates=6, seed=6)
    running = [threading.Thread(target=each.run) for each in (other, *same)]
    for each in running:
        each.start()
    until(lambda: desk.workers.line.waiting() == 2)
    desk.slow.set()
    for each in running:
        each.join(LONG)
    assert all(len(each.chunks) == 6 for each in (other, *same))
    assert sorted(desk.ran) == sorted([*range(6), *range(6)])
    assert sorted(desk.telling) == [2, 2, 4, 4, 6, 6]


def test_who_waits_in_line_joins_who_is_served() -> None:
    shared: Shared[int] = Shared(lambda _: 1, 10)
    calls: tuple[Future[int | None], Future[int | None]] = Future(), Future()
    first, second = (shared.ask("it", lambda call=call: call) for call in calls)  # type: ignore[misc]
    calls[0].set_running_or_notify_cancel()
    assert second.wait(0.0) is None
    assert calls[1].cancelled()
    calls[0].set_result(7)
    assert (first.wait(0.0), second.wait(0.0)) == (7, 7)


def test_who_waits_for_what_another_gave_up_has_it_run_anew(desk: Fake) -> None:
    (mine, theirs), running = both_under_way(desk)
    mine.stop()
    running[0].join(LONG)
    assert desk.raised == 1  # so that what runs comes to nothing
    desk.slow.set()
    until(lambda: desk.ran[:2] == [0, 0])
    desk.raised = 0
    running[1].join(LONG)
    assert desk.ran[-2:] == [0, 1]
    assert (len(mine.chunks), len(theirs.chunks)) == (0, 2)
