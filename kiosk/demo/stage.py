"""One lane of the morning: plays visitors one after the other and measures."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.camera.guidance import GONE_SECONDS
from drivers.twins.faults import Fault
from kiosk.demo.cameras import VirtualCamera
from kiosk.demo.people import DemoCard
from kiosk.demo.twins import GateTwin, VirtualReader
from kiosk.demo.visitors import STAFF_OPEN, Part, Visitor
from kiosk.lane.phases import Phase
from kiosk.live import CommandKind, Commands, LaneView, Live

POLL_SECONDS = 0.01
STEP_SECONDS = 15.0
PASSAGE_SECONDS = 0.25
LEFT_LYING_SECONDS = 4.0
SAME_SECONDS = 3.2
FORGOTTEN = GONE_SECONDS + 0.5  # until the camera has forgotten a paper


class Missed(Exception):
    """Something that had to happen did not happen in time."""


@dataclass(slots=True)
class Played:
    """What became of a visitor; ``steps`` in seconds by name."""

    visitor: Visitor
    reason: str = ""
    opened: int = 0
    problem: str = ""
    steps: dict[str, float] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether all went as the part wants it."""
        return not self.problem


class Stage:
    """Plays visitors at one lane.

    Args:
        readers: the lane's readers.
        gate: the lane's gate.
        camera: the lane's camera, if it has one.
        live: what the gate process shows.
        staff: internal id of the guard who opens.
    """

    def __init__(
        self,
        readers: list[VirtualReader],
        gate: GateTwin,
        camera: VirtualCamera | None,
        live: Live,
        staff: str,
    ) -> None:
        self._readers, self._gate, self._live = readers, gate, live
        self._camera, self._away_at = camera, 0.0
        self._commands, self._staff = Commands(live), staff
        self._stop = threading.Event()

    @property
    def takes_papers(self) -> bool:
        """Whether somebody with a paper can come here."""
        return self._camera is not None

    def stop(self) -> None:
        """End what is being played."""
        self._stop.set()

    def play(self, visitor: Visitor) -> Played:
        """Let one visitor come and go."""
        played, begun = Played(visitor), time.monotonic()
        try:
            self._wait(lambda view: view.board.phase in _FREE, "lane free")
            self._play(visitor, played)
        except Missed as missed:
            played.problem = str(missed)
        finally:
            self._lift_all()
        played.steps["visit"] = time.monotonic() - begun
        return played

    def _play(self, visitor: Visitor, played: Played) -> None:
        card = visitor.person.card
        reader = next((r for r in self._readers if r.takes(card)), None)
        if reader is None:
            raise Missed(f"no reader of this lane takes a {card.kind}")
        if visitor.part is Part.UNPLUGGED:
            self._unplug_and_plug(reader)
        if visitor.part is Part.PAPER:
            self._hold(reader, card, played)
        else:
            self._present(reader, card, played)
        self._expect(played, visitor.expected)
        if played.opened:
            self._go_through(visitor.part, played)
        elif visitor.part in STAFF_OPEN:
            self._ask(CommandKind.OPEN, {"reason": "unreadable"}, played)
            self._pass(played)
        else:
            self._ask(CommandKind.DISMISS, {}, played)
        if visitor.part is Part.LEFT_LYING:
            self._leave_lying(played)
        reader.lift()
        self._wait(lambda view: view.board.phase in _FREE, "lane free again")
        if visitor.part is Part.TWICE:
            self._again(reader, card, played)

    def _present(self, reader: VirtualReader, card: DemoCard, played: Played) -> None:
        openings, laid = self._openings(), time.monotonic()
        frames, before = len(reader.twin.ends), self._view().seq
        reader.lay(card)
        view = self._wait(
            lambda now: now.seq > before and now.board.phase in _DECIDED, "a verdict"
        )
        played.steps["card laid to shown"] = time.monotonic() - laid
        played.reason = view.board.reason or ""
        played.opened = self._openings() - openings
        if played.opened and len(reader.twin.ends) > frames:
            self._measure(reader, played, laid)

    def _hold(self, reader: VirtualReader, card: DemoCard, played: Played) -> None:
        """Hold a paper before the camera, and lay the card when it is asked for."""
        if self._camera is None:
            raise Missed("no camera at this lane")
        self._stop.wait(max(0.0, self._away_at + FORGOTTEN - time.monotonic()))
        openings, before = self._openings(), self._view().seq
        self._camera.show(card.id)
        view = self._wait(
            lambda now: now.seq > before and now.board.phase in _JUDGED, "a verdict"
        )
        if view.board.phase == Phase.SECOND_DOCUMENT:
            reader.lay(card)
            view = self._wait(lambda now: now.board.phase in _DECIDED, "a verdict")
        played.reason = view.board.reason or ""
        played.opened = self._openings() - openings
        if played.opened and not reader.lying:
            pulse = self._gate.twin.moved_at(self._gate.table.channel)
            step = pulse - self._camera.twin.ends[-1]
            played.steps["paper seen to contact closed"] = step
        self._camera.take_away()
        self._away_at = time.monotonic()

    def _measure(self, reader: VirtualReader, played: Played, laid: float) -> None:
        pulse = self._gate.twin.moved_at(self._gate.table.channel)
        read = max((end for end in reader.twin.ends if end < pulse), default=laid)
        played.steps["card laid to read"] = read - laid
        played.steps["read to contact closed"] = pulse - read

    def _go_through(self, part: Part, played: Played) -> None:
        if part is not Part.NOBODY:
            self._pass(played)

    def _pass(self, played: Played) -> None:
        begun = time.monotonic()
        if self._gate.input_number("passage") is not None:
            self._gate.pass_through(PASSAGE_SECONDS)
            self._wait(lambda view: view.board.phase != Phase.OPEN, "the passage seen")
            played.steps["passage to seen"] = time.monotonic() - begun

    def _ask(self, kind: CommandKind, body: dict[str, str], played: Played) -> None:
        begun = time.monotonic()
        command = self._commands.ask(self._gate.lane.id, kind, self._staff, body)
        wanted = "opened" if kind is CommandKind.OPEN else "dismissed"
        self._until(lambda: self._result(command) in _RESULTS, f"an answer to {kind}")
        played.steps[f"staff {wanted}"] = time.monotonic() - begun
        if self._result(command) != wanted:
            raise Missed(f"staff asked to {kind}: {self._result(command)}")

    def _again(self, reader: VirtualReader, card: DemoCard, played: Played) -> None:
        # Within three seconds a reader takes it for the same presentation.
        self._stop.wait(SAME_SECONDS)
        again = Played(played.visitor)
        self._present(reader, card, again)
        self._expect(again, "pass_reused")
        self._ask(CommandKind.DISMISS, {}, again)
        reader.lift()

    def _leave_lying(self, played: Played) -> None:
        openings = self._openings()
        self._stop.wait(LEFT_LYING_SECONDS)
        if self._openings() != openings:
            raise Missed("a card left lying opened the gate again")

    def _unplug_and_plug(self, reader: VirtualReader) -> None:
        reader.twin.fault(Fault.UNPLUG)
        self._until(lambda: self._condition(reader) == "lost", "the reader lost")
        reader.twin.fault(Fault.UNPLUG, on=False)
        self._until(lambda: self._condition(reader) == "ok", "the reader back")

    def _condition(self, reader: VirtualReader) -> str:
        devices = {view.device: view.condition for view in self._live.devices()}
        return devices.get(reader.table.id, "")

    def _expect(self, played: Played, reason: str) -> None:
        if played.reason != reason:
            raise Missed(f"verdict {played.reason or 'none'} and not {reason}")

    def _lift_all(self) -> None:
        if self._camera is not None and self._camera.held:
            self._camera.take_away()
            self._away_at = time.monotonic()
        for reader in self._readers:
            reader.lift()

    def _openings(self) -> int:
        return len(self._gate.twin.openings(self._gate.table.channel))

    def _result(self, command: str) -> str:
        found = self._commands.get(command)
        return found.result if found else ""

    def _view(self) -> LaneView:
        view = self._live.lane(self._gate.lane.id)
        if view is None:
            raise Missed("the gate process shows nothing of this lane")
        return view

    def _wait(self, condition: Callable[[LaneView], bool], what: str) -> LaneView:
        self._until(lambda: condition(self._view()), what)
        return self._view()

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + STEP_SECONDS
        while not condition():
            if time.monotonic() > end or self._stop.wait(POLL_SECONDS):
                raise Missed(f"waited in vain for: {what}")


_FREE = frozenset({Phase.READY, Phase.WAITING_FOR_STAFF})
_DECIDED = frozenset({Phase.OPEN, Phase.WAITING_FOR_STAFF})
_JUDGED = _DECIDED | {Phase.SECOND_DOCUMENT}
_RESULTS = frozenset(
    {
        "opened",
        "passed",
        "nobody",
        "dismissed",
        "refused",
        "gate_silent",
        "gate_fault",
        "expired",
        "record_failed",
        "by_hand",
    }
)
