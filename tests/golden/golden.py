"""The golden result: what a small study came to, stored beside the study.

A stored number may change on purpose only, by ``python -m tests.golden.update``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from asmsim.studies.compare import run_study
from asmsim.studies.design import Study

STUDY = Path(__file__).with_name("stances.toml")
STORED = Path(__file__).with_name("stances.csv")
DIGITS = "%.12g"  # beyond what must agree, short of what differs between processors
RTOL = 1e-9

KEYS = ["scenario", "replicate"]


def current(**changes: Any) -> pd.DataFrame:
    """Run the study and return the headline of every outcome, a row each, a column a run.

    Parameters
    ----------
    **changes
        What is to differ from the stored study.
    """
    study = Study.read(STUDY).model_copy(update=changes)
    came = run_study(study, workers=1)
    assert not came.failed, came.failed
    headlines = came.runs.set_index(KEYS).drop(columns=["context", "seed"])
    names = [" ".join(map(str, key)) for key in headlines.index]
    found = headlines.astype(float).set_axis(names).T
    found.index.name = "outcome"
    return found.sort_index()


def stored() -> pd.DataFrame:
    """Read the golden result."""
    return pd.read_csv(STORED, index_col="outcome")


def write(found: pd.DataFrame) -> None:
    """Store a result; cells that are not defined stay empty."""
    text = found.to_csv(float_format=DIGITS, lineterminator="\n")
    STORED.write_text(text, encoding="utf-8", newline="\n")


def check(found: pd.DataFrame, golden: pd.DataFrame) -> None:
    """Fail with the first outcome that is not as stored."""
    pd.testing.assert_frame_equal(found, golden, rtol=RTOL, atol=0.0)
