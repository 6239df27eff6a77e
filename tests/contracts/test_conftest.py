"""The options of tests/conftest.py: mechanisms switched off, and skips that fail."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

STUB = """

def off_value(name):
    values = {"crowding.gamma": 0.0}
    if name not in values:
        raise pytest.UsageError("no such parameter")
    return values[name]
"""


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a folder with this project's conftest and one made-up parameter."""
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini("[pytest]\nmarkers =\n    mechanism(parameter): under test\n")
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8") + STUB)
    return pytester


SEES = """
    import pytest

    @pytest.mark.mechanism("crowding.gamma")
    def test_sees(overrides):
        assert overrides.get("crowding.gamma", 0.3) > 0

    def test_ordinary():
        pass
"""


def test_a_test_that_sees_its_mechanism_passes_both_ways(inner: pytest.Pytester) -> None:
    inner.makepyfile(SEES)
    inner.runpytest_subprocess().assert_outcomes(passed=2)
    inner.runpytest_subprocess("--mechanisms-off").assert_outcomes(passed=1, deselected=1)


def test_a_test_blind_to_its_mechanism_fails_without_it(inner: pytest.Pytester) -> None:
    inner.makepyfile("""
        import pytest

        @pytest.mark.mechanism("crowding.gamma")
        def test_blind(overrides):
            assert True
    """)
    inner.runpytest_subprocess().assert_outcomes(passed=1)
    result = inner.runpytest_subprocess("--mechanisms-off")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*still passes without its mechanism (crowding.gamma)*"])


@pytest.mark.parametrize("error", ["ValueError('broken')", "pytest.skip.Exception('no')"])
def test_only_a_failed_assertion_counts(inner: pytest.Pytester, error: str) -> None:
    inner.makepyfile(f"""
        import pytest

        @pytest.mark.mechanism("crowding.gamma")
        def test_breaks(overrides):
            if overrides:
                raise {error}
    """)
    result = inner.runpytest_subprocess("--mechanisms-off")
    assert result.parseoutcomes().get("passed", 0) == 0


def test_an_assertion_of_the_package_itself_does_not_count(inner: pytest.Pytester) -> None:
    package = inner.mkpydir("asmsim")
    (package / "ledger.py").write_text("def close():\n    assert False\n", encoding="utf-8")
    conftest = inner.path / "conftest.py"
    text = conftest.read_text(encoding="utf-8")
    conftest.write_text(
        text + "\nPACKAGE = Path(__file__).resolve().parent / 'asmsim'\n", encoding="utf-8"
    )
    inner.makepyfile("""
        import pytest
        from asmsim.ledger import close

        @pytest.mark.mechanism("crowding.gamma")
        def test_ledger(overrides):
            close()
    """)
    inner.runpytest_subprocess("--mechanisms-off").assert_outcomes(failed=1)


@pytest.mark.parametrize(
    ("mark", "arguments", "message"),
    [
        ("'crowding.gamma'", "", "*takes `overrides`*"),
        ("'crowding.gama'", "overrides", "*no such parameter*"),
        ("", "overrides", "*names no parameter*"),
    ],
)
def test_a_wrong_mark_is_refused(
    inner: pytest.Pytester, mark: str, arguments: str, message: str
) -> None:
    inner.makepyfile(f"""
        import pytest

        @pytest.mark.mechanism({mark})
        def test_wrong({arguments}):
            pass
    """)
    result = inner.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([message])


def test_a_skip_fails_in_continuous_integration(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner.makepyfile("""
        import pytest

        def test_ok():
            pass

        def test_skipped():
            pytest.skip("no reason")
    """)
    assert inner.runpytest_subprocess().ret == pytest.ExitCode.OK
    monkeypatch.setenv("CI", "true")
    assert inner.runpytest_subprocess().ret == pytest.ExitCode.TESTS_FAILED
