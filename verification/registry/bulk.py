"""Many invented people at once, through the same door as everybody else."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from verification.documents import Document
from verification.invented import InventedPerson, invented_person
from verification.registry.change import Change, Editor, Personal
from verification.registry.registry import Registry

AUTHOR = "invented"
EVERY_CARD = 4  # one person of four has a senior card


def fill(
    registry: Registry,
    people: int,
    at: datetime,
    *,
    statuses: Sequence[str] = ("green",),
    progress: Callable[[int], None] | None = None,
) -> int:
    """Register the invented people 0 up to ``people``.

    Args:
        registry: they must not be in it yet, or they are corrected.
        people: how many, up to 21.9 million.
        at: time of the statuses, UTC.
        statuses: given in turn.
        progress: told the number of people after each transaction.

    Returns:
        How many changes were applied.

    """
    editor = Editor(registry.keys, AUTHOR, at, source=AUTHOR)
    groups = _groups(editor, people, statuses)
    return registry.apply_many(groups, progress).applied


def _groups(
    editor: Editor, people: int, statuses: Sequence[str]
) -> Iterator[tuple[Change, ...]]:
    """Sorted by subject over all people, which fills a tree from left to right."""
    order = sorted(
        (editor.subject(_document(invented_person(i))), i) for i in range(people)
    )
    for subject, index in order:
        person = invented_person(index)
        status = statuses[index % len(statuses)]
        register = editor.register(_personal(person), status)
        if index % EVERY_CARD:
            yield (register,)
        else:
            card = Document.parse(person.senior_card, "senior")
            yield register, editor.link_card(subject, card)


def _document(person: InventedPerson) -> Document:
    return Document.parse(person.number)


def _personal(person: InventedPerson) -> Personal:
    return Personal("resident", person.number, person.name, phone=person.phone)
