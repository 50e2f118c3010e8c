"""A camera that looks at papers.

`PaperCamera` is the device; capture and reading happen in a process of their own
(`drivers.camera.worker`), so that a picture which hangs or crashes OpenCV never
touches the process that holds the gate.
"""

from drivers.camera.driver import PaperCamera
from drivers.camera.settings import CameraSettings

__all__ = ["CameraSettings", "PaperCamera"]
