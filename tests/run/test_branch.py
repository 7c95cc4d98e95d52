"""Another future from the same past: with the same luck, with interventions, and a placebo that does nothing."""

import numpy as np
import pytest

from magnitka.compare import compare
from magnitka.errors import UsageError
from magnitka.quantity import month_text
from magnitka.run import branch, run, simulate
from magnitka.tick import MECHANISMS, SECTIONS


@pytest.fixture(scope="module")
def stored(year, tmp_path_factory):
    return run(year.scenario, year.until, out=tmp_path_factory.mktemp("branch") / "run")


def month(year, after):
    return month_text(year.scenario.start + after)


@pytest.mark.parametrize("after", [0, 4, 11])
def test_the_same_future_is_the_same(year, stored, after):
    for past in (year.run, stored):  # one kept its states, the other's past is lived again
        again = branch(past, month(year, after))
        assert again.state_hash == year.run.state_hash
        assert again.ticks == 36 - 3 * after


def test_a_run_goes_on_from_its_end(year, stored):
    longer = simulate(year.scenario, month(year, 14), observe=False)
    assert branch(stored, month(year, 12), month(year, 14)).state_hash == longer.state_hash


def test_what_is_changed_changes_the_future_only(year):
    changed = branch(year.run, month(year, 6), off=["storming"])
    assert changed.manifest["off"] == ["storming"]
    assert changed.state_hash != year.run.state_hash
    whole = simulate(year.scenario, year.until, off=["storming"])
    assert whole.state_hash != changed.state_hash


def test_changes_of_a_branch_come_on_top(year):
    past = simulate(year.scenario, year.until, off=["storming"], observe=False)
    assert branch(past, month(year, 3)).state_hash == past.state_hash
    assert branch(past, month(year, 3), off=["barter"]).manifest["off"] == ["barter", "storming"]


def test_an_intervention_changes_the_world_when_it_should(year):
    seen = []

    def burn_down(world, clock):
        seen.append(clock)
        world.shops.vintages *= 0.5

    tick = year.first + 10
    struck = branch(year.run, month(year, 2), interventions={tick: burn_down})
    assert [clock.tick for clock in seen] == [tick]
    found = compare(year.run, struck)
    early = np.array([clock.tick < tick for clock in found.clocks])
    assert not any(one.change[early].any() for one in found.series)
    assert any(one.change[~early].any() for one in found.series)
    assert found.same_luck and not found.identical
    assert "interventions in 0 dekads became interventions in 1" in found.changed


def test_a_placebo_gives_exactly_zero(year):
    again = branch(year.run, month(year, 2), interventions={year.first + 8: lambda world, clock: None})
    found = compare(year.run, again)
    assert all(not one.change.any() for one in found.series)
    assert again.state_hash == year.run.state_hash


@pytest.mark.parametrize(
    "when, match", [("1950-01", "holds other dekads"), (10**6, "holds other dekads"), ("soon", "not a month")]
)
def test_a_branch_from_elsewhere_is_refused(year, when, match):
    with pytest.raises(UsageError, match=match):
        branch(year.run, when)


def test_a_branch_cannot_change_its_past(year):
    key, quantity = next(
        (key, quantity)
        for key, quantity in year.scenario.quantities()
        if key.partition(".")[0] in SECTIONS and key.partition(".")[0] not in MECHANISMS
    )
    with pytest.raises(UsageError, match="past"):
        branch(year.run, month(year, 2), set={key: quantity.value * 0.99})


# -------------------------------------------------------------------------------------------- comparing
def test_a_run_against_itself_is_all_zero(year, stored):
    found = compare(stored.path, year.run)
    assert found.identical and found.same_luck and not found.changed
    assert all(line.change == 0 or np.isnan(line.change) for line in found.headline)
    assert "the same, bit for bit" in str(found)


def test_differences_are_paired_dekad_by_dekad(year):
    other = simulate(year.scenario, year.until, off=["storming"])
    found = compare(year.run, other)
    for one in found.series:
        a, b = year.run.record.series[one.name], other.record.series[one.name]
        assert np.array_equal(one.change, np.where(np.isnan(a) & np.isnan(b), 0.0, b - a), equal_nan=True)
        assert np.allclose(one.yearly_change, b.mean() - a.mean(), equal_nan=True)
    assert found.changed == ("storming switched off",)
    assert compare(other, year.run).changed == ("storming switched on",)
    assert "same luck" in found.note


def test_other_luck_is_flagged(year):
    found = compare(year.run, simulate(year.scenario, year.until, seed=2))
    assert not found.same_luck and "seeds 1 and 2" in found.note
    assert "seed 1 became 2" in found.changed


def test_only_shared_dekads_are_compared(year):
    found = compare(branch(year.run, month(year, 9)), year.run)
    assert len(found.clocks) == 9 and all(
        len(one.change) == 9 and not one.change.any() for one in found.series
    )
    assert "both hold" in found.note


def test_runs_without_a_shared_dekad_cannot_be_compared(year):
    early, late = simulate(year.scenario, month(year, 0)), branch(year.run, month(year, 9))
    with pytest.raises(UsageError, match="share no dekad"):
        compare(early, late)


def test_a_comparison_is_data_for_scripts_and_plots(year):
    import json

    found = compare(year.run, branch(year.run, month(year, 3), off=["storming"]))
    data = json.loads(json.dumps(found.as_dict()))
    assert len(data["dates"]) == len(data["series"][0]["change"]) == 27
