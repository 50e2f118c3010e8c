"""The tables of cameras."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PlainValidator, Tag, field_validator

from kiosk.config.base import Table, Text, without_secrets
from kiosk.config.plugins import driver_of, installed

LAST_INDEX = 63


def _source(value: Any) -> int | str:
    if isinstance(value, str) and value:
        return value
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and 0 <= value <= LAST_INDEX:
        return int(value)
    raise ValueError(
        "must be the number of a camera, as 0, or a text: a device, "
        "a video file, a folder of pictures, or rtsp://…"
    )


Source = Annotated[int | str, PlainValidator(_source)]


class CameraSource(Table):
    """Where a camera's pictures come from.

    ``source`` is the number of a camera, its device file, a video file, a folder of
    pictures, or the address of a stream; a password in that address is shown nowhere.
    """

    source: Source = Field(repr=False)

    @property
    def shown(self) -> str:
        """The source as people may see it."""
        return without_secrets(str(self.source))


class OpencvCameraTable(CameraSource):
    """A camera that OpenCV opens, or a stream or file in its place."""

    driver: Literal["opencv"] = "opencv"
    width: int = Field(1280, ge=320, le=4096)
    height: int = Field(720, ge=240, le=3072)
    fps: int = Field(15, ge=1, le=60)


class PluginCameraTable(CameraSource):
    """A camera whose driver another distribution brings (group kiosk.cameras)."""

    driver: Text
    source: Source = Field("-", repr=False)
    options: dict[str, Any] = Field(default_factory=dict, repr=False)

    @field_validator("driver")
    @classmethod
    def _somebody_brings_it(cls, value: str) -> str:
        return installed("kiosk.cameras", value, ("opencv",))


def _camera_tag(value: Any) -> str:
    known = driver_of(value) in (None, "opencv")
    return "<opencv>" if known else "<plugin camera>"


CameraTable = Annotated[
    Annotated[OpencvCameraTable, Tag("<opencv>")]
    | Annotated[PluginCameraTable, Tag("<plugin camera>")],
    Discriminator(_camera_tag),
]
