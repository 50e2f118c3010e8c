"""What is wrong with an installation, and what to do about it."""

from kiosk.doctor.finding import Finding
from kiosk.doctor.rounds import examine

__all__ = ["Finding", "examine"]
