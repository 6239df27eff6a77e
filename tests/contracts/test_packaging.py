"""The files around the package say what the package says."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import asmsim
from tests.contracts.modules import PACKAGE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = sorted((ROOT / "constraints").glob("py*.txt"))

# Nothing else stands at the top: a new name there needs a reason.
TOP = {
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "asmsim",
    "constraints",
    "docs",
    "experiments",
    "pyproject.toml",
    "results",
    "run.py",
    "tests",
}


def pins(text: str) -> dict[str, str]:
    """Read a constraints file: comments and ``name==version`` only."""
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = {}
    for row in rows:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", row), row
        name, version = row.split("==")
        found[canonicalize_name(name)] = version
    return found


def asked_by(extra: str) -> list[Requirement]:
    """Return what an extra asks for, that of other extras it names among it."""
    needs = [Requirement(line) for line in PROJECT["optional-dependencies"][extra]]
    others = [name for need in needs if need.name == "asmsim" for name in sorted(need.extras)]
    return [need for need in needs if need.name != "asmsim"] + [
        need for name in others for need in asked_by(name)
    ]


@pytest.mark.parametrize("path", CONSTRAINTS, ids=lambda path: path.stem)
def test_constraints_pin_what_is_asked_for(path) -> None:
    pinned = pins(path.read_text(encoding="utf-8"))
    for need in [*map(Requirement, PROJECT["dependencies"]), *asked_by("test")]:
        name = canonicalize_name(need.name)
        assert name in pinned, name
        assert need.specifier.contains(pinned[name]), need


def test_every_python_named_has_its_constraints() -> None:
    named = re.findall(r"Python :: 3\.(\d+)", "\n".join(PROJECT["classifiers"]))
    assert [f"py3{minor}" for minor in named] == [path.stem for path in CONSTRAINTS]


def test_the_citation_names_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {asmsim.__version__}\n" in citation


def test_the_changes_name_this_version() -> None:
    assert f"\n## {asmsim.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_all_holds_every_extra() -> None:
    extras = dict(PROJECT["optional-dependencies"])
    (everything,) = extras.pop("all")
    assert Requirement(everything).extras == set(extras)


def test_the_top_holds_nothing_unexpected() -> None:
    ignored = {"build", "dist", "venv", "site"}
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert {name for name in names - ignored if not name.endswith(".egg-info")} <= TOP


def test_every_table_of_others_has_its_source() -> None:
    tables = sorted((PACKAGE / "library").rglob("*.csv"))
    sources = (PACKAGE / "library" / "SOURCES.md").read_text(encoding="utf-8")
    assert [path.name for path in tables if path.name not in sources] == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
