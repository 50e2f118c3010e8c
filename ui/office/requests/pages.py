"""The blueprint with all its routes."""

# Each module hangs its routes on the blueprint when it is imported; the poster's
# address must be met before the one that takes any word for a request.
from ui.office.requests import amending, one, poster, queue
from ui.office.requests.common import request_pages

__all__ = ["amending", "one", "poster", "queue", "request_pages"]
