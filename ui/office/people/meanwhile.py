"""What a colleague changed since a form was opened.

A form carries, as ``seen``, the newest change that its page knew of. Only what bears
upon the form stops it, and nothing that its own clerk did: it comes back as it was
typed, says what happened, and is saved with the next press.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask import request

from kiosk.people.steps import Told, told
from ui.access import signed_in
from verification.registry import ChangeKind, Registry

CONFLICT = 409
STATUS_FIELDS = frozenset({"status", "valid_until"})
CARDS = frozenset(kind for kind in ChangeKind if kind.value.startswith("card."))
SHOWN = frozenset(kind for kind in ChangeKind if kind.value.startswith("attestation."))
GROUNDS = frozenset(kind for kind in ChangeKind if kind.value.startswith("basis."))
DEATH = frozenset({ChangeKind.DIED, ChangeKind.LIVES})
PASSES = frozenset(kind for kind in ChangeKind if kind.value.startswith("pass."))


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a person since the page was opened.

    Attributes:
        newest: the last change that these pages know of now.
        changes: of others, oldest first.

    """

    newest: int
    changes: tuple[Told, ...] = ()

    def fields(self, names: Collection[str]) -> list[Told]:
        """Changes of any of these fields, whatever else they changed."""
        return [one for one in self.changes if any(s.field in names for s in one.steps)]

    def kinds(self, wanted: Collection[ChangeKind], card: str = "") -> list[Told]:
        """Changes of these kinds; with a card, those of that card alone."""
        return [
            one
            for one in self.changes
            if one.change.kind in wanted
            and (not card or one.change.body.get("card") == card)
        ]


def since(registry: Registry, subject: bytes) -> Since:
    """Ask this before anything else is read of the person."""
    newest = registry.story.newest(subject)
    seen = request.form.get("seen", type=int)
    if seen is None or seen >= newest:
        return Since(newest)
    own = signed_in().account.id
    changes = told(registry.story.of(subject, seen))
    return Since(newest, tuple(one for one in changes if one.change.author != own))
