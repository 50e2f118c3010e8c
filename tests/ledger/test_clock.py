"""The three states of a kiosk's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from verification.clock import MADE, ClockWatch, Distrust
from verification.kernel_clock import kernel_synced
from verification.moments import ClockState

NOON = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
DAY = 86_400
HOLDOVER, SYNCED, UNTRUSTED = (
    ClockState.HOLDOVER,
    ClockState.SYNCED,
    ClockState.UNTRUSTED,
)


@dataclass
class Machine:
    """A wall clock that can be set and a monotonic one that cannot."""

    wall: float = NOON.timestamp()
    monotonic: float = 500.0
    synced: bool = False

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.monotonic += seconds

    def watch(self, last_seen: datetime | None = NOON) -> ClockWatch:
        return ClockWatch(
            last_seen,
            wall=lambda: self.wall,
            monotonic=lambda: self.monotonic,
            synced=lambda: self.synced,
        )


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def watch(machine: Machine) -> ClockWatch:
    """Started in good order."""
    made = machine.watch()
    assert HOLDOVER is made.moment().clock
    return made


def test_a_plausible_clock_that_nobody_vouches_for_is_in_holdover(
    machine: Machine,
) -> None:
    moment = machine.watch(None).moment()

    assert (moment.utc, moment.clock) == (NOON, HOLDOVER)


def test_a_clock_that_a_service_keeps_is_synced(machine: Machine) -> None:
    machine.synced = True

    assert SYNCED is machine.watch().moment().clock


@pytest.mark.parametrize(
    ("behind", "state"), [(0, HOLDOVER), (120, HOLDOVER), (121, UNTRUSTED)]
)
def test_a_start_behind_the_ledger_is_not_trusted(
    machine: Machine, behind: int, state: ClockState
) -> None:
    watch = machine.watch(NOON + timedelta(seconds=behind))

    assert state is watch.moment().clock


def test_five_years_back_at_the_start_is_not_trusted_though_a_service_says_so(
    machine: Machine,
) -> None:
    machine.wall -= 5 * 365 * DAY
    machine.synced = True
    watch = machine.watch(None)

    assert UNTRUSTED is watch.moment().clock
    assert Distrust.BEFORE_RELEASE is watch.distrust


def test_behind_the_ledger_heals_when_its_time_is_reached(machine: Machine) -> None:
    machine.wall -= 1000
    watch = machine.watch()
    assert UNTRUSTED is watch.moment().clock
    assert Distrust.BEHIND_LEDGER is watch.distrust
    machine.pass_by(999)
    assert UNTRUSTED is watch.moment().clock
    machine.pass_by(1)

    assert HOLDOVER is watch.moment().clock
    assert watch.distrust is None


def test_a_service_that_sets_a_late_clock_right_makes_it_synced(
    machine: Machine,
) -> None:
    machine.wall -= 40 * DAY
    watch = machine.watch()
    assert UNTRUSTED is watch.moment().clock
    machine.wall += 40 * DAY
    machine.synced = True

    assert SYNCED is watch.moment().clock


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (-120, HOLDOVER),
        (-121, UNTRUSTED),
        (DAY, HOLDOVER),
        (DAY + 1, UNTRUSTED),
        (730 * DAY, UNTRUSTED),
    ],
)
def test_a_step_while_running_is_judged_by_its_size(
    machine: Machine, watch: ClockWatch, step: float, state: ClockState
) -> None:
    machine.wall += step

    assert state is watch.moment().clock


def test_a_step_back_is_seen_though_time_went_by_unwatched(
    machine: Machine, watch: ClockWatch
) -> None:
    machine.pass_by(7200)
    machine.wall -= 3600

    assert UNTRUSTED is watch.moment().clock
    assert Distrust.STEPPED_BACK is watch.distrust


@pytest.mark.parametrize("step", [-100, DAY * 0.6])
def test_small_steps_that_add_up_are_seen(
    machine: Machine, watch: ClockWatch, step: float
) -> None:
    states = []
    for _ in range(2):
        machine.pass_by(300)
        machine.wall += step
        states.append(watch.moment().clock)

    assert states == [HOLDOVER, UNTRUSTED]


def test_a_step_back_heals_after_waiting_it_out(
    machine: Machine, watch: ClockWatch
) -> None:
    machine.wall -= 600
    machine.synced = True
    for state in (UNTRUSTED, UNTRUSTED, SYNCED):
        assert state is watch.moment().clock
        machine.pass_by(300)


def test_a_step_that_is_undone_heals_at_once(
    machine: Machine, watch: ClockWatch
) -> None:
    for step in (-9000, 9 * DAY):
        machine.wall += step
        assert UNTRUSTED is watch.moment().clock
        machine.wall -= step
        assert HOLDOVER is watch.moment().clock


def test_a_jump_ahead_is_trusted_when_a_service_vouches(
    machine: Machine, watch: ClockWatch
) -> None:
    machine.wall += 9 * DAY
    assert UNTRUSTED is watch.moment().clock
    assert Distrust.JUMPED_AHEAD is watch.distrust
    machine.synced = True
    assert SYNCED is watch.moment().clock
    machine.synced = False

    assert HOLDOVER is watch.moment().clock


@pytest.mark.parametrize("step", [-30 * DAY, 9 * DAY])
def test_staff_who_looked_at_the_date_make_it_trusted(
    machine: Machine, watch: ClockWatch, step: float
) -> None:
    machine.wall += step
    assert UNTRUSTED is watch.moment().clock

    assert HOLDOVER is watch.confirm().clock
    assert HOLDOVER is watch.moment().clock


def test_nobody_can_confirm_a_time_before_the_release(machine: Machine) -> None:
    machine.wall = MADE.timestamp() - 1
    watch = machine.watch()

    assert UNTRUSTED is watch.confirm().clock
    machine.wall = MADE.timestamp() + 1
    assert UNTRUSTED is watch.moment().clock  # still behind the ledger


def test_the_alarm_is_told_once_each_time(machine: Machine, watch: ClockWatch) -> None:
    assert watch.take_alarm() is None
    for _ in range(2):
        machine.wall += 9 * DAY
        for _ in range(3):
            watch.moment()
        assert Distrust.JUMPED_AHEAD is watch.take_alarm()
        assert watch.take_alarm() is None
        machine.wall -= 9 * DAY
        watch.moment()


def test_the_machines_own_clocks_serve(machine: Machine) -> None:
    moment = ClockWatch().moment()

    assert abs(moment.utc - datetime.now(UTC)) < timedelta(seconds=5)
    assert isinstance(kernel_synced(), bool)


def test_what_staff_confirmed_holds_until_the_clock_jumps(
    machine: Machine, watch: ClockWatch
) -> None:
    assert not watch.confirmed
    watch.confirm()
    machine.pass_by(9 * DAY)
    assert (watch.moment().clock, watch.confirmed) == (HOLDOVER, True)
    machine.wall += 600  # too little to be distrusted for
    assert (watch.moment().clock, watch.confirmed) == (HOLDOVER, False)
    machine.wall -= 600
    watch.moment()
    assert not watch.confirmed


def test_a_time_before_this_software_is_never_confirmed(machine: Machine) -> None:
    machine.wall = MADE.timestamp() - 60
    watch = machine.watch(None)
    assert (watch.confirm().clock, watch.confirmed) == (UNTRUSTED, False)
