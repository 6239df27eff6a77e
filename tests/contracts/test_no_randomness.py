"""No luck but the named streams: nothing under asmsim/ may differ between two equal runs."""

import ast
from collections.abc import Iterator

import pytest

from tests.contracts.modules import Module, modules, parse

# Modules that answer differently each time, or that draw from a state everybody shares.
LUCKY_MODULES = {"random", "secrets", "uuid", "numpy.random"}
LUCKY_NAMES = {
    "default_rng",
    "getrandbits",
    "RandomState",
    "rvs",
    "shuffle",
    "shuffle_do",
    "urandom",
}

# The clock belongs to those who run studies and write down how long they took.
CLOCKS = {"time"}
CLOCK_CALLS = {"now", "today", "utcnow"}
MAY_TELL_TIME = {"studies", "report", "app", "cli"}

# A visitor's cookie and the reference of a fault must not be guessed; no number comes of them.
MAY_KEEP_SECRETS = {"app": {"secrets"}}

# An agent set of Mesa's wants a generator, for users who shuffle; no phase draws from it.
MAY_HAND_ON = {"model", "agents", "app"}

# These order things by address in memory or by a salt that changes with the process.
UNSTABLE_KEYS = {"id", "hash"}

# The order in which these answer is the file system's.
UNORDERED_CALLS = {"glob", "iglob", "iterdir", "listdir", "rglob", "scandir", "walk"}
# The order of a set is nobody's; these do not mind it.
ORDER_FREE = {"all", "any", "bool", "frozenset", "len", "max", "min", "set", "sorted", "sum"}
# These keep the order of what they are given.
ORDER_KEPT = {
    "array",
    "asarray",
    "dict",
    "enumerate",
    "filter",
    "fromkeys",
    "iter",
    "join",
    "list",
    "map",
    "next",
    "tuple",
    "zip",
}


def called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def is_set(node: ast.AST) -> bool:
    """Tell whether an expression is plainly a set."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in {"set", "frozenset"}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr | ast.Sub):
        return is_set(node.left) or is_set(node.right)
    return isinstance(node, ast.Set | ast.SetComp)


def is_unordered(node: ast.AST) -> bool:
    """Tell whether going through an expression has no fixed order."""
    if is_set(node):
        return True
    if not isinstance(node, ast.Call):
        return False
    return called(node) in UNORDERED_CALLS


def gone_through(node: ast.AST) -> Iterator[ast.AST]:
    """Return the expressions that a node goes through in their order."""
    if isinstance(node, ast.For):
        yield node.iter
    elif isinstance(node, ast.ListComp | ast.DictComp):
        yield from (part.iter for part in node.generators)
    elif isinstance(node, ast.Starred):
        yield node.value
    elif isinstance(node, ast.Call) and called(node) not in ORDER_FREE:
        for argument in node.args:
            if isinstance(argument, ast.GeneratorExp):
                yield from (part.iter for part in argument.generators)
            elif called(node) in ORDER_KEPT:
                yield argument


def lucky_imports(module: Module) -> Iterator[tuple[int, str]]:
    """Return imports of what draws by itself, and of the clock where it has no place."""
    for item in module.imports():
        parts = item.target.split(".")
        heads = {parts[0], ".".join(parts[:2])} - MAY_KEEP_SECRETS.get(module.room, set())
        if heads & LUCKY_MODULES or parts[-1] in LUCKY_NAMES:
            yield item.line, f"imports {item.target}"
        elif parts[0] in CLOCKS and module.room not in MAY_TELL_TIME:
            yield item.line, f"looks at the clock: {item.target}"


def lucky_node(node: ast.AST, room: str) -> str | None:
    """Say how an expression differs between two equal runs."""
    if isinstance(node, ast.Attribute) and node.attr in LUCKY_NAMES | {"random"}:
        return f"draws by itself: .{node.attr}"
    if isinstance(node, ast.Call) and called(node) in CLOCK_CALLS and room not in MAY_TELL_TIME:
        return f"looks at the clock: {called(node)}()"
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (node.func.id in UNSTABLE_KEYS)
    ):
        return f"{node.func.id}() differs between processes"
    return None


def order_free(tree: ast.AST) -> set[int]:
    """Return the ids of expressions whose order nobody minds, as in ``len(list(...))``."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {id(part) for node in calls if called(node) in ORDER_FREE for part in node.args}


def handed_on(module: Module) -> set[int]:
    """Return the ids of Mesa's generators that are only handed on to an agent set for the user."""
    if module.room not in MAY_HAND_ON:
        return set()
    keywords = [node for node in ast.walk(module.tree) if isinstance(node, ast.keyword)]
    return {id(word.value) for word in keywords if word.arg == "random"}


def hazards(module: Module) -> list[str]:
    """Say where a module draws luck of its own or leaves an order open."""
    found = list(lucky_imports(module))
    harmless, given = order_free(module.tree), handed_on(module)
    for node in ast.walk(module.tree):
        line = getattr(node, "lineno", 1)
        if id(node) not in given and (what := lucky_node(node, module.room)):
            found.append((line, what))
        if id(node) not in harmless:
            found.extend(
                (line, f"goes through {ast.unparse(part)} in no fixed order")
                for part in gone_through(node)
                if is_unordered(part)
            )
    return [f"{module.where(line)}: {what}" for line, what in sorted(found)]


def test_nothing_draws_luck_of_its_own() -> None:
    found = [line for module in modules() for line in hazards(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "import random",
        "from numpy.random import default_rng",
        "import numpy as np\nx = np.random.random(3)",
        "import os\nos.urandom(8)",
        "import time",
        "from datetime import datetime\nx = datetime.now()",
        "key = hash(name)",
        "for x in {1, 2}:\n    pass",
        "x = [y for y in set(z)]",
        "x = list(set(a) - b)",
        "x = ','.join({a, b})",
        "x = tuple(y for y in frozenset(z))",
        "x = [*{1, 2}]",
        "for p in folder.glob('*.toml'):\n    pass",
        "model.agents.shuffle_do('step')",
        "x = choose(random=self.random)",
    ],
)
def test_a_hazard_is_found(text: str) -> None:
    assert hazards(parse("asmsim.rules.work", text)) != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("asmsim.studies.store", "import time\nstart = time.perf_counter()"),
        ("asmsim.records.library", "x = sorted(folder.glob('*.toml'))"),
        ("asmsim.records.library", "x = [y for y in sorted(set(z))]"),
        ("asmsim.studies.store", "n = len(list(folder.glob('*.parquet')))"),
        ("asmsim.records.library", "x = sum(y for y in {1, 2})"),
        ("asmsim.records.messages", "from datetime import date\nx = date(2015, 1, 1)"),
        ("asmsim.model", "found = AgentSet(agents, random=self.random)"),
        ("asmsim.rules.work", "ok = name in {1, 2}"),
    ],
)
def test_harmless_code_is_let_pass(name: str, text: str) -> None:
    assert hazards(parse(name, text)) == []
