"""What all virtual devices have in common: they start, stop, and know their faults."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from drivers.twins.faults import Fault


class Plugged(ABC):
    """Something that is there as long as a ``with`` block lasts."""

    @abstractmethod
    def start(self) -> Self:
        """Plug in."""

    @abstractmethod
    def stop(self) -> None:
        """Unplug and end all threads; may be called twice."""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class Twin(Plugged):
    """A virtual device that misbehaves when it is told to.

    Attributes:
        understood: the faults that it knows.
        name: what it is called in threads.

    """

    understood: frozenset[Fault]
    name: str

    def check_known(self, word: Fault) -> None:
        """Refuse a fault of other devices.

        Raises:
            ValueError: this twin does not know the word.

        """
        if word not in self.understood:
            words = ", ".join(sorted(self.understood))
            raise ValueError(f"{self.name} knows no fault {word}; it knows {words}")
