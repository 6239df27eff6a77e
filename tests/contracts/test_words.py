"""What must not stand in the tree: stray prints, foreign bytes, the addresses of one machine."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.contracts.modules import ROOT, Module, modules, parse

# Results go to standard output by the command line alone.
MAY_PRINT = {"cli", "__main__"}

BINARY = {".gz", ".parquet", ".png"}

# Put together from halves, so that this file does not find itself.
ADDRESSES = (
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "--(extra-)?index" + "-url",
    "--find" + "-links",
    "PIP_(EXTRA_)?INDEX" + "_URL",
    "arti" + "factory",
    "dev" + r"pi\.",
    r"(?<![\w.])/(home|Users)" + r"/\w",
    r"(?<![\w.])/root" + "/",
)


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the tree that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = [ROOT / name for name in sorted(listed.split("\0")) if name]
    return tuple(path for path in paths if path.is_file())


def prints(module: Module) -> list[str]:
    """Say where a module writes to standard output."""
    return [
        module.where(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "print")
            or ast.unparse(node.func) in {"sys.stdout.write", "rich.print", "typer.echo"}
        )
    ]


def addresses(text: str) -> list[str]:
    """Return the places of a text that name a registry's host or a folder of one machine."""
    pattern = re.compile("|".join(ADDRESSES), re.IGNORECASE)
    return [match.group() for match in pattern.finditer(text)]


def test_only_the_command_line_prints() -> None:
    quiet = [module for module in modules() if module.room not in MAY_PRINT]
    found = [line for module in quiet for line in prints(module)]
    assert not found, "\n".join(found)


def test_a_print_is_found() -> None:
    assert len(prints(parse("asmsim.month", "print('x')\nimport sys\nsys.stdout.write('y')"))) == 2


def test_text_files_are_utf8_with_plain_line_ends() -> None:
    for path in tracked():
        if path.suffix not in BINARY:
            data = path.read_bytes()
            data.decode("utf-8")
            assert b"\r" not in data, path
            assert not data or data.endswith(b"\n"), path


def test_no_registry_and_no_folder_of_one_machine_is_named() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): addresses(path.read_text(encoding="utf-8"))
        for path in tracked()
        if path.suffix not in BINARY
    }
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "text", ["https://files.python" + "hosted.org/x", "see /ho" + "me/ann/x", "--index" + "-url x"]
)
def test_an_address_is_found(text: str) -> None:
    assert addresses(text) != []
