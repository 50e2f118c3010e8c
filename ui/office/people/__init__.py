"""/admin/people: whom the site knows, masked; what is known of them, one at a time."""

# Each module hangs its routes on the blueprint when it is imported.
from ui.office.people import (
    asking,
    attesting,
    changing,
    copies,
    grounds,
    heirs,
    listing,
    person,
    registering,
    searching,
)
from ui.office.people.common import people_pages

__all__ = [
    "asking",
    "attesting",
    "changing",
    "copies",
    "grounds",
    "heirs",
    "listing",
    "people_pages",
    "person",
    "registering",
    "searching",
]
