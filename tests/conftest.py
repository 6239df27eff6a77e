"""What every test shares: no hidden luck, no silent skips, mechanisms that can be switched off.

A mechanism test says which parameter carries its effect::

    @pytest.mark.mechanism("work.crowding")
    def test_a_crowded_site_yields_less(overrides):
        run = simulate(overrides=overrides)
        assert ...

``overrides`` is empty in an ordinary run. With ``--mechanisms-off`` it sets the parameter to the
``off`` value of its record, and the test has to fail by an assertion of its own: if it still
passes, it never saw the mechanism.
"""

import os
from collections.abc import Generator
from pathlib import Path
from types import TracebackType

import pytest
from hypothesis import settings

PACKAGE = Path(__file__).resolve().parents[1] / "asmsim"

# The same examples every time, and no clock: a first call compiles and may take seconds.
settings.register_profile("asmsim", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("asmsim")

MECHANISMS_OFF = "--mechanisms-off"
FOUND_SKIPS: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that turns every mechanism test round."""
    parser.addoption(
        MECHANISMS_OFF,
        action="store_true",
        help="run the mechanism tests alone, each with its parameter at its off value: "
        "they must fail",
    )


# --- order ----------------------------------------------------------------------------------------

COMPILES = "test_invariants.py"
WITHOUT_WORLDS = {"test_figures.py", "test_figure_labels.py", "contracts"}


def turn(item: pytest.Item) -> int:
    """When a test's file is handed out to the processes that share the tests.

    The first one compiles the rules, which takes as long in two processes as in one: the other runs
    what needs none meanwhile. Long files come before short ones, so that all end together.
    """
    name, folder = item.path.name, item.path.parent.name
    if name == COMPILES:
        return 0
    if name in WITHOUT_WORLDS or folder in WITHOUT_WORLDS:
        return 1
    return {"worlds": 2, "browser": 3}.get(folder, 4)


# --- mechanisms -----------------------------------------------------------------------------------


def off_value(name: str) -> object:
    """Return the value that switches the mechanism of a parameter off, from its record."""
    from asmsim.records.library import default_library

    parameters = default_library().parameters
    if name not in parameters:
        raise pytest.UsageError(f"mechanism({name!r}): there is no such parameter")
    off = parameters[name].off
    if off is None:
        raise pytest.UsageError(f"mechanism({name!r}): its record has no off value")
    return off


def mechanisms(item: pytest.Item) -> list[str]:
    """Return the parameters named by a test's mechanism marks."""
    return [name for mark in item.iter_markers("mechanism") for name in mark.args]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put files in order; check mechanism marks; with --mechanisms-off keep these tests only."""
    items.sort(key=turn)
    marked = [item for item in items if item.get_closest_marker("mechanism")]
    for item in marked:
        if not mechanisms(item):
            raise pytest.UsageError(f"{item.nodeid}: mechanism() names no parameter")
        if "overrides" not in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(f"{item.nodeid}: a mechanism test takes `overrides`")
        for name in mechanisms(item):
            off_value(name)
    if config.getoption(MECHANISMS_OFF):
        config.hook.pytest_deselected(items=[item for item in items if item not in marked])
        items[:] = marked


@pytest.fixture
def overrides(request: pytest.FixtureRequest) -> dict[str, object]:
    """Parameters to pass on to the world: empty, or the test's mechanism at its off value."""
    if not request.config.getoption(MECHANISMS_OFF):
        return {}
    return {name: off_value(name) for name in mechanisms(request.node)}


def raised_in_package(traceback: TracebackType | None) -> bool:
    """Tell whether an error passed through the package itself: then it is no test's verdict."""
    while traceback is not None:
        if PACKAGE in Path(traceback.tb_frame.f_code.co_filename).parents:
            return True
        traceback = traceback.tb_next
    return False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Turn the verdict round when the mechanism is off: a failed assertion is what is wanted."""
    if not item.config.getoption(MECHANISMS_OFF):
        return (yield)
    try:
        yield
    except AssertionError as error:
        if raised_in_package(error.__traceback__):
            raise
        return None
    pytest.fail(
        f"still passes without its mechanism ({', '.join(mechanisms(item))})", pytrace=False
    )


# --- skips ----------------------------------------------------------------------------------------


def count_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Remember a skipped test; an expected failure is not one."""
    if report.skipped and not hasattr(report, "wasxfail"):
        FOUND_SKIPS.append(report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Look for skips among the tests that ran."""
    count_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Look for skips of whole files."""
    count_skip(report)


def skips_forbidden() -> bool:
    """Tell whether a skip is a failure: in continuous integration nothing may go unseen."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session in continuous integration when anything was skipped."""
    if skips_forbidden() and FOUND_SKIPS and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which skips failed the session."""
    if skips_forbidden():
        for name in FOUND_SKIPS:
            terminalreporter.write_line(f"skipped, which fails here: {name}", red=True)
