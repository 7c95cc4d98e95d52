"""Ensembles: a run that fails, or whose process dies, is a row; everything else comes out as if alone."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from magnitka.experiments.ensemble import FAILED, OK, Member, ensemble, run_member

UNTIL = "1981-02"


def test_members_come_out_in_order_each_as_if_alone() -> None:
    members = [Member(1), Member(2), Member(1, {"planning.ratchet": 0.0}), Member(1, off=("barter",))]
    table = ensemble("toy", members, until=UNTIL, processes=2)
    assert table["status"].tolist() == [OK] * 4
    assert table["seed"].tolist() == [1, 2, 1, 1]
    assert table["off"].tolist() == [(), (), (), ("barter",)]
    assert table["set"].tolist()[2] == {"planning.ratchet": 0.0}
    assert table["state_hash"].nunique() == 4
    alone = run_member("toy", members[3], UNTIL)
    assert table["state_hash"][3] == alone["state_hash"]
    for name, (value, unit) in alone["headline"].items():
        assert table[name][3] == pytest.approx(value, nan_ok=True)
        assert table.attrs["units"][name] == unit


def test_a_failing_member_is_a_row() -> None:
    table = ensemble("toy", [Member(1, {"planning.ratchett": 1.0}), Member(1)], until=UNTIL, processes=1)
    assert table["status"].tolist() == [FAILED, OK]
    assert "planning.ratchet" in table["error"][0]
    headline = list(table.attrs["units"])
    assert table.loc[0, headline].isna().all()
    assert table.loc[1, headline].notna().any()


def test_a_worker_that_is_killed_costs_no_run() -> None:
    counts: list[tuple[int, int]] = []

    def kill_a_worker(done: int, total: int) -> None:
        if not counts:
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)
        counts.append((done, total))

    members = [Member(seed) for seed in (1, 2, 3, 4)]
    table = ensemble("toy", members, until=UNTIL, processes=2, progress=kill_a_worker)
    assert table["status"].tolist() == [OK] * 4
    assert counts == [(done, 4) for done in (1, 2, 3, 4)]
    assert table["state_hash"][0] == run_member("toy", members[0], UNTIL)["state_hash"]


def test_no_members_are_no_rows() -> None:
    assert ensemble("toy", []).empty
