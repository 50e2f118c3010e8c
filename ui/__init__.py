"""The web process: gate screens, the guard's board, sign-in, simulator, API.

It never touches a device. What it wants from a gate it puts into the command
table of live.db; what it shows it reads from there and from the ledger.
"""

from ui.app import create_app
from ui.serve import run_web, serve

__all__ = ["create_app", "run_web", "serve"]
