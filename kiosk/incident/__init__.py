"""What an investigation needs after an incident, without anybody's personal data."""

from kiosk.incident.pack import Made, make_pack
from kiosk.incident.scene import Scene

__all__ = ["Made", "Scene", "make_pack"]
