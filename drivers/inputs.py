"""Inputs of a lane: what feeds them, and how raw levels become changes.

An input is written ``board:1`` (a relay board's input, counted from 1) or
``line:cts`` (a control line of a serial port), with ``:inverted`` behind it for
a contact that opens when it acts, as fire contacts mostly do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from drivers.debounce import Debouncer
from drivers.errors import WrongSetting
from drivers.port import LINES
from drivers.protocols import InputChange, InputName

INPUTS_A_BOARD = 8
STABLE_SECONDS = 0.03
INVERTED = "inverted"


class InputSource(StrEnum):
    """Where an input comes from."""

    BOARD = "board"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One input: ``pin`` is a number from 1 or the name of a control line."""

    source: InputSource
    pin: str
    inverted: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``board:1``, ``line:cts`` or either with ``:inverted``.

        Raises:
            WrongSetting: what it must look like instead.

        """
        source, _, rest = text.strip().lower().partition(":")
        pin, _, tail = rest.partition(":")
        if tail not in ("", INVERTED) or not _known(source, pin):
            raise WrongSetting(
                f"input {text!r}: write board:1 to board:{INPUTS_A_BOARD}, or line: "
                f"and one of {', '.join(LINES)}; add :inverted for a contact that "
                "opens when it acts"
            )
        return cls(InputSource(source), pin, tail == INVERTED)

    @property
    def number(self) -> int:
        """The board's input, from 1."""
        return int(self.pin)

    def level(self, raw: bool) -> bool:
        """Whether the input acts at this raw level."""
        return raw is not self.inverted

    def __str__(self) -> str:
        return f"{self.source}:{self.pin}" + (f":{INVERTED}" if self.inverted else "")


def _known(source: str, pin: str) -> bool:
    if source == InputSource.LINE:
        return pin in LINES
    return source == InputSource.BOARD and pin in map(str, range(1, INPUTS_A_BOARD + 1))


def _debouncer(name: InputName) -> Debouncer:
    # A person may pass a beam quickly, but must not be counted twice; and a tap on
    # the help key may be shorter than two polls.
    brief = name in (InputName.PASSAGE, InputName.HELP)
    rise = 0.0 if brief else STABLE_SECONDS
    return Debouncer(rise, STABLE_SECONDS)


class Senses:
    """Turns raw levels of one source into changes.

    Args:
        inputs: all inputs of a lane; those of other sources are left out.
        source: which ones are ours.

    """

    def __init__(
        self, inputs: Mapping[InputName, InputSpec], source: InputSource
    ) -> None:
        self.specs = {
            name: spec for name, spec in inputs.items() if spec.source is source
        }
        self._debouncers = {name: _debouncer(name) for name in self.specs}

    def __bool__(self) -> bool:
        return bool(self.specs)

    def feed(self, name: InputName, raw: bool, at: float) -> InputChange | None:
        """Take one raw level read at ``at``; the change that it makes, if any."""
        debouncer = self._debouncers[name]
        if debouncer.feed(self.specs[name].level(raw), at):
            return InputChange(name, debouncer.on, at)
        return None

    def feed_bits(self, bits: int, at: float) -> list[InputChange]:
        """Take all inputs of a board at once, bit 0 = input 1."""
        changes = (
            self.feed(name, bool(bits >> (spec.number - 1) & 1), at)
            for name, spec in self.specs.items()
        )
        return [change for change in changes if change]
