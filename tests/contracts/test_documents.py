"""What the documents tell a reader to type works as printed."""

import re
import shlex
from pathlib import Path

import pytest

import asmsim
from asmsim.cli import main
from asmsim.records.library import default_library
from tests.contracts.modules import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of code of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands() -> list[str]:
    """Return the lines of the README that call asmsim."""
    lines = [line for block in blocks(README, "sh") for line in block.splitlines()]
    return [line.partition("#")[0].strip() for line in lines if line.startswith("asmsim ")]


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_readme_is_understood(
    line: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    words = shlex.split(line)[1:]
    if words[0] == "report":  # where its folder is not: it gets as far as looking for it
        monkeypatch.chdir(tmp_path)
        assert main(words) == 2
        assert words[1] in capsys.readouterr().err
        return
    runs = words[0] in {"compare", "simulate"}
    assert main([*words, *(["--dry-run"] if runs and "--dry-run" not in words else [])]) == 0
    assert capsys.readouterr().out


def test_the_two_commands_stand_in_the_readme() -> None:
    assert "pip install -e . && python run.py\n" in README
    assert 'pip install -e ".[test]" && pytest\n' in README


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asmsim.compare(replicates=2, miners=200, months=30, out="results/01_stances-001")
    names: dict[str, object] = {}
    for block in blocks(README, "python"):
        exec(block, names)  # noqa: S102 - the README is ours, and this is what it is for
    assert isinstance(names["run"], asmsim.Run)
    assert isinstance(names["again"], asmsim.Comparison)
    assert isinstance(names["model"], asmsim.CohabitationModel)


def test_parameters_named_in_examples_exist() -> None:
    text = README + CONTRIBUTING + (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    named = re.findall(r'mechanism\("(\w+\.\w+)"\)|--set (\w+\.\w+)=', text)
    assert named
    for name in (first or second for first, second in named):
        assert name in default_library().parameters


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_places_named_exist(text: str) -> None:
    named = re.findall(r"`((?:asmsim|tests|docs|experiments|results|constraints)/[\w./]*)`", text)
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    written = "results/01_stances-001/"
    assert [
        name for name in [*named, *links] if name != written and not (ROOT / name).exists()
    ] == []
