"""A whole site: config, people, virtual devices, and the gate process itself."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import tomli_w
from site_running import Running
from site_tables import PASSAGE_SECONDS, site_table
from waiting import PATIENCE, wait_for

from drivers.presence import GONE_SECONDS, SAME_SECONDS
from drivers.protocols import CardKind
from drivers.twins.modbus_relays import WaveshareTwin
from kiosk.config import load_config
from kiosk.demo.people import DemoCard, register, resident, senior, unknown_senior
from kiosk.demo.twins import TwinSet
from kiosk.house import House
from kiosk.live import BoardView, CommandKind, Commands, ScreenView
from kiosk.live.laid import Laid, LaidCards, Purpose
from verification.ledger import EventKind, StoredEvent

TODAY = datetime.now(UTC).date()
PULSE, PASSAGE, FIRE, HELP = bytes.fromhex("01050200"), 1, 2, 3
READ_COILS, READ_INPUTS = 1, 2  # functions of Modbus
SETTLED = 3  # readings after which an input that went off is off
PEOPLE = [
    resident(0, "green", "green", TODAY),
    resident(1, "red", "red", TODAY),
    resident(2, None, "unknown", TODAY),
    *[senior(index, "senior", TODAY) for index in range(3, 10)],
    unknown_senior("unknown senior"),
]
GREEN, RED, UNKNOWN = (person.card for person in PEOPLE[:3])
SENIORS = [person.card for person in PEOPLE[3:10]]
SENIOR, UNKNOWN_SENIOR = SENIORS[0], PEOPLE[10].card


class Site(Running):
    """One site under test; `watch` is the test's own look at its data.

    Args:
        root: a fresh folder.
        lanes: their ids.
        data: where the databases lie.
        pulse_seconds: how long the gate is opened.
        passage_seconds: how long it is waited for somebody to pass.
        camera: its table, the same at each lane; none by default.
        policy: what differs from the default rules.
        screen: whether each lane has a screen.
        speaks: whether each lane has a loudspeaker of its own.
        hours: when each lane stands open; never by default.
        calls: what differs from the default times of calls.

    """

    def __init__(
        self,
        root: Path,
        lanes: Sequence[str] = ("east",),
        data: Path | None = None,
        pulse_seconds: float = 0.3,
        passage_seconds: float = PASSAGE_SECONDS,
        camera: Mapping[str, object] | None = None,
        policy: Mapping[str, object] | None = None,
        screen: bool = False,
        speaks: bool = False,
        hours: Sequence[str] = (),
        calls: Mapping[str, object] | None = None,
    ) -> None:
        table = site_table(
            root,
            lanes,
            pulse_seconds,
            passage_seconds,
            camera,
            screen=screen,
            speaks=speaks,
            hours=hours,
        )
        if data is not None:
            table["site"] = {"data_dir": str(data)}
        table |= {"policy": dict(policy or {}), "calls": dict(calls or {})}
        path = root / "config.toml"
        path.write_text(tomli_w.dumps(table), "utf-8")
        config = load_config(path)
        self.twins = TwinSet(config, root / "ports", paced=False)
        self.watch = House.open(config, lambda line: None)
        super().__init__(path, config, self.watch.open_live(), root / "gate.log")
        self.commands = Commands(self.live)
        self.laid_cards = LaidCards(self.live, self.watch.keys)
        register(self.watch.registry, PEOPLE, datetime.now(UTC))
        self._laid_at = self._lifted_at = 0.0
        self.after = 0  # events up to this one are another part of the story

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.twins.__exit__()
        self.live.close()
        self.watch.close()

    # What is seen

    def board(self, lane: str = "east") -> BoardView:
        view = self.live.lane(lane)
        assert view is not None
        return view.board

    def laid(self, lane: str = "east") -> Laid | None:
        """The card that lies sealed for whoever may register its holder."""
        return self.laid_cards.open(Purpose.VISIT, self.board(lane).visit or "")

    def screen(self, lane: str = "east") -> ScreenView:
        view = self.live.lane(lane)
        assert view is not None
        return view.screen

    def wait_phase(
        self, phase: str, lane: str = "east", seconds: float = PATIENCE
    ) -> None:
        """Wait until a lane is in that phase."""

        def there() -> bool:
            view = self.live.lane(lane)
            return view is not None and view.board.phase == phase

        wait_for(there, seconds, f"{lane} is {phase}")

    def wait_reason(
        self, reason: str, lane: str = "east", seconds: float = PATIENCE
    ) -> None:
        """Wait until the board says why a visitor waits."""
        wait_for(lambda: self.board(lane).reason == reason, seconds, reason)

    def wait_condition(
        self, device: str, *conditions: str, seconds: float = PATIENCE
    ) -> None:
        """Wait until a device is in one of these conditions."""
        wait_for(
            lambda: self.condition(device) in conditions,
            seconds,
            f"{device} is {conditions}",
        )

    def condition(self, device: str) -> str:
        found = {view.device: view.condition for view in self.live.devices()}
        return found.get(device, "")

    def events(self, *kinds: EventKind) -> list[StoredEvent]:
        """What the ledger holds since `forget`, oldest first."""
        found = self.watch.ledger.events(self.after + 1)
        return [event for event in found if not kinds or event.kind in kinds]

    def kinds(self) -> list[str]:
        """Their kinds; checkpoints come when they are due and say nothing here."""
        kinds = [event.kind.value for event in self.events()]
        return [kind for kind in kinds if kind != EventKind.CHECKPOINT]

    def wait_event(
        self, kind: EventKind, count: int = 1, seconds: float = PATIENCE
    ) -> StoredEvent:
        """Wait for the ``count``-th event of a kind since `forget`."""
        return wait_for(
            lambda: self.events(kind)[count - 1 : count], seconds, f"{kind}: no such"
        )[0]

    def forget(self) -> None:
        """Let `events` begin here."""
        self.after = max((event.seq for event in self.events()), default=self.after)

    # What is done

    def lay(self, card: DemoCard, lane: str = "east") -> None:
        self._laid_at = time.monotonic()
        self.twins.readers[self.reader(card, lane)].lay(card)

    def lift(self, card: DemoCard, lane: str = "east") -> None:
        self._lifted_at = time.monotonic()
        self.twins.readers[self.reader(card, lane)].lift()

    def lay_again(self, card: DemoCard, lane: str = "east") -> None:
        """Lay it as soon as the reader takes it for a card laid anew."""
        shown = max(map(monotonic_of, self.events(EventKind.PRESENTED)), default=0.0)
        read_at = max(self._laid_at, shown)  # a busy machine reads late
        over = max(read_at + SAME_SECONDS, self._lifted_at + GONE_SECONDS) + 0.35
        time.sleep(max(0.0, over - time.monotonic()))
        self.lay(card, lane)

    def reader(self, card: DemoCard, lane: str = "east") -> str:
        return f"{lane}-card" if card.kind is CardKind.SENIOR else f"{lane}-id"

    def relay(self, lane: str = "east") -> WaveshareTwin:
        twin = self.twins.gates[f"{lane}-gate"].twin
        assert isinstance(twin, WaveshareTwin)
        return twin

    def pass_through(self, lane: str = "east") -> None:
        """Stand in the passage until it is recorded: a busy machine polls late."""
        ways = (EventKind.GATE_PASSED, EventKind.GATE_FORCED_OPEN)
        before, relay = len(self.events(*ways)), self.relay(lane)
        relay.set_input(PASSAGE, True)
        try:
            wait_for(lambda: len(self.events(*ways)) > before, what="somebody passes")
        finally:
            relay.set_input(PASSAGE, False)
        self.polls(SETTLED, lane)  # or whoever comes next would be taken for the same

    def press_help(self, lane: str = "east") -> None:
        """Press the help key until it is heard."""
        self.relay(lane).set_input(HELP, True)
        wait_for(lambda: self.board(lane).pressed, what="the help key is heard")
        self.relay(lane).set_input(HELP, False)

    def polls(
        self, count: int, lane: str = "east", function: int = READ_INPUTS
    ) -> None:
        """Wait until the board was asked for its inputs so many times more."""
        relay = self.relay(lane)

        def asked() -> int:
            return sum(one[1] == function for one in list(relay.requests))

        wanted = asked() + count
        wait_for(lambda: asked() >= wanted, what="the board is asked")

    def admit(self, card: DemoCard, lane: str = "east") -> None:
        """One good visit, from the card to the passage."""
        self.lay(card, lane)
        self.see_through(card, lane)

    def see_through(self, card: DemoCard, lane: str = "east") -> None:
        """What follows when a good card was laid."""
        self.wait_phase("open", lane)
        self.lift(card, lane)  # at once: a twin that lags would seem to lay it anew
        self.pass_through(lane)
        self.wait_phase("ready", lane)

    def ask(self, kind: CommandKind, lane: str = "east", **body: str | bool) -> str:
        return self.commands.ask(lane, kind, "staff-7", body)

    def wait_result(self, command: str, *results: str) -> None:
        def there() -> bool:
            found = self.commands.get(command)
            return found is not None and found.result in results

        wait_for(there, what=f"{results}")

    # What the relay saw

    def openings(self, lane: str = "east") -> list[float]:
        """When the contact closed (monotonic seconds)."""
        relays = self.relay(lane).relays
        return [relays.started + begun for begun, _ in relays.openings(1)]

    def pulses(self, lane: str = "east") -> int:
        """How many orders to pulse were written to the board, obeyed or not."""
        return self.relay(lane).port.received().count(PULSE)

    # What must hold after every story

    def check(self, held_open: bool = False) -> None:
        """The ledger holds, and each opening has its earlier intent."""
        verified = self.watch.ledger.verify(anchor=self.watch.folder.anchor)
        assert verified.ok, verified
        if held_open:
            return
        intents = list(self.watch.ledger.events(kind=EventKind.GATE_INTENT))
        orders = [event.more["order"] for event in intents]
        assert len(set(orders)) == len(orders), "each intent has an order of its own"
        for lane in (table.id for table in self.config.lanes):
            ours = [event.mono_ms / 1000 for event in intents if event.lane == lane]
            opened = self.openings(lane)
            assert self.pulses(lane) <= len(ours), "no record, no opening"
            assert len(opened) <= len(ours), "no record, no opening"
            for nth, at in enumerate(opened):
                assert ours[nth] <= at, "the intent comes first"


def monotonic_of(event: StoredEvent) -> float:
    """When an event was recorded, in monotonic seconds of this machine."""
    return event.mono_ms / 1000
