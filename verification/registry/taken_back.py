"""What was taken back of somebody whom the registry does not know any more, or yet.

A registry that was restored is older than the site: a card that was lost since, a
consent that was withdrawn, a death stand in a table of their own (`kiosk.backup`
writes it). Whoever enters the person or the card anew, an import perhaps that knows
nothing of it, does not bring it back as good.
"""

from verification.registry.change import Change
from verification.registry.desk import Desk

CARD, DOCUMENT, CONSENT, DEATH = "card", "document", "consent", "death"

LOSE_CARD = (
    "UPDATE cards SET revoked = 1 WHERE card = ? AND EXISTS "
    "(SELECT 1 FROM taken_back WHERE what = ? AND key = cards.card)"
)
FIND = "SELECT what, value FROM taken_back WHERE what IN (?, ?, ?) AND key = ?"
FORGET = "DELETE FROM taken_back WHERE what = ? AND key = ?"
SET = {
    DOCUMENT: "UPDATE people SET revoked = ? WHERE subject = ?",
    CONSENT: "UPDATE people SET withdrawn_at = ? WHERE subject = ?",
    DEATH: "UPDATE people SET died_at = ? WHERE subject = ?",
}


def of_card(desk: Desk, card: bytes) -> None:
    """A card that is linked for the first time may have been lost before."""
    desk.connection.execute(LOSE_CARD, (card, CARD))


def of_person(desk: Desk, change: Change) -> None:
    """Somebody who is registered for the first time; a new basis holds."""
    marks = desk.connection.execute(FIND, (*SET, change.key)).fetchall()
    for what, value in marks:
        if what == CONSENT and change.body.get("basis"):
            forget(desk, CONSENT, change.key)
        else:
            desk.connection.execute(SET[what], (value, change.key))


def forget(desk: Desk, what: str, key: bytes) -> None:
    """It counts again: somebody said so who knew of it."""
    desk.connection.execute(FORGET, (what, key))
