"""Makes the lanes of the gate process: each with its devices and what hears them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from drivers.protocols import (
    Condition,
    DeviceState,
    DriverEvent,
    InputName,
    PaperOutline,
)
from drivers.supervisor import Supervisor
from kiosk.config.models import LaneTable
from kiosk.gate.device_board import DeviceBoard, device_view
from kiosk.gate.devices import LaneDevices, NamedDevice, gate_name, make_devices
from kiosk.gate.outlines import Outlines
from kiosk.gate.recovery import was_left
from kiosk.gate.trust import Trust
from kiosk.gate.voices import Voices
from kiosk.house import House
from kiosk.lane.desk import Desk
from kiosk.lane.events import DeviceChanged
from kiosk.lane.runner import LaneRunner
from kiosk.lane.state import LaneRules
from kiosk.live import Live
from kiosk.live.laid import LaidCards
from kiosk.policy import PolicySource
from kiosk.screens import as_set_up
from verification.registry import Registry


@dataclass(frozen=True, slots=True)
class MadeLane:
    """A lane that nobody has started yet; ``registry`` is a connection of its own."""

    runner: LaneRunner
    registry: Registry
    supervisors: tuple[Supervisor, ...]


@dataclass(frozen=True, slots=True)
class LaneMaker:
    """What all lanes of a site share.

    Attributes:
        house: config, registry, ledger.
        live: where lanes publish.
        trust: whose papers are believed.
        devices: told how devices are, and in ``outlines`` what cameras see.
        voices: speak at gates without a screen.
        wake: has what was told published at once.
        failed: called with an exception that a lane cannot survive.

    """

    house: House
    live: Live
    trust: Trust
    devices: DeviceBoard
    outlines: Outlines
    voices: Voices
    wake: Callable[[], None]
    failed: Callable[[BaseException], None]

    def make(self, table: LaneTable) -> MadeLane:
        """The lane of a table.

        Raises:
            ConfigError: a driver that no installed distribution brings.
            WrongSetting: settings that a driver cannot work with.
        """
        box: list[LaneRunner] = []
        devices = make_devices(table, self._emitter(table.id, box))
        registry = self.house.another_registry()
        runner = LaneRunner(
            _rules(table, devices, self.house.config.calls.escalate_seconds),
            self._desk(table, registry),
            devices.gate,
            self.live,
            LaidCards(self.live, self.house.keys),
            table.gate.pulse_seconds,
            self.failed,
            was_left(self.house.ledger, table.id),
            functools.partial(self.voices.follow, table.id),
        )
        box.append(runner)
        self._give_voice(table, devices)
        supervisors = (
            Supervisor(named.device, self._listener(named, runner))
            for named in devices.all
        )
        return MadeLane(runner, registry, tuple(supervisors))

    def _desk(self, table: LaneTable, registry: Registry) -> Desk:
        house = self.house
        policy = PolicySource(registry.policies, house.config, table.direction)
        moment = house.clock.moment
        return Desk(table.id, registry, house.ledger, policy, moment, self.trust.store)

    def _give_voice(self, table: LaneTable, devices: LaneDevices) -> None:
        voice = as_set_up(table, self.house.config.site.data_dir).voice
        if voice is not None and devices.speaker is not None:
            self.voices.add(table.id, voice, devices.speaker)

    def _emitter(
        self, lane: str, box: list[LaneRunner]
    ) -> Callable[[DriverEvent], None]:
        # The devices are made before the lane that they speak to.
        def emit(event: DriverEvent) -> None:
            if isinstance(event, PaperOutline):
                if self.outlines.note(lane, event):
                    self.wake()
            elif not isinstance(event, DeviceState):
                box[0].post(event)
                self.voices.hear(lane, event)

        return emit

    def _listener(
        self, named: NamedDevice, runner: LaneRunner
    ) -> Callable[[DriverEvent], None]:
        def listen(event: DriverEvent) -> None:
            if isinstance(event, DeviceState):
                if event.condition is not Condition.CLOSED:  # our own end is no loss
                    well, why = event.well, event.condition.value
                    runner.post(DeviceChanged(event.device, well, why))
                self.devices.note(device_view(runner.rules.lane, named, event))
                self.wake()

        return listen


def _rules(
    table: LaneTable, devices: LaneDevices, escalate_seconds: float
) -> LaneRules:
    return LaneRules(
        table.id,
        gate_name(table.id),
        devices.readers,
        table.passage_seconds,
        table.gate.pulse_seconds,
        InputName.PASSAGE in table.inputs.specs(),
        devices.camera,
        table.screen is not None and table.screen.refuse == "red",
        frozenset(one.id for one in table.readers if one.driver == "sam"),
        table.voice is not None,
        escalate_seconds,
    )
