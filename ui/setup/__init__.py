"""/screen/<lane>/setup: where an installer sets the screen of a lane up."""

from ui.setup.pages import setup

__all__ = ["setup"]
