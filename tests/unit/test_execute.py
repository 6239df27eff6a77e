"""Who runs the chunks changes no byte; a failure or an interrupt loses no more than its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest

from asmsim.errors import BadValue
from asmsim.records import Library
from asmsim.studies import chunk, execute
from asmsim.studies.compare import run_study
from asmsim.studies.pools import Pool, Serial, cores, kind_for
from asmsim.studies.store import load
from tests.unit.fake_engine import (
    deadly,
    deadly_once,
    failing,
    plan_of,
    study_of,
    work,
    write_library,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_the_number_of_workers_changes_no_byte(
    library: Library, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_study(study_of(), library=library, work=failing, workers=1, out=tmp_path / "one")
    monkeypatch.setattr("asmsim.studies.pools.kind_for", lambda *_: kind)
    run_study(study_of(), library=library, work=failing, workers=2, out=tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_users_executor_is_used_and_left_open(library: Library) -> None:
    alone = run_study(study_of(), library=library, work=work, workers=1)
    with ThreadPoolExecutor(2) as threads:
        found = run_study(study_of(), library=library, work=work, executor=threads)
        assert threads.submit(int, "3").result() == 3
    pd.testing.assert_frame_equal(found.contrasts, alone.contrasts, check_exact=True)


def test_a_users_process_pool(library: Library) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        found = run_study(study_of(replicates=2), library=library, work=work, executor=processes)
    assert found.failed == ()


def test_a_crash_that_was_bad_luck_is_mended(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_ENGINE_FLAG", str(tmp_path / "flag"))
    monkeypatch.setattr("asmsim.studies.pools.kind_for", lambda *_: "processes")
    found = run_study(study_of(), library=library, work=deadly_once, workers=2)
    alone = run_study(study_of(), library=library, work=work, workers=1)
    assert (tmp_path / "flag").exists()
    assert found.failed == ()
    pd.testing.assert_frame_equal(found.runs, alone.runs, check_exact=True)


def test_a_chunk_that_kills_its_worker_fails_alone(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asmsim.studies.pools.kind_for", lambda *_: "processes")
    found = run_study(study_of(), library=library, work=deadly, workers=2, out=tmp_path / "out")
    assert {(each.context, each.replicate) for each in found.failed} == {("here", 1)}
    assert "BrokenProcessPool" in found.failed[0].error
    assert len(found.runs) == 24 - 3
    again = run_study(study_of(), library=library, work=work, workers=1, out=tmp_path / "out")
    assert again.failed == ()
    assert len(again.runs) == 24


class Closed(Executor):
    """An executor that runs nothing."""

    def submit(self, *_: object, **__: object) -> Future[object]:
        raise execute.BrokenExecutor("out of order")


def test_a_users_broken_executor_ends_in_failed_runs(library: Library) -> None:
    found = run_study(study_of(replicates=2), library=library, work=work, executor=Closed())
    assert len(found.failed) == 2 * 2 * 3
    assert "out of order" in found.failed[0].error


INTERRUPTED = """
import logging, sys
from pathlib import Path
import asmsim.levers
from asmsim.records import Library
from asmsim.studies import pools
from asmsim.studies.compare import run_study
from tests.unit.fake_engine import slow, study_of

if __name__ == "__main__":
    kind, root, out = sys.argv[1:]
    pools.kind_for = lambda *_: kind
    logging.basicConfig()
    workers = 1 if kind == "serial" else 2
    try:
        run_study(study_of(), library=Library(root=root), work=slow, workers=workers, out=out)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.parametrize("kind", ["serial", "threads", "processes"])
def test_an_interrupt_stops_at_once_and_leaves_whole_chunks(
    library: Library, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "out"
    program = tmp_path / "program.py"
    program.write_text(INTERRUPTED, encoding="utf-8")
    study = subprocess.Popen(
        [sys.executable, str(program), kind, str(library.root), str(out)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while len(list(out.glob("runs/*.parquet"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(study.pid, signal.SIGINT)  # as a terminal does: the whole group gets it
    interrupted = time.monotonic()
    _, said = study.communicate(timeout=60)
    assert study.returncode == 130
    assert time.monotonic() - interrupted < 10
    assert "Traceback" not in said
    assert "goes on from there" in said
    assert not list(out.rglob("*.part"))
    kept = contents(out)
    assert 2 <= len(kept) < 8
    found = run_study(study_of(), library=library, work=work, workers=1, out=out)
    assert found.failed == ()
    alone = run_study(study_of(), library=library, work=work, workers=1)
    pd.testing.assert_frame_equal(load(out).runs, alone.runs, check_exact=True)


def test_progress_counts_runs_and_tells_the_time_left(library: Library) -> None:
    told = []
    run_study(
        study_of(replicates=2),
        library=library,
        work=work,
        workers=1,
        progress=lambda *each: told.append(each),
    )
    assert [each[0] for each in told] == [0, 3, 6, 9, 12]
    assert {each[1] for each in told} == {12}
    assert told[0][2] is None
    assert told[-1][2] == 0
    assert all(each[2] >= 0 for each in told[1:])
    assert {each[3] for each in told} == {"running"}


def test_progress_starts_from_what_is_done(library: Library) -> None:
    plan, told, made = plan_of(library, replicates=2), [], []
    execute.execute(
        plan,
        made.append,
        workers=1,
        done={("here", 0), ("there", 0), ("here", 1)},
        progress=lambda *each: told.append(each),
        work=work,
    )
    assert [each[0] for each in told] == [9, 12]
    assert len(made) == 1


def test_what_keeps_a_chunk_may_fail_and_ends_the_study(library: Library) -> None:
    def full(_: object) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        execute.execute(plan_of(library), full, workers=2, work=work)


def test_workers_must_be_positive(library: Library) -> None:
    for workers in (0, -1):
        with pytest.raises(BadValue, match="at least 1"):
            run_study(study_of(), library=library, work=work, workers=workers)


def test_a_stopped_chunk_does_no_further_run(library: Library) -> None:
    plan = plan_of(library)
    asked = []
    chunk.make(plan, plan.contexts[0], 0, work, "code", lambda: not asked.append(1))
    assert len(asked) == 1


def test_keys_change_with_whatever_decides_a_number(library: Library) -> None:
    plan = plan_of(library)
    context, scenario = plan.contexts[0], plan.scenarios[1]
    keys = {
        plan.run_key(context, scenario, 0, "code"),
        plan.run_key(context, scenario, 0, "other code"),
        plan.run_key(context, scenario, 1, "code"),
        plan.run_key(context, plan.scenarios[2], 0, "code"),
        plan.run_key(plan.contexts[1], scenario, 0, "code"),
    }
    for changes in (
        {"seed": 1},
        {"months": 7},
        {"miners": 10},
        {"policy_month": 3},
        {"start": "2016-01"},
        {"overrides": {"fake.size": 2.0}},
        {"shocks": ("fake.size=2.0@1",)},
    ):
        keys.add(plan_of(library, **changes).run_key(context, scenario, 0, "code"))
    assert len(keys) == 12
    for changes in ({"replicates": 9}, {"name": "other"}, {"scenarios": ("help",)}):
        assert plan_of(library, **changes).run_key(context, scenario, 0, "code") in keys


def test_neighbouring_seeds_share_no_replicate(library: Library) -> None:
    seeds = {
        plan_of(library, seed=seed).seed_of(number) for seed in range(50) for number in range(50)
    }
    assert len(seeds) == 2500
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_serial_answers_like_any_executor() -> None:
    with Serial() as serial:
        assert serial.submit(int, "3").result() == 3
        assert isinstance(serial.submit(int, "x").exception(), ValueError)


def test_pool_kinds() -> None:
    assert cores() >= 1
    with Pool(1) as alone:
        assert alone.kind == "serial"
        assert alone.room == 1
    with Pool(2) as threads:
        assert threads.kind == "threads"
        assert threads.room == 4
        assert threads.submit(lambda stopped: stopped()).result() is False
    with Pool(3, executor=Serial()) as users:
        assert users.room is None
        assert users.renew() is False
    assert kind_for(2, 10**9) == "processes"
    assert kind_for(1, 10**9) == "serial"


ORPHANS = """
import os, sys, time
from asmsim.studies import pools

if __name__ == "__main__":
    pools.kind_for = lambda *_: "processes"
    with pools.Pool(2) as pool:
        print(*{pool.submit(os.getpid).result() for _ in range(4)}, flush=True)
        time.sleep(60)
"""


def alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(ORPHANS, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(program)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    workers = [int(word) for word in parent.stdout.readline().split()]
    assert workers
    assert all(map(alive, workers))
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, workers))


UNGUARDED = """
import sys
from asmsim.records import Library
from asmsim.studies import pools
from asmsim.studies.compare import run_study
from tests.unit.fake_engine import study_of, work

print("script")
pools.kind_for = lambda *_: "processes"
found = run_study(study_of(), library=Library(root=sys.argv[1]), work=work, workers=2)
print(len(found.runs), len(found.failed))
"""


@pytest.mark.parametrize("given", ["a file", "standard input"])
def test_a_script_without_a_guard_is_not_run_again(
    library: Library, tmp_path: Path, given: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text(UNGUARDED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program) if given == "a file" else "-", str(library.root)],
        input=UNGUARDED if given == "standard input" else "",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.split() == ["script", "24", "0"], done.stderr
