"""Cards lead to a person, get lost and come back."""

from collections.abc import Callable

import pytest
from invented_site import rows, senior

from verification.documents import Document
from verification.errors import RegistryConflict
from verification.registry import Editor, Registry

Register = Callable[..., bytes]


def test_a_person_may_have_cards_of_every_kind(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    cards = [
        Document.parse(f"C00{n}", kind)
        for n, kind in enumerate(("senior", "social_security", "citizen"))
    ]
    registry.apply([editor.link_card(key, card) for card in cards])
    details = registry.details(key)
    assert details is not None
    assert {c.number for c in details.cards} == {"C000", "C001", "C002"}
    for card in cards:
        found = registry.find_card(registry.subject(card))
        assert found is not None
        assert (found.person, found.kind) == (key, card.kind)


def test_a_card_leads_to_one_person_only(
    registry: Registry, editor: Editor, register: Register
) -> None:
    one, other = register(1), register(2)
    registry.apply([editor.link_card(one, senior(1))])
    with pytest.raises(RegistryConflict) as caught:
        registry.apply([editor.link_card(other, senior(1))])
    assert caught.value.code == "card_of_another_person"
    found = registry.find_card(registry.subject(senior(1)))
    assert found is not None
    assert found.person == one


def test_a_lost_card_is_revoked_and_restored(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, card = register(1), registry.subject(senior(1))
    registry.apply([editor.link_card(key, senior(1)), editor.revoke_card(key, card)])
    assert revoked(registry, card)
    registry.apply([editor.restore_card(key, card)])
    assert not revoked(registry, card)


def test_a_lost_card_that_is_linked_again_stays_lost(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, card = register(1), registry.subject(senior(1))
    late = editor.link_card(key, senior(1))  # of a list that was planned before
    registry.apply([editor.link_card(key, senior(1)), editor.revoke_card(key, card)])
    registry.apply([late])
    assert revoked(registry, card)


def test_the_own_document_is_revoked_and_the_cards_stay(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.link_card(key, senior(1)), editor.revoke_card(key, key)])
    found = registry.find(key)
    assert found is not None
    assert found.revoked
    assert not revoked(registry, registry.subject(senior(1)))


def revoked(registry: Registry, card: bytes) -> bool:
    found = registry.find_card(card)
    assert found is not None
    return found.revoked


def test_an_unlinked_card_leads_nowhere(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, card = register(1), registry.subject(senior(1))
    registry.apply([editor.link_card(key, senior(1)), editor.unlink_card(key, card)])
    assert registry.find_card(card) is None
    assert rows(registry, "boxes") == 1
