"""The same source as plain Python: what is compiled is what is written, and nothing overflows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]

# Exact in whole numbers; Numba may use other instructions for exp and log, in the last bit.
LIVE = """
    import sys
    import numpy as np
    from asmsim.model import CohabitationModel

    model = CohabitationModel("confrontation", miners=80, months=12, policy_month=3, seed=4)
    model.run_to(8)
    d = model.district
    columns = {f"people_{name}": getattr(d.people, name) for name in d.people._fields}
    columns |= {f"sites_{name}": getattr(d.sites, name) for name in d.sites._fields}
    np.savez(sys.argv[1], **columns)
    """


def live(file: Path, *, compiled: bool) -> dict[str, np.ndarray]:
    script = "\n".join(line[4:] for line in LIVE.splitlines())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment["NUMBA_DISABLE_JIT"] = "0" if compiled else "1"
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", script, str(file)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with np.load(file) as columns:
        return dict(columns)


@pytest.mark.slow
def test_uncompiled_rules_live_the_same_months(tmp_path: Path) -> None:
    plain = live(tmp_path / "plain.npz", compiled=False)
    compiled = live(tmp_path / "compiled.npz", compiled=True)
    assert plain.keys() == compiled.keys()
    for name, column in compiled.items():
        if column.dtype.kind == "i":
            np.testing.assert_array_equal(plain[name], column, err_msg=name)
        else:
            np.testing.assert_allclose(plain[name], column, rtol=1e-9, atol=1e-12, err_msg=name)
    assert compiled["people_income"].any()
