"""The stage: what goes wrong in a district is told, and what a visitor leaves is stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from asmsim.app.explore.stage import Stage
from asmsim.app.explore.world import World
from asmsim.app.line import Line
from asmsim.app.view import View
from asmsim.app.visitor import Visitor
from asmsim.errors import AsmsimError
from asmsim.records import default_library
from tests.unit.waiting import until

VIEW = View(page="explore", miners=100, months=300, policy_month=2, stance="hands_off")


@pytest.fixture
def stage() -> Iterator[Stage]:
    with ThreadPoolExecutor(1) as executor:
        line = Line(executor, 1)
        line.open()
        desk: Any = SimpleNamespace(library=default_library(), steps=line, drawing=threading.Lock())
        made = Stage(desk, Visitor("visitor"), lambda: None)
        yield made
        made.leave()


def founded(stage: Stage, *views: View) -> World:
    """Ask for districts one after another, and return the one that is shown."""
    told: list[BaseException] = []
    for view in views:
        stage.follow(view, told.append)
    until(lambda: stage.world is not None or stage.failed)
    assert told == []
    assert stage.world is not None
    return stage.world


def test_a_district_that_cannot_be_founded_is_told_and_another_can(stage: Stage) -> None:
    told: list[BaseException] = []
    stage.follow(VIEW.with_(context="nowhere"), told.append)
    until(lambda: stage.failed)
    assert isinstance(told[0], AsmsimError)
    founded(stage, VIEW)
    assert not stage.failed


def test_a_fault_while_it_plays_is_told_and_ends_the_play(stage: Stage) -> None:
    founded(stage, VIEW).model.step = lambda: 1 / 0
    told: list[BaseException] = []
    stage.play(lambda: None, told.append)
    until(lambda: bool(told))
    assert isinstance(told[0], ZeroDivisionError)
    assert stage.playing is None


def test_a_run_that_is_left_is_stopped(stage: Stage) -> None:
    world = founded(stage, VIEW)
    stage.pace(1000.0)
    stage.play(lambda: None, pytest.fail)
    until(lambda: world.month > 10)
    stage.leave()
    until(lambda: not any(each.name.endswith("(run)") for each in threading.enumerate()))
    reached = world.month
    time.sleep(0.1)
    assert world.month == reached < VIEW.months


def test_nothing_is_played_while_nobody_looks(stage: Stage) -> None:
    here = threading.Event()
    stage.visitor = Visitor("visitor", here.is_set)
    world = founded(stage, VIEW)
    stage.pace(1000.0)
    stage.play(lambda: None, pytest.fail)
    reached = world.month
    time.sleep(0.1)
    assert world.month == reached
    here.set()
    until(lambda: world.month > reached)
    stage.leave()
    until(lambda: not any(each.name.endswith("(run)") for each in threading.enumerate()))


def test_what_is_asked_for_last_is_shown(stage: Stage) -> None:
    assert founded(stage, *(VIEW.with_(seed=seed) for seed in (1, 2, 3))).place.seed == 3
