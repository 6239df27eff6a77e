"""A package of others: a lever, outcomes, a phase in the place of ours and a library of its own.

It is installed as pip leaves it, a folder with its modules and one with its metadata, written here
so that no tool and no network is needed. It runs in processes of its own: ours must not see it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.modules import ROOT

NEIGHBOUR = Path(__file__).with_name("neighbour")
LIBRARY = NEIGHBOUR / "library"
SMALL = ("--miners", "150", "--months", "8", "--policy-month", "2", "--replicates", "2")
STANCES = ("--scenarios", "good_neighbour", "--context", "next_door")

Run = Callable[..., subprocess.CompletedProcess[str]]

# What the command line does, in two worker processes whatever the size.
APART = """
import sys
from asmsim.studies import pools
pools.kind_for = lambda *_: "processes"
from asmsim.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def installed(site: Path, *, package: Path = NEIGHBOUR) -> Path:
    """Lay a package and its metadata into a folder, as an installer does."""
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    module = name.replace("-", "_")
    shutil.copytree(package / module, site / module)
    metadata = site / f"{module}-{version}.dist-info"
    metadata.mkdir()
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (metadata / "METADATA").write_text(text, encoding="utf-8")
    groups = [
        "\n".join([f"[{group}]", *(f"{key} = {value}" for key, value in entries.items())])
        for group, entries in project["entry-points"].items()
    ]
    (metadata / "entry_points.txt").write_text("\n\n".join(groups) + "\n", encoding="utf-8")
    return site


def running(folder: Path, *sites: Path) -> Run:
    """Return what runs Python in a folder, with packages of others in reach."""
    paths = [str(ROOT), *map(str, sites), os.environ.get("PYTHONPATH", "")]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "COLUMNS": "200"}

    def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done

    return run


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def compared(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison that uses all of it, made by two worker processes."""
    folder = tmp_path_factory.mktemp("compared")
    (folder / "apart.py").write_text(APART, encoding="utf-8")
    words = ("compare", *STANCES, *SMALL, "--library", str(LIBRARY), "--out", "out")
    running(folder, site)("apart.py", *words, "--workers", "2", "--no-report")
    return folder / "out"


def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def test_its_lever_and_records_are_shown(site: Path, tmp_path: Path) -> None:
    run = running(tmp_path, site)
    shown = run("-m", "asmsim", "show", "listening", "--library", str(LIBRARY)).stdout
    assert "engagement.indirect" in shown
    assert "0.8" in shown, "its effect goes by its own parameter"
    named = ("-m", "asmsim", "list", "outcomes", "--plain", "--library", str(LIBRARY))
    assert {"mean_grievance", "formal_share"} <= set(run(*named).stdout.split())


def test_a_comparison_by_two_workers_uses_all_of_it(compared: Path) -> None:
    import asmsim

    found = asmsim.load(compared)
    assert found.failed == ()
    runs = found.runs.set_index(["scenario", "replicate"])
    assert {"mean_grievance", "loud_people"} <= set(runs.columns)
    assert (runs["mean_grievance"] > 0.0).all()
    rung = runs["engagement_rung"]
    assert (rung["good_neighbour"] > rung["hands_off"]).all(), "its lever is at work"
    assert set(found.contrasts["outcome"]) >= {"mean_grievance", "loud_people"}


def test_its_phase_is_lived_in_the_place_of_ours(compared: Path) -> None:
    """Half of what people feel is soothed each month: without it they feel more."""
    import asmsim

    found = asmsim.load(compared)
    feels = found.runs.set_index("scenario")["mean_grievance"]["hands_off"].mean()
    plain = [
        asmsim.CohabitationModel(seed=seed, miners=150, months=8, policy_month=2)
        for seed in found.manifest["seeds"]
    ]
    for model in plain:
        model.run_to(8)
    ours = sum(float(model.district.people.grievance.mean()) for model in plain) / len(plain)
    assert 0.0 < feels < 0.8 * ours


def test_the_report_speaks_of_it_and_escapes_its_words(
    compared: Path, site: Path, tmp_path: Path
) -> None:
    words = ("--outcomes", "mean_grievance,loud_people", "--format", "svg", "--out", "report")
    running(tmp_path, site)("-m", "asmsim", "report", str(compared), *words)
    text = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "asmsim-neighbour 1.2" in text
    assert "A good neighbour &amp; co" in text
    assert "A neighbour who listens" in text
    assert "Loud &lt;people&gt;" in text
    assert "<people>" not in text


@pytest.mark.slow
def test_a_report_can_be_made_where_it_is_not_installed(compared: Path, tmp_path: Path) -> None:
    running(tmp_path)("-m", "asmsim", "report", str(compared), "--out", "report")
    text = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "A good neighbour &amp; co" in text
    assert "Mean grievance" in text
    assert "A neighbour who listens" not in text, "nobody is there to say what it is called"


def test_name_version_and_hash_stand_in_the_manifest_and_in_every_key(
    compared: Path, site: Path, tmp_path: Path
) -> None:
    (plugin,) = manifest(compared)["plugins"]
    assert (plugin["name"], plugin["version"]) == ("asmsim-neighbour", "1.2")
    assert len(plugin["code"]) == 16
    ask = (
        "from asmsim.studies.design import Study\n"
        "from asmsim.studies.plan import plan\n"
        f"made = plan(Study(library={str(LIBRARY)!r}, scenarios='confrontation'))\n"
        "key = made.run_key(made.contexts[0], made.scenarios[0], 0, 'code')\n"
        "print(key, made.identity(), *(each.code for each in made.plugins))\n"
    )
    one = running(tmp_path, site)("-c", ask).stdout.split()
    assert one[2] == plugin["code"]
    changed = installed(tmp_path / "changed")
    source = changed / "asmsim_neighbour" / "feeling.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    other = running(tmp_path, changed)("-c", ask).stdout.split()
    assert len({*one, *other}) == 6, "no key, identity or hash is shared with other code"
    plain = running(tmp_path)("-c", ask).stdout.split()
    assert not {*plain} & {*one, *other}


def test_results_are_gone_on_with_by_the_same_packages_only(compared: Path, tmp_path: Path) -> None:
    words = ("--scenarios", "confrontation", *SMALL, "--library", str(LIBRARY))
    run = running(tmp_path)
    said = run("-m", "asmsim", "compare", *words, "--out", str(compared), code=2).stderr
    assert "exists and holds another study" in said


def test_what_is_wrong_is_named_with_its_package(tmp_path: Path, site: Path) -> None:
    """Once through the whole of it; every kind of mistake is in tests/unit/test_plugins.py."""
    run = running(tmp_path, site)
    said = run("-m", "asmsim", "compare", *SMALL, "--dry-run", code=2).stderr
    assert said.startswith(
        "asmsim-neighbour: asmsim.outcomes: feeling: unknown outcome 'mean_grievance'"
    )
