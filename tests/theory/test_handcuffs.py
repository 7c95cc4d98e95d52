"""Golden handcuffs (T59): what leaving costs who waits on the employer's housing list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnitka.kernels.posts import place_lost


@pytest.mark.parametrize("served, lost", [(0, 0.0), (5, 13.42), (10, 30.64), (14, 47.89)])
def test_T59_a_place_on_the_list_is_worth_more_the_nearer_its_turn(served, lost):
    assert place_lost(100.0, 0.05, 15.0, served) == pytest.approx(lost, abs=0.01)


@given(st.floats(0.01, 0.2), st.floats(1, 30), st.floats(0, 1), st.floats(0, 1))
def test_T59_nobody_loses_more_than_the_flat_and_the_loss_grows_with_service(discount, wait, one, other):
    sooner, later = sorted((one * wait, other * wait))
    assert 0.0 <= place_lost(1.0, discount, wait, sooner) <= place_lost(1.0, discount, wait, later) <= 1.0


@given(st.floats(0.01, 0.2), st.floats(0, 10))
def test_T59_at_equal_service_a_longer_list_holds_less(discount, served):
    waits = served + np.array([0.0, 5.0, 10.0, 20.0])
    assert (np.diff(place_lost(1.0, discount, waits, np.full(4, served))) <= 1e-12).all()
