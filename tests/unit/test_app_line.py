"""The line of visitors' work: fair, stoppable, and going on after a fault."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from asmsim.app.line import Line


@pytest.fixture
def one() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def busy(done: list[str], name: str, seconds: float = 0.01) -> Callable[[], None]:
    def work() -> None:
        time.sleep(seconds)
        done.append(name)

    return work


def test_nothing_runs_before_the_line_is_open(one: Executor) -> None:
    line, done = Line(one, 1), []
    call = line.put("a", busy(done, "a"))
    assert (line.waiting(), done) == (1, [])
    line.open()
    call.result(10)
    assert done == ["a"]


def test_who_comes_later_does_not_wait_for_all_of_who_came_before(one: Executor) -> None:
    line = Line(one, 1)
    done: list[str] = []
    calls = [line.put("long", busy(done, "long", 0.02)) for _ in range(10)]
    calls += [line.put("short", busy(done, "short", 0.02)) for _ in range(2)]
    line.open()
    for call in calls:
        call.result(10)
    assert max(place for place, name in enumerate(done) if name == "short") <= 5


def test_turns_are_by_time_and_not_by_number(one: Executor) -> None:
    line = Line(one, 1)
    done: list[str] = []
    calls = [line.put("slow", busy(done, "slow", 0.08)) for _ in range(4)]
    calls += [line.put("quick", busy(done, "quick", 0.01)) for _ in range(8)]
    line.open()
    for call in calls:
        call.result(10)
    assert done[:9].count("quick") >= 6


def test_what_is_urgent_goes_before_ones_own(one: Executor) -> None:
    line = Line(one, 1)
    done: list[str] = []
    calls = [line.put("a", busy(done, f"a{n}")) for n in range(3)]
    calls.append(line.put("a", busy(done, "urgent"), urgent=True))
    line.open()
    for call in calls:
        call.result(10)
    assert done == ["urgent", "a0", "a1", "a2"]


def test_what_is_urgent_goes_before_what_others_refine(one: Executor) -> None:
    line = Line(one, 1)
    line.open()
    done: list[str] = []
    calls = [line.put("first", busy(done, "refined", 0.02)) for _ in range(6)]
    calls[0].result(10)
    calls += [line.put("then", busy(done, f"told {n}", 0.04), urgent=True) for n in range(3)]
    for call in calls:
        call.result(10)
    told = [place for place, name in enumerate(done) if name.startswith("told")]
    assert [done[place] for place in told] == ["told 0", "told 1", "told 2"]
    assert told[-1] - told[0] == 2
    assert done[-1] == "refined"


def test_who_asks_for_urgent_things_alone_does_not_stop_the_others(
    one: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asmsim.app.line.HEAD_START", 0.05)
    line = Line(one, 1)
    done: list[str] = []
    calls = [line.put("greedy", busy(done, "greedy", 0.02), urgent=True) for _ in range(20)]
    calls += [line.put("patient", busy(done, "patient", 0.02)) for _ in range(2)]
    line.open()
    for call in calls:
        call.result(10)
    assert done.index("patient") >= 2
    assert done[12:].count("patient") == 0


def test_what_is_taken_back_never_runs(one: Executor) -> None:
    line = Line(one, 1)
    done: list[str] = []
    calls = [line.put("a", busy(done, str(n))) for n in range(4)]
    assert all(call.cancel() for call in calls[1:3])
    line.open()
    calls[3].result(10)
    assert done == ["0", "3"]


def test_a_fault_is_its_callers_alone(one: Executor) -> None:
    line = Line(one, 1)
    line.open()

    def fault() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        line.put("a", fault).result(10)
    assert line.put("b", lambda: 3).result(10) == 3


class Breaks(Executor):
    """An executor that breaks at once."""

    def submit(self, fn, /, *args, **kwargs):  # noqa: ARG002 - the name the standard library calls
        future: Future[object] = Future()
        future.set_exception(BrokenProcessPool("gone"))
        return future


def test_a_broken_executor_is_replaced_once(one: Executor) -> None:
    made: list[Executor] = []

    def renew() -> Executor:
        made.append(one)
        return one

    line = Line(Breaks(), 2, renew)
    lost = [line.put("a", lambda: 1), line.put("a", lambda: 2)]
    line.open()
    broken = [call for call in lost if call.exception(10) is not None]
    assert broken
    assert line.put("a", lambda: 3).result(10) == 3
    assert len(made) == 1


def test_many_threads_may_put_at_a_time(one: Executor) -> None:
    line = Line(one, 1)
    line.open()
    found: list[int] = []

    def visitor(number: int) -> None:
        found.extend(line.put(number, lambda: number).result(10) for _ in range(20))

    threads = [threading.Thread(target=visitor, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(found) == sorted(list(range(8)) * 20)
    assert line.waiting() == 0
