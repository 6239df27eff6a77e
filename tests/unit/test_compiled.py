"""The compiler's cache follows the code: an edit anywhere below a rule is seen, always."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from asmsim import compiled
from asmsim.compiled import PACKAGE, fingerprint, prune, sources, user_cache

DIGITS = 16


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the package to a folder of its own and return the copy."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(PACKAGE, tmp_path / "asmsim", ignore=ignored))


# --- fingerprint ----------------------------------------------------------------------------------


def fresh(package: Path) -> str:
    """Return the fingerprint as a new process would see it."""
    return fingerprint.__wrapped__(package)


def test_a_copy_has_the_fingerprint_of_the_original(copy: Path) -> None:
    assert fresh(copy) == fingerprint()
    assert len(fresh(copy)) == DIGITS


@pytest.mark.parametrize(
    "name",
    [
        "luck.py",
        "compiled.py",
        "month.py",
        "rules/work.py",
        "state/people.py",
        "levers/security.py",
        "outcomes/firm.py",
        "agents/firm.py",
    ],
)
def test_the_fingerprint_changes_with_a_source_that_can_change_a_number(
    copy: Path, name: str
) -> None:
    before = fresh(copy)
    file = copy / name
    file.write_text(file.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert fresh(copy) != before


def test_the_fingerprint_changes_when_a_source_is_added_renamed_or_dropped(copy: Path) -> None:
    seen = {fresh(copy)}
    rule = copy / "rules" / "more.py"
    rule.write_text("", encoding="utf-8")
    seen.add(fresh(copy))
    rule.rename(copy / "rules" / "other.py")
    seen.add(fresh(copy))
    (copy / "rules" / "work.py").unlink()
    seen.add(fresh(copy))
    assert len(seen) == 4


@pytest.mark.parametrize("name", ["cli/more.py", "library/parameters/work.toml"])
def test_words_and_values_do_not_compile_everything_anew(copy: Path, name: str) -> None:
    before = fresh(copy)
    file = copy / name
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(old + "\n# more\n", encoding="utf-8")
    assert fresh(copy) == before


def test_line_endings_do_not_matter(copy: Path) -> None:
    before = fresh(copy)
    for file in sources(copy):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert fresh(copy) == before


def test_every_module_that_rules_stand_on_is_hashed() -> None:
    hashed = {file.relative_to(PACKAGE).as_posix() for file in sources()}
    assert {"compiled.py", "luck.py", "ledger.py", "month.py", "model.py"} <= hashed
    for folder in ("state", "rules", "levers", "outcomes", "agents"):
        for file in (PACKAGE / folder).rglob("*.py"):
            assert file.relative_to(PACKAGE).as_posix() in hashed


# --- the folder -----------------------------------------------------------------------------------


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache() == tmp_path
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert user_cache() == Path.home() / ".cache"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert user_cache() == Path.home() / "Library" / "Caches"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert user_cache() == tmp_path


def test_the_newest_caches_are_kept(tmp_path: Path) -> None:
    for age, name in enumerate(["newest", "newer", "older", "oldest"]):
        (tmp_path / name / "inside").mkdir(parents=True)
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    prune(tmp_path, keep=2)
    assert {folder.name for folder in tmp_path.iterdir()} == {"newest", "newer"}


def test_a_folder_that_cannot_be_made_is_no_reason_to_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(compiled, "user_cache", lambda: blocked)
    assert compiled.cache_folder.__wrapped__().parent.parent.parent == blocked


def test_numbas_own_setting_is_left_as_found() -> None:
    from numba.core import config

    import asmsim.luck  # noqa: F401  # compiled rules have been decorated by now

    before = vars(config)["CACHE_DIR"]
    with pytest.raises(RuntimeError, match="in between"), compiled._numba_cache():
        raise RuntimeError("in between")
    assert vars(config)["CACHE_DIR"] == before == os.environ.get("NUMBA_CACHE_DIR", "")


# --- edits are seen -------------------------------------------------------------------------------

PROBE = """
    import numpy as np

    from asmsim.compiled import compiled
    from asmsim.luck import uniform


    @compiled
    def rule(stream: np.uint64) -> float:
        return uniform(stream, 0, 1, 0)
    """

ASK = """
    import numpy as np
    from asmsim.rules.probe import rule
    number = rule(np.uint64(5))
    hits = sum(rule.stats.cache_hits.values())
    print(number, hits)
    """


def ask(package: Path, cache: Path) -> tuple[float, bool]:
    """Call the probe in a new process: its number, and whether it was compiled before."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "XDG_CACHE_HOME": str(cache)}
    environment |= {"LOCALAPPDATA": str(cache), "HOME": str(cache)}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(ASK)],
        cwd=package.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    number, hits = done.stdout.split()
    return float(number), int(hits) > 0


def test_an_edit_of_a_function_that_a_rule_calls_in_another_file_is_seen(
    copy: Path, tmp_path: Path
) -> None:
    (copy / "rules" / "probe.py").write_text(textwrap.dedent(PROBE), encoding="utf-8")
    cache = tmp_path / "cache"
    before, again = ask(copy, cache), ask(copy, cache)
    assert before == (again[0], False)
    assert again[1], "the second process compiled again: nothing is cached"

    source = copy / "luck.py"
    text = source.read_text(encoding="utf-8")
    edited = text.replace(
        "return pair(stream, month, identity, draw)[0]",
        "return 1.0 - pair(stream, month, identity, draw)[0]",
    )
    assert edited != text
    source.write_text(edited, encoding="utf-8")
    after = ask(copy, cache)
    assert after == (1.0 - before[0], False)
