"""Imports go down only, and each room knows no more than it may."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.contracts.modules import PACKAGE, Module, modules, parse

LAYERS = (
    ("errors", "plugins", "compiled", "narrow", "records", "luck", "quantile"),
    ("state", "ledger"),
    ("rules", "levers", "outcomes"),
    ("phases", "month", "model", "agents"),
    ("studies",),
    ("report", "app", "cli"),
    # The public face loads what it is asked for; __main__ hands over to the command line.
    ("", "__main__"),
)
RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}

# Rooms of this layer stand side by side: what two share belongs below them.
SIDE_BY_SIDE = {"rules", "levers", "outcomes"}

# What people see uses the public face as people do; nobody below it does.
USERS = {"report", "app", "cli"}

# Who alone may import a package.
RESERVED = {
    "mesa": {"model", "agents", "app"},
    "matplotlib": {"report", "app"},
    "solara": {"app"},
}

# --help, list and the message for a wrong name come at once: nothing heavy is loaded with these.
HEAVY = {"mesa", "matplotlib", "numba", "numpy", "pandas", "pyarrow", "scipy"}
LIGHT = {"", "__main__", "cli", "errors", "plugins", "records"}

# Rooms that may not know what the world is being compared for.
BLIND = {"rules", "outcomes", "agents"}


def home(target: str) -> str:
    """Return the room of an imported name of the package."""
    return [*target.split("."), ""][1]


def wrong_within(room: str, target: str) -> str | None:
    """Say why a room may not import this name of the package."""
    to = home(target)
    if to == "__version__" or (room in USERS and to not in RANK.keys() - {""}):
        return None
    if to not in RANK:
        return f"takes {target} from the public face"
    if RANK[to] > RANK[room]:
        return f"imports up: {target}"
    if to == room == "rules":
        return f"a rule imports a rule: {target}"
    if to != room and {to, room} <= SIDE_BY_SIDE:
        return f"imports sideways: {target}"
    return None


def wrong_outside(room: str, target: str) -> str | None:
    """Say why a room may not import this package of others."""
    top = target.partition(".")[0]
    if room not in RESERVED.get(top, {room}):
        return f"{top} belongs to {', '.join(sorted(RESERVED[top]))}"
    return None


def wrong_imports(module: Module) -> list[str]:
    """Say which imports of a module break the rule, and how."""
    room = module.room
    if room not in RANK:
        return [f"{module.where(1)}: {room!r} is no room of the house"]
    wrong = []
    for item in module.imports():
        if item.target.startswith("."):
            reason: str | None = "relative import"
        elif item.target.split(".")[0] != "asmsim":
            reason = wrong_outside(room, item.target)
        else:
            reason = wrong_within(room, item.target) if room else None
        if reason:
            wrong.append(f"{module.where(item.line)}: {reason}")
    return wrong


def loads(given: Iterable[Module]) -> dict[str, set[str]]:
    """Return which modules of the package each one loads when it is imported itself."""
    by_name = {module.name: module for module in given}
    edges = {}
    for module in by_name.values():
        targets = {item.target for item in module.imports() if item.at_start}
        loaded = {name if name in by_name else name.rpartition(".")[0] for name in targets}
        edges[module.name] = (loaded & by_name.keys()) - {module.name, "asmsim"}
    return edges


def must_be_light(module: Module) -> bool:
    """Tell whether listing and naming things needs a module: a lever's file, not the engine."""
    return module.room in LIGHT or (
        module.room == "levers" and (module.path.name == "__init__.py" or "\nLEVER" in module.text)
    )


def weights(given: Iterable[Module]) -> list[str]:
    """Say what heavy packages are loaded with modules that must be light, and through which."""
    given = list(given)
    edges = loads(given)
    reached = {module.name for module in given if must_be_light(module)}
    front = sorted(reached)
    while front:
        found = {target for name in front for target in edges[name]}
        packages = {name.rpartition(".")[0] for name in found} & edges.keys()
        front = sorted((found | packages) - reached)
        reached |= set(front)
    return [
        f"{module.where(item.line)}: {item.target} is loaded by --help"
        for module in given
        if module.name in reached
        for item in module.imports()
        if item.at_start and item.target.split(".")[0] in HEAVY
    ]


def circles(given: Iterable[Module]) -> list[str]:
    """Return circles among the imports that run when modules are loaded."""
    edges = loads(given)
    found: list[str] = []
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            found.append(" -> ".join([*path[path.index(name) :], name]))
        elif name not in done:
            for target in sorted(edges[name]):
                walk(target, [*path, name])
            done.add(name)

    for name in sorted(edges):
        walk(name, [])
    return found


def stance_names() -> list[str]:
    """Return the names of all scenarios and programmes in the library."""
    folders = ("scenarios", "programmes")
    return sorted(
        path.stem for folder in folders for path in (PACKAGE / "library" / folder).glob("*.toml")
    )


def docstrings(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes that are docstrings or texts below an attribute."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    return {
        id(statement.value)
        for body in bodies
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }


def words_of(module: Module) -> list[tuple[int, str]]:
    """Return the names and texts that the code of a module can act on, with their lines."""
    prose = docstrings(module.tree)
    found = []
    for node in ast.walk(module.tree):
        if id(node) in prose:
            continue
        for field in ("id", "attr", "arg", "name", "value"):
            word = getattr(node, field, None)
            if isinstance(word, str):
                found.append((getattr(node, "lineno", 1), word))
    return found


def stances_seen(module: Module, names: Iterable[str]) -> list[str]:
    """Say where a module can see a scenario's or programme's name."""
    forbidden = [re.escape(name) for name in names] + ["scenario"]
    pattern = re.compile(rf"(?<![a-z])({'|'.join(forbidden)})(?![a-z])", re.IGNORECASE)
    return [
        f"{module.where(line)}: sees {word!r}"
        for line, word in words_of(module)
        if pattern.search(word)
    ]


def test_imports_go_down_only() -> None:
    found = [line for module in modules() for line in wrong_imports(module)]
    assert not found, "\n".join(found)


def test_no_module_needs_itself_to_load() -> None:
    assert circles(modules()) == []


def test_nothing_heavy_is_loaded_to_list_and_name_things() -> None:
    found = weights(modules())
    assert not found, "\n".join(found)


def test_a_weight_is_found_behind_another_module() -> None:
    cli = parse("asmsim.cli", "from asmsim.studies.run import simulate")
    run = parse("asmsim.studies.run", "import pandas as pd")
    late = parse("asmsim.cli", "def f():\n    from asmsim.studies.run import simulate")
    assert len(weights([cli, run])) == 1
    assert weights([late, run]) == []


def test_the_world_cannot_see_what_it_is_compared_for() -> None:
    names = stance_names()
    blind = [module for module in modules() if module.room in BLIND]
    found = [line for module in blind for line in stances_seen(module, names)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("asmsim.rules.work", "from asmsim.rules.sale import sell"),
        ("asmsim.rules.work", "from asmsim.levers import registry"),
        ("asmsim.rules.work", "from asmsim.month import MONTH"),
        ("asmsim.rules.work", "import mesa"),
        ("asmsim.studies.compare", "from matplotlib import pyplot"),
        ("asmsim.studies.compare", "def f():\n    import asmsim.report.table"),
        ("asmsim.state.sites", "from .people import People"),
        ("asmsim.utils", "import os"),
        ("asmsim.studies.run", "import asmsim"),
    ],
)
def test_a_wrong_import_is_found(name: str, text: str) -> None:
    assert len(wrong_imports(parse(name, text))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("asmsim.rules.work", "from asmsim.compiled import compiled\nimport numpy as np"),
        ("asmsim.levers.eviction", "from asmsim.records.lever import Lever"),
        ("asmsim.levers.combine", "from asmsim.levers.eviction import LEVER"),
        ("asmsim.cli", "def run():\n    from asmsim.studies import compare\n    import numpy"),
        ("asmsim.cli.commands", "def run():\n    import asmsim\n    from asmsim import simulate"),
        ("asmsim.model", "import mesa"),
        ("asmsim", "from asmsim.errors import AsmsimError"),
    ],
)
def test_a_right_import_is_let_pass(name: str, text: str) -> None:
    assert wrong_imports(parse(name, text)) == []


def test_a_circle_is_found() -> None:
    one = parse("asmsim.month", "from asmsim.model import f")
    two = parse("asmsim.model", "from asmsim.month import g")
    later = parse("asmsim.model", "def f():\n    from asmsim.month import g")
    assert circles([one, two]) != []
    assert circles([one, later]) == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(stance):\n    return stance == 'confrontation'",
        "def f(model):\n    return model.scenario",
        "is_confrontation = True",
    ],
)
def test_a_name_is_found(text: str) -> None:
    assert stances_seen(parse("asmsim.rules.guard", text), ["confrontation"]) != []


def test_prose_may_say_a_name() -> None:
    text = '"""What happens under confrontation."""\n# scenario\nshare = 1'
    assert stances_seen(parse("asmsim.rules.guard", text), ["confrontation"]) == []
