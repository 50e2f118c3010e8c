"""Files with personal data that leave the office: sealed, and saying who took them."""

from kiosk.sealed.note import Taken, about
from kiosk.sealed.passwords import new_password
from kiosk.sealed.zip_file import SealedZip

__all__ = ["SealedZip", "Taken", "about", "new_password"]
