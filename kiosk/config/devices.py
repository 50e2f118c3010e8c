"""The tables of devices: readers, gates, inputs, voice."""

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from drivers.framed import Framing, framing_from
from drivers.gates import BOARDS, GateSettings, check_pulse
from drivers.inputs import InputSpec
from drivers.protocols import InputName
from kiosk.config.base import Baudrate, PortPath, Table, Text, Word
from kiosk.config.cameras import OpencvCameraTable, PluginCameraTable
from kiosk.config.plugins import driver_of, installed

CardWord = Literal["resident", "social_security", "senior", "citizen"]
BUILT_IN_READERS = ("sam", "framed", "keyboard", "pcsc")
SERIAL_GATES = ("waveshare", "fc16", "r421a08", "lcus", "kmtronic", "numato")


class SamReaderTable(Table):
    """An ID-card reader of the SAM_V / SDT family."""

    id: Word
    driver: Literal["sam"]
    port: PortPath
    baudrate: Baudrate = 115200
    card: Literal["resident"] = "resident"
    poll_ms: int = Field(350, ge=300, le=2000)


class FramingTable(Table):
    """How a reader frames its numbers; see `drivers.framed.Framing`.

    ``prefix`` and ``suffix`` are hex digits as in "04 0C".
    """

    preset: str | None = None
    mode: str | None = None
    encoding: str | None = None
    form: str | None = None
    checksum: str | None = None
    over: str | None = None
    byte_order: str | None = None
    digits: int | None = None
    length: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    skip: int | None = None
    gap_ms: int | None = None
    max_length: int | None = None
    uid: bool | None = None

    @property
    def framing(self) -> Framing:
        """The framing that these keys describe; unset ones are the preset's."""
        keys = FramingTable.model_fields
        given = {key: getattr(self, key) for key in keys}
        return framing_from({k: v for k, v in given.items() if v is not None})

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        _ = self.framing
        return self


class FramedReaderTable(FramingTable):
    """A card-number reader or scanner with configurable framing."""

    id: Word
    driver: Literal["framed"]
    port: PortPath
    baudrate: Baudrate = 9600
    card: CardWord


class KeyboardReaderTable(FramingTable):
    """A reader that types like a keyboard; ``port`` is its event file."""

    id: Word
    driver: Literal["keyboard"]
    port: PortPath
    card: CardWord


class PcscReaderTable(Table):
    """A social-security card reader behind PC/SC; ``port`` is its PC/SC name."""

    id: Word
    driver: Literal["pcsc"]
    port: PortPath
    card: Literal["social_security"] = "social_security"


class PluginReaderTable(Table):
    """A reader whose driver another distribution brings (group kiosk.readers)."""

    id: Word
    driver: Text
    port: PortPath = "-"
    card: CardWord = "resident"
    options: dict[str, Any] = Field(default_factory=dict)

    @field_validator("driver")
    @classmethod
    def _somebody_brings_it(cls, value: str) -> str:
        return installed("kiosk.readers", value, BUILT_IN_READERS)


def _reader_tag(value: Any) -> str:
    driver = driver_of(value)
    return f"<{driver}>" if driver in BUILT_IN_READERS else "<plugin reader>"


ReaderTable = Annotated[
    Annotated[SamReaderTable, Tag("<sam>")]
    | Annotated[FramedReaderTable, Tag("<framed>")]
    | Annotated[KeyboardReaderTable, Tag("<keyboard>")]
    | Annotated[PcscReaderTable, Tag("<pcsc>")]
    | Annotated[PluginReaderTable, Tag("<plugin reader>")],
    Discriminator(_reader_tag),
]


class SerialGateTable(Table):
    """A relay board on a serial line.

    ``fail`` says what the lock does without power: "safe" opens, "secure" stays
    shut and is allowed only where another free exit exists.
    """

    driver: Literal["waveshare", "fc16", "r421a08", "lcus", "kmtronic", "numato"]
    port: PortPath
    baudrate: Baudrate = 9600
    address: int = Field(1, ge=1, le=255)
    channel: int = Field(1, ge=1, le=32)
    pulse_seconds: float = 1.0
    fail: Literal["safe", "secure"] = "safe"

    @model_validator(mode="after")
    def _board_can_do_this(self) -> Self:
        check_pulse(self.driver, self.pulse_seconds)
        BOARDS[self.driver](GateSettings(self.port, self.channel, self.address))
        return self


class ManualGateTable(Table):
    """No relay: the guard is told to open by hand."""

    driver: Literal["manual"]
    pulse_seconds: float = Field(1.0, gt=0, le=30)
    fail: Literal["safe", "secure"] = "safe"


class PluginGateTable(Table):
    """A gate whose driver another distribution brings (group kiosk.gates)."""

    driver: Text
    port: PortPath = "-"
    pulse_seconds: float = Field(1.0, gt=0, le=30)
    fail: Literal["safe", "secure"] = "safe"
    options: dict[str, Any] = Field(default_factory=dict)

    @field_validator("driver")
    @classmethod
    def _somebody_brings_it(cls, value: str) -> str:
        return installed("kiosk.gates", value, (*SERIAL_GATES, "manual"))


def _gate_tag(value: Any) -> str:
    driver = driver_of(value)
    if driver in SERIAL_GATES:
        return "<board>"
    return "<manual>" if driver == "manual" else "<plugin gate>"


GateTable = Annotated[
    Annotated[SerialGateTable, Tag("<board>")]
    | Annotated[ManualGateTable, Tag("<manual>")]
    | Annotated[PluginGateTable, Tag("<plugin gate>")],
    Discriminator(_gate_tag),
]


UNION_TABLES: dict[str, type[Table]] = {
    "<sam>": SamReaderTable,
    "<framed>": FramedReaderTable,
    "<keyboard>": KeyboardReaderTable,
    "<pcsc>": PcscReaderTable,
    "<plugin reader>": PluginReaderTable,
    "<board>": SerialGateTable,
    "<manual>": ManualGateTable,
    "<plugin gate>": PluginGateTable,
    "<opencv>": OpencvCameraTable,
    "<plugin camera>": PluginCameraTable,
}
"""What pydantic's own words within the place of an error stand for."""


class InputsTable(Table):
    """Which contact says what: "board:1" (an input of the relay board) or "line:cts".

    ``port`` is the serial port whose control lines are read; without it, the
    gate's own.
    """

    passage: str | None = None
    fire: str | None = None
    help: str | None = None
    port: PortPath | None = None

    @field_validator("passage", "fire", "help")
    @classmethod
    def _spec_is_known(cls, value: str | None) -> str | None:
        if value is not None:
            InputSpec.parse(value)
        return value

    def specs(self) -> dict[InputName, InputSpec]:
        """The inputs that are wired."""
        named = {
            InputName.PASSAGE: self.passage,
            InputName.FIRE: self.fire,
            InputName.HELP: self.help,
        }
        return {name: InputSpec.parse(spec) for name, spec in named.items() if spec}


class VoiceTable(Table):
    """The voice of a lane: it says what the gate screen shows.

    Attributes:
        engine: who plays the clips: the browser of the gate screen, or the gate
            process itself, for a gate without a screen.
        language: the folder of its clips and recordings, such as ``zh`` or ``yue``;
            what is missing there is said in Mandarin.
        device: the sound device of the gate process, by its ALSA name.
        rate: the speed; the clips are spoken at 0.8, and pitch goes with another.
        volume: dB of full scale; 大声再说 adds 12, then 20, up to full scale.

    """

    engine: Literal["browser", "gate"] = "browser"
    language: str = Field("zh", pattern=r"^[a-z]{2,12}(-[a-z0-9]{2,8})?$")
    device: str = Field("default", min_length=1, max_length=200)
    rate: float = Field(0.8, ge=0.5, le=1.5)
    volume: float = Field(-20.0, ge=-60, le=0)


_HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


class ScreenTable(Table):
    """The screen of a lane; a lane with this table misses it when it is silent.

    Attributes:
        reader: where the card reader is, as one stands before the screen.
        refuse: how ``refuse`` looks: calm as ``refer``, or red.
        night: hours in which an idle screen is dark, as ``22:00-06:00``.

    """

    reader: Literal["below", "left", "right"] = "below"
    refuse: Literal["blue", "red"] = "blue"
    night: str | None = Field(None, pattern=_HOURS)
