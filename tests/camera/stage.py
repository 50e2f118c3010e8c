"""A watcher in process, on a clock of the test's own."""

import time

import cv2
import numpy as np

from drivers.camera.watcher import Watcher
from drivers.camera.wire import Message, Outline
from drivers.codes import Ladder
from drivers.twins.pixels import Image
from drivers.twins.sheet import render

ROOM = render(None)
FPS = 10


class Stage:
    """A watcher and its clock, which runs ahead of the real one."""

    def __init__(self, live: bool = True, ladder: Ladder | None = None) -> None:
        self.said: list[Message] = []
        self.watcher = Watcher(self.said.append, live, ladder)
        self.at = time.monotonic()
        self.faults: list[str] = []
        self.draw = np.random.default_rng(2)

    @property
    def outlines(self) -> list[Outline]:
        return [message for message in self.said if isinstance(message, Outline)]

    def see(self, view: Image, seconds: float, noise: int = 3) -> None:
        """Look at a view for a while, with a sensor's noise."""
        for _ in range(round(seconds * FPS)):
            frame = view
            if noise:
                grain = self.draw.integers(0, noise, (90, 160, 3), np.uint8)
                size = view.shape[1], view.shape[0]
                frame = cv2.add(view, cv2.resize(grain, size))
            self.watcher.look(frame, self.at)
            self.faults.append(self.watcher.fault)
            self.at += 1 / FPS
