"""Staff of a site: accounts, one-time codes, sessions, the brake on guessing."""

from kiosk.staff.accounts import Account, Accounts
from kiosk.staff.errors import NoSuchStaff, StaffError
from kiosk.staff.roles import Right, Role
from kiosk.staff.sessions import Session, Sessions
from kiosk.staff.sign_in import Answer, SignedIn, Staff

__all__ = [
    "Account",
    "Accounts",
    "Answer",
    "NoSuchStaff",
    "Right",
    "Role",
    "Session",
    "Sessions",
    "SignedIn",
    "Staff",
    "StaffError",
]
