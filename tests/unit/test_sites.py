"""What lies under which tenure."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asmsim.state.sites import TENURES, lies_in

kinds = st.integers(0, len(TENURES) - 1)


@given(st.lists(kinds, max_size=20), st.sets(kinds))
def test_what_lies_in_some_tenures_agrees_with_numpy(tenures: list[int], some: set[int]) -> None:
    codes = np.array(tenures, np.int8)
    assert lies_in(codes, some).tolist() == np.isin(codes, [*some]).tolist()
