"""Who of the staff may do what: one table."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody works as."""

    GUARD = "guard"
    REGISTRAR = "registrar"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    def may(self, right: "Right") -> bool:
        """Whether somebody of this role has that right."""
        return right in RIGHTS[self]


class Right(StrEnum):
    """What a page or a key asks for."""

    OWN_ACCOUNT = "own_account"  # sign out, set one's own password
    VIEW_BOARD = "view_board"
    WORK_LANES = "work_lanes"  # open once, acknowledge, dismiss, pause
    ENTER_OFFICE = "enter_office"
    PRINT_PASSES = "print_passes"
    RECORD_VOICE = "record_voice"  # what the gates say, and with whose voice
    AUDIT = "audit"  # read the ledger, without anybody's data, and have it checked
    MANAGE_STAFF = "manage_staff"  # who may sign in, and as what
    SET_UP = "set_up"  # what a gate screen shows and how loud it speaks


_ADMINISTRATORS = {Right.MANAGE_STAFF, Right.SET_UP, Right.RECORD_VOICE}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.GUARD: frozenset({Right.OWN_ACCOUNT, Right.VIEW_BOARD, Right.WORK_LANES}),
    Role.REGISTRAR: frozenset(Right)
    - _ADMINISTRATORS
    - {Right.WORK_LANES, Right.AUDIT},
    Role.ADMINISTRATOR: frozenset(Right),
    Role.AUDITOR: frozenset(
        {Right.OWN_ACCOUNT, Right.VIEW_BOARD, Right.ENTER_OFFICE, Right.AUDIT}
    ),
}
