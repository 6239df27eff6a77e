"""Another kind of processor: only the last bit of a few functions differs, and nothing else may.

Processors with and without FMA take different code paths in the C library, whose ``exp``, ``log``
and ``pow`` then part in the last bit for some arguments. glibc can be told to take the other path
(``GLIBC_TUNABLES``; from 2.33 on by the name of the feature, so ``-AVX2,-FMA``; names ending in
``_Usable``, which older ones wanted, are passed over in silence). Compiled rules call these
functions, and the code Numba keeps is the same for both: it is keyed by the processor's name and
features as LLVM sees them, which this setting does not reach. NumPy has its own ``exp`` and is not
changed either.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
OTHER = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"}
RTOL = 1e-9

# What each processor does: a little study, and one run with every frame it has.
CODE = """
import hashlib, math, struct, sys
from pathlib import Path
from asmsim import compare, simulate

out = Path(sys.argv[1])
settings = {"months": 60, "policy_month": 12, "miners": 2500, "seed": 11}
settings["overrides"] = {"conflict.protest": 0.05, "conflict.background": 0.1}  # events to see
study = compare(replicates=2, workers=1, **settings)
frames = {name: getattr(study, name) for name in ("runs", "series", "contrasts")}
run = simulate("confrontation", **settings)
names = ("series", "sites", "events", "displaced", "groups", "villages", "persons")
names += ("accounts", "places")
frames |= {f"details_{name}": frame for name, frame in study.details.items()}
frames |= {f"run_{name}": getattr(run, name) for name in names}
frames["run_summary"] = run.summary.to_frame()
for name, frame in frames.items():
    frame.to_pickle(out / f"{name}.pickle")
some = [math.exp(0.0001 * k - 5.0) for k in range(100_000)]
print(hashlib.sha256(struct.pack(f"{len(some)}d", *some)).hexdigest())
"""


def has_fma() -> bool:
    """Tell whether this processor has the instructions that are to be left unused."""
    file = Path("/proc/cpuinfo")
    words = file.read_text(encoding="utf-8").split() if file.is_file() else []
    return "fma" in words and "avx2" in words


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or platform.libc_ver()[0] != "glibc",
        reason="only glibc on Linux can be told to behave as on another processor",
    ),
    pytest.mark.skipif(
        not has_fma(), reason="this processor has no FMA or AVX2 that could be left unused"
    ),
]


class Lived(NamedTuple):
    """What one processor made of the study, and the bits of its exponentials."""

    frames: dict[str, pd.DataFrame]
    exponentials: str


def live(out: Path, environment: dict[str, str]) -> Lived:
    out.mkdir()
    own = {name: value for name, value in os.environ.items() if name != "GLIBC_TUNABLES"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(out)],
        env={**own, **environment, "PYTHONPATH": str(ROOT)},
        cwd=out,
        check=True,
        capture_output=True,
        text=True,
    )
    frames = {file.stem: pd.read_pickle(file) for file in sorted(out.glob("*.pickle"))}
    return Lived(frames, done.stdout.strip())


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lived, Lived]:
    """The same study with and without the instructions."""
    folder = tmp_path_factory.mktemp("processors")
    return live(folder / "own", {}), live(folder / "other", OTHER)


def test_the_setting_takes_effect(lived: tuple[Lived, Lived]) -> None:
    """Without this, agreement would prove nothing."""
    one, other = lived
    assert one.exponentials != other.exponentials


def test_a_bit_somewhere_differs(lived: tuple[Lived, Lived]) -> None:
    """The other processor's numbers do reach the tables."""
    one, other = lived
    assert not all(frame.equals(other.frames[name]) for name, frame in one.frames.items())


def test_all_tables_agree_to_nine_digits(lived: tuple[Lived, Lived]) -> None:
    one, other = lived
    assert one.frames.keys() == other.frames.keys()
    assert len(one.frames["run_events"]) > 0
    assert one.frames["runs"]["evicted"].sum() > 0
    for name, frame in one.frames.items():
        pd.testing.assert_frame_equal(other.frames[name], frame, rtol=RTOL, atol=0.0, obj=name)


def test_a_difference_in_the_eighth_digit_is_seen(lived: tuple[Lived, Lived]) -> None:
    series = lived[0].frames["run_series"]
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(series * (1.0 + 1e-8), series, rtol=RTOL, atol=0.0)
