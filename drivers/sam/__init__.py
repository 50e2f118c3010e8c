"""ID card readers with the ministry's module: protocol, texts and driver."""

from drivers.sam.commands import STANDARD, SamCommands
from drivers.sam.driver import BAUDRATES, SamReader
from drivers.sam.link import SamTiming

__all__ = ["BAUDRATES", "STANDARD", "SamCommands", "SamReader", "SamTiming"]
