"""Folders of results: whole files, refused folders, formats, and reading back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from asmsim import load
from asmsim.errors import AsmsimError, OutputRefused, UnknownFormat
from asmsim.records import Library
from asmsim.studies import chunk, store
from asmsim.studies.compare import run_study
from asmsim.studies.comparison import Comparison
from asmsim.studies.details import DETAILS
from asmsim.studies.tables import join
from tests.unit.fake_engine import (
    FakeRun,
    details_of,
    failing,
    plan_of,
    study_of,
    work,
    write_library,
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_library(tmp_path_factory.mktemp("library"))


def run(library: Library, **kwargs: object) -> Comparison:
    changes = {key: kwargs.pop(key) for key in list(kwargs) if key in ("replicates", "name")}
    kwargs.setdefault("work", work)
    kwargs.setdefault("workers", 1)
    return run_study(study_of(**changes), library=library, **kwargs)


def broken(*_: object) -> None:
    raise RuntimeError("nothing works")


def contents(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def manifest_of(folder: Path) -> dict[str, object]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_layout_and_reading_back(library: Library, tmp_path: Path) -> None:
    found = run(library, out=tmp_path / "out")
    names = sorted(each.name for each in (tmp_path / "out").iterdir())
    tables = ["outcomes.parquet", "series.parquet"]
    assert names == ["contrasts.csv", "details", "manifest.json", tables[0], "runs", tables[1]]
    assert len(list((tmp_path / "out" / "runs").iterdir())) == 8
    again = load(tmp_path / "out")
    memory = run(library)
    for name in ("runs", "series", "contrasts"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(again, name), check_exact=True)
        pd.testing.assert_frame_equal(getattr(memory, name), getattr(again, name), check_exact=True)
    assert found.details.keys() == again.details.keys() == memory.details.keys()
    for name, detail in again.details.items():
        pd.testing.assert_frame_equal(found.details[name], detail, check_exact=True)
        pd.testing.assert_frame_equal(memory.details[name], detail, check_exact=True)
    assert again.folder == tmp_path / "out"
    assert memory.folder is None
    assert again.plan == memory.plan


def test_rows_are_in_the_order_of_the_plan(library: Library) -> None:
    found = run(library)
    keys = found.runs[["context", "scenario", "replicate"]].drop_duplicates()
    assert len(keys) == len(found.runs) == 2 * 3 * 4
    assert list(found.runs["context"].unique()) == ["here", "there"]
    assert list(found.runs["scenario"].unique()) == ["alone", "force", "help"]
    assert list(found.runs["replicate"][:4]) == [0, 1, 2, 3]
    assert list(found.series["month"][:7]) == [0, 1, 2, 3, 4, 5, 0]
    assert len(found.series) == 2 * 3 * 4 * 6
    assert list(found.series.columns[4:]) == ["income", "deaths", "output", "rung"]


def test_columns_carry_unit_and_meaning(library: Library, tmp_path: Path) -> None:
    run(library, out=tmp_path / "out")
    for name in ("outcomes.parquet", "series.parquet"):
        field = pq.read_schema(tmp_path / "out" / name).field("income")
        assert field.metadata[b"unit"] == b"USD"
        assert b"a number for tests" in field.metadata[b"meaning"]
    schema = pq.read_schema(tmp_path / "out" / "outcomes.parquet")
    assert all(field.metadata for field in schema)


def test_details_are_kept_run_by_run(library: Library) -> None:
    found = run(library)
    plan = found.plan
    for name, kept in found.details.items():
        expected = [
            table.assign(context=context.name, scenario=scenario.name, replicate=number)
            for context in plan.contexts
            for scenario in plan.scenarios
            for number in range(plan.replicates)
            for table in [details_of(plan.seed_of(number), scenario).get(name)]
            if table is not None
        ]
        columns = ["context", "scenario", "replicate", *DETAILS[name]]
        assert list(kept.columns) == columns
        if expected:
            whole = pd.concat(expected, ignore_index=True)[columns]
            pd.testing.assert_frame_equal(kept, whole, check_dtype=False, check_exact=True)
        else:
            assert kept.empty
    assert set(found.details["groups"]["replicate"]) < set(range(4)), "some run has no groups"
    assert found.details["groups"]["gain_usd"].isna().any()


def test_details_have_their_types_units_and_meanings_even_without_rows(
    library: Library, tmp_path: Path
) -> None:
    for out, how in (("whole", work), ("broken", broken)):
        run(library, out=tmp_path / out, work=how)
        files = (tmp_path / out / "details").iterdir()
        assert {file.stem for file in files} == {"accounts", "displaced", "groups", "places"}
        for name, columns in DETAILS.items():
            schema = pq.read_schema(tmp_path / out / "details" / f"{name}.parquet")
            assert schema.names == ["context", "scenario", "replicate", *columns]
            for column, what in columns.items():
                field = schema.field(column)
                assert field.type == what.type
                assert field.metadata[b"unit"].decode() == what.unit
            assert all(field.metadata[b"meaning"] for field in schema)
    assert load(tmp_path / "broken").details["accounts"].empty
    chunks = [pq.read_schema(each) for each in tmp_path.glob("*/runs/*.parquet")]
    assert len(chunks) == 16
    for name in DETAILS:
        kinds = {str(each.field(f"detail.{name}").type) for each in chunks}
        assert len(kinds) == 1, "an empty table has the type of a full one"


def test_manifest_says_what_made_it(library: Library, tmp_path: Path) -> None:
    run(library, out=tmp_path / "out")
    manifest = manifest_of(tmp_path / "out")
    assert manifest["format"] == 1
    assert manifest["complete"] is True
    assert set(manifest["versions"]) >= {"asmsim", "mesa", "numpy", "numba", "python"}
    assert manifest["cpu"]["family"]
    assert manifest["scenarios"]["force"]["stance"] == "-2.0"
    assert manifest["parameters"]["here"] == {"fake.size": 1.0}
    assert len(set(manifest["seeds"])) == 4
    assert manifest["timing"]["seconds"] >= 0
    assert "git" in manifest


def test_folders_are_numbered(library: Library, tmp_path: Path) -> None:
    results = tmp_path / "deep" / "results"
    first = run(library, results=results, name="trial", replicates=2)
    second = run(library, results=results, name="trial", replicates=2)
    assert first.folder == results / "trial-001"
    assert second.folder == results / "trial-002"
    (results / "trial-0041").mkdir()
    (results / "trial-9-notes").mkdir()
    assert run(library, results=results, name="trial", replicates=2).folder == results / "trial-042"


def test_two_studies_at_once_get_two_numbers(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, raced = store._made, []

    def beaten_once(path: Path) -> bool:
        if not raced:
            raced.append(path)
            path.mkdir(parents=True)  # another study takes the number just before
        return real(path)

    monkeypatch.setattr(store, "_made", beaten_once)
    folder = store.numbered(plan_of(library, name="trial"), tmp_path)
    assert folder.path == tmp_path / "trial-002"


def test_the_same_study_is_not_run_again(library: Library, tmp_path: Path) -> None:
    run(library, out=tmp_path / "out")
    before = contents(tmp_path / "out")

    def never(*_: object) -> None:
        raise AssertionError("ran again")

    run(library, out=tmp_path / "out", work=never)
    assert contents(tmp_path / "out") == before


def test_only_missing_chunks_are_run(library: Library, tmp_path: Path) -> None:
    run(library, out=tmp_path / "out")
    before = contents(tmp_path / "out")
    chunk = sorted((tmp_path / "out" / "runs").iterdir())[3]
    chunk.unlink()
    manifest = manifest_of(tmp_path / "out") | {"complete": False}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ran = []

    def noted(plan: object, context: object, number: int) -> object:
        ran.append((context.name, number))
        return work(plan, context, number)

    run(library, out=tmp_path / "out", work=noted)
    assert ran == [("here", 3)]
    after = contents(tmp_path / "out")
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}


@pytest.mark.parametrize("harm", [b"", b"PAR1 cut short"])
def test_a_damaged_chunk_is_run_again(library: Library, tmp_path: Path, harm: bytes) -> None:
    run(library, out=tmp_path / "out")
    before = contents(tmp_path / "out")
    min((tmp_path / "out" / "runs").iterdir()).write_bytes(harm)
    run(library, out=tmp_path / "out")
    after = contents(tmp_path / "out")
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}


def test_failed_runs_are_listed_and_tried_again(library: Library, tmp_path: Path) -> None:
    found = run(library, out=tmp_path / "out", work=failing)
    listed = {(each.context, each.scenario, each.replicate) for each in found.failed}
    assert listed == {
        ("here", "help", 1),
        ("there", "help", 1),
        ("there", "alone", 2),
        ("there", "force", 2),
        ("there", "help", 2),
    }
    assert "ZeroDivisionError: this run broke" in found.failed[0].error
    assert any("fake_engine.py, line" in each.error for each in found.failed)
    assert len(found.runs) == 24 - 5
    helped = found.contrasts.query("scenario == 'help' and outcome == 'income'")
    assert list(helped["pairs"]) == [3, 2]
    mended = run(library, out=tmp_path / "out", work=work)
    assert mended.failed == ()
    whole = run(library, out=tmp_path / "whole")
    pd.testing.assert_frame_equal(mended.contrasts, whole.contrasts, check_exact=True)


def test_a_study_in_which_all_fails_still_ends(library: Library, tmp_path: Path) -> None:
    found = run(library, out=tmp_path / "out", work=broken)
    assert len(found.failed) == 24
    assert found.runs.empty
    assert found.series.empty
    assert load(tmp_path / "out").failed == found.failed


def test_another_study_is_refused(library: Library, tmp_path: Path) -> None:
    run(library, out=tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(OutputRefused, match="another study"):
        run(library, out=tmp_path / "out", replicates=5)
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("inside", ["nothing", "a file", "a manifest of something else"])
def test_a_folder_with_something_else_is_refused(
    library: Library, tmp_path: Path, inside: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if inside != "nothing":
        name = "manifest.json" if "manifest" in inside else "thesis.tex"
        (out / name).write_text("{}", encoding="utf-8")
    before = contents(out)
    with pytest.raises(OutputRefused, match="exists and holds something else"):
        run(library, out=out)
    assert contents(out) == before


def test_a_file_in_the_way_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputRefused):
            run(library, out=out)
    with pytest.raises(OutputRefused):
        run(library, results=tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_results_of_other_code_are_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(library, out=tmp_path / "out")
    monkeypatch.setattr(store, "fingerprint", lambda: "another")
    with pytest.raises(OutputRefused, match="other code"):
        run(library, out=tmp_path / "out")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write(error: Exception) -> None:
        with store._whole(tmp_path / "table.parquet") as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(ZeroDivisionError):
        write(ZeroDivisionError())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputRefused, match="No space left"):
        write(OSError(28, os.strerror(28)))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_study_does_not_look_whole(library: Library, tmp_path: Path) -> None:
    def interrupted(plan: object, context: object, number: int) -> object:
        if number == 2:
            raise KeyboardInterrupt
        return work(plan, context, number)

    with pytest.raises(KeyboardInterrupt):
        run(library, out=tmp_path / "out", work=interrupted)
    assert min(contents(tmp_path / "out")) == "manifest.json"
    assert len(list((tmp_path / "out" / "runs").iterdir())) == 4
    with pytest.raises(UnknownFormat, match=r"not finished \(4 chunks"):
        load(tmp_path / "out")
    run(library, out=tmp_path / "out")
    run(library, out=tmp_path / "other")
    here, there = contents(tmp_path / "out"), contents(tmp_path / "other")
    assert {name for name in here if here[name] != there[name]} == {"manifest.json"}


@pytest.mark.parametrize("found", [2, 0, "1", None, 1.5])
def test_another_format_is_a_clear_error(library: Library, tmp_path: Path, found: object) -> None:
    run(library, out=tmp_path / "out")
    manifest = manifest_of(tmp_path / "out") | {"format": found}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(UnknownFormat, match="format") as caught:
        load(tmp_path / "out")
    assert ("newer" in str(caught.value)) is (found == 2)


def test_not_a_folder_of_results(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{", encoding="utf-8")
    for name in ("nowhere", "file", "broken", ""):
        with pytest.raises(UnknownFormat):
            load(tmp_path / name)


def test_a_missing_or_damaged_table_is_a_clear_error(library: Library, tmp_path: Path) -> None:
    run(library, out=tmp_path / "out")
    (tmp_path / "out" / "series.parquet").write_bytes(b"no table")
    with pytest.raises(AsmsimError, match="damaged"):
        load(tmp_path / "out")
    (tmp_path / "out" / "series.parquet").unlink()
    with pytest.raises(AsmsimError, match="damaged"):
        load(tmp_path / "out")


def test_renaming_two_scenarios_swaps_their_results(tmp_path: Path) -> None:
    swapped = {"alone": "0.0", "force": "3.0", "help": "-2.0"}
    one = run(write_library(tmp_path / "one"))
    two = run(write_library(tmp_path / "two", swapped))
    names = {"force": "help", "help": "force"}
    renamed = two.runs.assign(scenario=two.runs["scenario"].replace(names))
    keys = ["context", "scenario", "replicate"]
    pd.testing.assert_frame_equal(
        one.runs.sort_values(keys, ignore_index=True),
        renamed.sort_values(keys, ignore_index=True),
        check_exact=True,
    )


def test_join_fills_a_column_that_a_run_lacks(library: Library) -> None:
    plan = plan_of(library, contexts=("here",), replicates=2)

    def thinner(plan: object, context: object, number: int) -> object:
        for name, run in work(plan, context, number):
            less = FakeRun(run.summary.drop("deaths"), run.series.drop(columns="deaths"))
            yield name, less if number == 1 else run

    made = [chunk.make(plan, plan.contexts[0], number, thinner, "code") for number in (1, 0)]
    found = join(plan, made)
    series, outcomes = found.series.to_pandas(), found.outcomes.to_pandas()
    assert list(series.groupby("replicate")["deaths"].count()) == [3 * 6, 0]
    assert list(outcomes.groupby("replicate")["deaths"].count()) == [3, 0]
