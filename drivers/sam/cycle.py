"""Find, select, read: what happens between a card and its event.

After a good read the module answers "no card" until the card is lifted; the
additional-address command then tells whether it still lies there. Some readers
find a lying card again and again, so the same number is suppressed as long as
it lies, whatever the reader does. A different card is read however quickly it
follows.
"""

from dataclasses import dataclass, field

from drivers.errors import DriverError, PortLost, WrongAnswer
from drivers.protocols import CardRead, CardSignal, Emit, Signal
from drivers.sam.commands import Step
from drivers.sam.link import SamLink, SamTiming, Stopping
from drivers.sam.status import Action, action_of
from drivers.sam.text import Document, document_in, text_in

FINAL = {
    Action.REJECT: Signal.NOT_GENUINE,
    Action.NOT_ID_CARD: Signal.NOT_ID_CARD,
}
PRESENT = (Action.NEXT, Action.NO_ITEM)


@dataclass(slots=True)
class ServedCard:
    """The card that was read last."""

    number: str = field(repr=False)
    read_at: float  # the number was accepted
    laid_at: float  # it has lain since
    lying: bool = True
    told: bool = False  # "take your card" was said


class SamCycle:
    """One reader's cards, over all reconnections.

    Args:
        reader: the name in its events.
        emit: takes every event.
        timing: see `SamTiming`.

    """

    def __init__(self, reader: str, emit: Emit, timing: SamTiming) -> None:
        self._reader = reader
        self._emit = emit
        self._timing = timing
        self._served: ServedCard | None = None
        self._complained: Signal | None = None
        self._doubtful = False  # a read failed while a served card lay there

    @property
    def lying(self) -> bool:
        """Whether a card that was read still lies there."""
        return self._served is not None and self._served.lying

    def poll(self, link: SamLink) -> None:
        """Look for a card once, and read it.

        Raises:
            DriverError: what `SamLink.ask` raises.

        """
        self._forget_old(link.at)
        action = action_of(link.ask(Step.FIND))
        if action is Action.NEXT:
            self._found(link)
        elif action is Action.NOT_ID_CARD:
            self._complain(Signal.NOT_ID_CARD, link.at)
        elif action is Action.KEEP_POLLING:
            self._complained = None
            self._look_after_served(link)

    def _found(self, link: SamLink) -> None:
        # A reader that finds the lying card again must not say "felt" for ever, nor
        # for a number that will be suppressed: a lane would wait for it in vain.
        felt = self._served is None and self._complained is None
        if felt:
            self._say(Signal.FELT, link.at)
        try:
            result = self._read(link)
        except (PortLost, Stopping):
            raise
        except DriverError:
            self._unreadable(link.at)
            raise
        if isinstance(result, Document):
            self._complained, self._doubtful = None, False
            self._serve(result, link.at, felt)
        elif result is Signal.LAY_AGAIN:
            self._unreadable(link.at)
        else:
            self._complain(result, link.at)

    def _unreadable(self, at: float) -> None:
        """Ask for the card again, but not while the one just read is lifted.

        Whether it was that one, the next look tells: gone, or still there.
        """
        if self.lying and not self._doubtful:
            self._doubtful = True
        else:
            self._complain(Signal.LAY_AGAIN, at)

    def _read(self, link: SamLink) -> Document | Signal:
        selected = False
        for _ in range(1 + self._timing.retries):
            try:
                action = Action.NEXT if selected else action_of(link.ask(Step.SELECT))
                selected = action is Action.NEXT
                if selected:
                    answer = link.ask(Step.READ)
                    action = action_of(answer)
                    if action is Action.NEXT:
                        return document_in(text_in(answer.data))
                    selected = False
            except WrongAnswer:
                continue  # the line's fault: the card is still selected
            if action in FINAL:
                return FINAL[action]
        return Signal.LAY_AGAIN

    def _serve(self, document: Document, at: float, felt: bool) -> None:
        old = self._served
        if old and old.number == document.number and self._is_same(old, at):
            self._still_lies(old, at)
            return
        if old and old.lying:
            self._say(Signal.GONE, at)
        if not felt:
            self._say(Signal.FELT, at)
        self._served = ServedCard(document.number, at, at)
        self._emit(
            CardRead(
                reader=self._reader,
                kind=document.kind,
                number=document.number,
                at=at,
                name=document.name,
                birth=document.birth,
                valid_from=document.valid_from,
                valid_until=document.valid_until,
            )
        )

    def _is_same(self, card: ServedCard, at: float) -> bool:
        """Whether the number is to be suppressed: lying, or read a moment ago.

        A card that nobody saw being lifted still lies, however long the line was away.
        """
        return card.lying or at - card.read_at < self._timing.same

    def _look_after_served(self, link: SamLink) -> None:
        card = self._served
        if card is None or not card.lying:
            return
        there = self._is_there(link)
        if there and self._doubtful:
            self._complain(Signal.LAY_AGAIN, link.at)
        elif there:
            self._still_lies(card, link.at)
        else:
            card.lying = False
            self._say(Signal.GONE, link.at)
        self._doubtful = False

    def _is_there(self, link: SamLink) -> bool:
        if not link.knows(Step.PRESENCE):
            return False
        return action_of(link.ask(Step.PRESENCE)) in PRESENT

    def _still_lies(self, card: ServedCard, at: float) -> None:
        if not card.lying:
            card.lying, card.laid_at, card.told = True, at, False
        if not card.told and at - card.laid_at >= self._timing.take:
            card.told = True
            self._say(Signal.TAKE_CARD, at)

    def _forget_old(self, at: float) -> None:
        """A number is not kept longer than it can matter."""
        card = self._served
        if card and not card.lying and at - card.read_at >= self._timing.same:
            self._served = None

    def _complain(self, signal: Signal, at: float) -> None:
        """Say what is wrong with the card, once as long as it is found."""
        if self._complained is not signal:
            self._complained = signal
            self._say(signal, at)

    def _say(self, signal: Signal, at: float) -> None:
        self._emit(CardSignal(self._reader, signal, at))
