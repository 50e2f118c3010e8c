"""The whole of `config.toml` as one frozen object."""

from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from drivers.gates import check_inputs
from drivers.inputs import InputSource, InputSpec
from drivers.protocols import InputName
from kiosk.config.base import FolderPath, Table, Text, Word
from kiosk.config.calls import CallsTable
from kiosk.config.cameras import CameraTable
from kiosk.config.devices import (
    GateTable,
    InputsTable,
    ManualGateTable,
    PluginGateTable,
    ReaderTable,
    ScreenTable,
    SerialGateTable,
    VoiceTable,
)
from kiosk.config.hours import OpenHours, parse_all
from kiosk.config.keeping import BackupTable, RetentionTable
from kiosk.config.notice import NoticeTable
from kiosk.config.staff import StaffTable

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
OutcomeWord = Literal["admit", "refer", "refuse"]
PaperWord = Literal["pass", "number", "hcert", "shc", "vds-nc"]
WorthWord = Literal["admit", "needs_id", "refer"]
DEFAULT_STATUS: dict[str, OutcomeWord] = {
    "green": "admit",
    "yellow": "refer",
    "red": "refuse",
}
DEFAULT_PAPER: dict[PaperWord, WorthWord] = {
    "pass": "admit",
    "number": "needs_id",
    "hcert": "refer",
    "shc": "refer",
    "vds-nc": "refer",
}


class SiteTable(Table):
    """The site: what it is called, its time, where its data lie.

    ``drill`` marks every page 演练 and shows the simulator; `kiosk demo` sets it.
    """

    name: Text = "畅行"
    timezone: str = "Asia/Shanghai"
    data_dir: FolderPath = Path("var")
    drill: bool = False

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("no such time zone; use a name as Asia/Shanghai") from None
        return value


class WebTable(Table):
    """Where the pages are served; put a TLS proxy before anything but loopback.

    ``names`` are the host names under which that proxy is reached.
    """

    host: str = "127.0.0.1"
    names: Many[str] = ()
    port: int = Field(8080, ge=1, le=65535)


class PolicyTable(Table):
    """The site's rules."""

    unregistered: Literal["refer", "record"] = "refer"
    max_status_age_hours: int | None = Field(None, ge=1)
    max_data_age_hours: int | None = Field(None, ge=1)
    reuse_window_minutes: int = Field(60, ge=0, le=1440)
    card_reuse_seconds: int = Field(30, ge=0, le=3600)
    paper_requires_id: bool = False
    max_list_age_hours: int = Field(168, ge=1, le=8760)
    unlisted_pass: WorthWord = "refer"  # noqa: S105 - a paper pass, not a password
    require: Many[str] = ()
    status: dict[str, OutcomeWord] = Field(default_factory=lambda: dict(DEFAULT_STATUS))
    paper: dict[PaperWord, WorthWord] = Field(
        default_factory=lambda: dict(DEFAULT_PAPER)
    )


class LaneTable(Table):
    """One passage with its devices.

    ``open_hours``: when the gate stands open because nobody checks then.
    """

    id: Word
    name: Text
    direction: Literal["in", "out"] = "in"
    passage_seconds: float = Field(8.0, ge=1, le=30)
    open_hours: Many[str] = ()
    readers: Many[ReaderTable] = ()
    gate: GateTable = ManualGateTable(driver="manual")
    inputs: InputsTable = InputsTable()
    camera: CameraTable | None = None
    screen: ScreenTable | None = None
    voice: VoiceTable | None = None

    @property
    def takes_paper(self) -> bool:
        """Whether a visitor can show a paper here; its screen says so."""
        return self.camera is not None

    @property
    def hours(self) -> tuple[OpenHours, ...]:
        """The open hours, read."""
        return parse_all(self.open_hours)

    @field_validator("open_hours")
    @classmethod
    def _hours_can_be_followed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        parse_all(value)
        return value

    @model_validator(mode="after")
    def _gate_suits_its_inputs(self) -> Self:
        shared = self.inputs.port is None
        if shared and not isinstance(self.gate, SerialGateTable):
            _need_a_port(self.inputs)
        wired = self.inputs.specs() if shared else self._board_inputs()
        if not isinstance(self.gate, PluginGateTable):
            check_inputs(self.gate.driver, wired.values())
        return self

    def _board_inputs(self) -> dict[InputName, InputSpec]:
        specs = self.inputs.specs().items()
        return {name: spec for name, spec in specs if spec.source is InputSource.BOARD}


def _need_a_port(inputs: InputsTable) -> None:
    for name, spec in inputs.specs().items():
        if spec.source is InputSource.LINE:
            raise ValueError(
                f"inputs.{name} = {str(spec)!r}: this gate has no serial port; "
                "name the one whose control lines are read in inputs.port"
            )


class Config(Table):
    """All settings of a site."""

    site: SiteTable = SiteTable()
    web: WebTable = WebTable()
    policy: PolicyTable = PolicyTable()
    retention: RetentionTable = RetentionTable()
    backup: BackupTable = BackupTable()
    notice: NoticeTable = NoticeTable()
    staff: StaffTable = StaffTable()
    calls: CallsTable = CallsTable()
    enrolment: Many[ReaderTable] = ()  # on the desks of the office, of no lane
    lanes: Many[LaneTable]

    @field_validator("lanes")
    @classmethod
    def _somewhere_to_go_through(
        cls, value: tuple[LaneTable, ...]
    ) -> tuple[LaneTable, ...]:
        if not value:
            raise ValueError("no lane; add at least one [[lanes]]")
        return value

    @model_validator(mode="after")
    def _names_and_ports_are_used_once(self) -> Self:
        _once("lane id", [lane.id for lane in self.lanes])
        readers = [reader for lane in self.lanes for reader in lane.readers]
        readers += self.enrolment
        _once("reader id", [reader.id for reader in readers])
        ports = [reader.port for reader in readers if reader.port != "-"]
        ports += [getattr(lane.gate, "port", "-") for lane in self.lanes]
        ports += [lane.inputs.port for lane in self.lanes if lane.inputs.port]
        _once("port", [port for port in ports if port != "-"])
        cameras = [lane.camera for lane in self.lanes if lane.camera]
        sources = [camera.source for camera in cameras]
        for camera in cameras:  # not by `_once`: its text would show the source
            if camera.source != "-" and sources.count(camera.source) > 1:
                raise ValueError(f"the camera {camera.shown!r} is used twice")
        return self

    @property
    def asks_second_factor(self) -> bool:
        """Whether everybody but guards needs a second factor here."""
        wanted = self.staff.second_factor
        return wanted == "required" if wanted else not self.site.drill

    def lane(self, lane_id: str) -> LaneTable | None:
        """The lane of that id."""
        return next((lane for lane in self.lanes if lane.id == lane_id), None)


def _once(what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"the {what} {value!r} is used twice; each needs its own")
