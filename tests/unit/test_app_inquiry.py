"""A comparison: told early and often, left while nobody looks, begun before anybody asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from asmsim.app.ask import study
from asmsim.app.compare import inquiry
from asmsim.app.compare.inquiry import Inquiry, Kept, Progress, foresee
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

    @contextmanager
    def flag(self) -> Iterator[tuple[int, Callable[[], None]]]:
        yield 0, self.stop

    def stop(self) -> None:
        self.raised += 1

    def plan(self, asked: Any) -> Any:
        return Desk.plan(self, asked)  # type: ignore[arg-type]

    def pair(self, _flag: int, _plan: Any, number: int) -> pa.Table:
        self.ran.append(number)
        return pa.table({"number": [number]})


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    with ThreadPoolExecutor(1) as executor:
        made = Fake(executor)
        monkeypatch.setattr(inquiry, "pair", made.pair)
        monkeypatch.setattr(inquiry, "tell", lambda _, chunks, __: Told(len(chunks), {}, [], ""))
        monkeypatch.setattr(inquiry, "KEPT", Kept())
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
    asked(desk, Visitor("a"), heard.append, seed=usual.seed, replicates=4).run()
    assert desk.ran == [0, 1, 2, 3]
    assert heard[-1].over
