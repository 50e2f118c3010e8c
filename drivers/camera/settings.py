"""Where the pictures of a camera come from."""

import json
from dataclasses import asdict, dataclass, field
from typing import Self

NETWORK = ("rtsp://", "rtsps://", "http://", "https://")


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """What a camera is opened with.

    Attributes:
        source: number of a camera, its device file, a video file, a folder of
            images, or the address of a stream; it may hold a password, so it
            stays out of ``repr``.
        width: wanted width in pixels, where the camera can choose.
        height: wanted height.
        fps: how many frames a second are looked at.

    """

    source: int | str = field(repr=False)
    width: int = 1280
    height: int = 720
    fps: int = 15

    @property
    def is_network(self) -> bool:
        """Whether the pictures come over a network."""
        return isinstance(self.source, str) and self.source.startswith(NETWORK)

    def line(self) -> bytes:
        """All of it as one line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """The settings of `line`.

        Raises:
            ValueError: it is no such line.

        """
        try:
            return cls(**json.loads(line))
        except TypeError as error:
            raise ValueError(str(error)) from None
