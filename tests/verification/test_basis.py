"""On what legal basis somebody is registered, and what it means to take it back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from invented_site import AT, document, personal, senior
from judged import CARD, EVIDENCE, NOW, PERSON, POLICY, Lookup

from verification.cases import matched
from verification.errors import RegistryConflict
from verification.evidence import CardEvidence
from verification.moments import ClockState, Moment
from verification.policy import Unregistered
from verification.reasons import Reason
from verification.registry import Attestation, Basis, Editor, Registry
from verification.verify import verify

Register = Callable[..., bytes]
LATER = AT + timedelta(hours=2)
GONE = PERSON._replace(withdrawn=True)
SENIOR = CardEvidence("senior", "S1234")


def judged(evidence=EVIDENCE, person=GONE, policy=POLICY, card=CARD):
    return verify(
        evidence, Lookup(person, card), policy, Moment(NOW, ClockState.SYNCED)
    )


def test_a_registration_says_its_basis_where_there_is_one(
    registry: Registry, editor: Editor
) -> None:
    bound = replace(editor, basis="consent", notice="2026-01")
    with_one, without = bound.register(personal(1)), editor.register(personal(2))
    registry.apply([with_one, without])
    assert Basis("consent", "2026-01", AT, None) == registry.basis(with_one.key)
    assert Basis(None, None, None, None) == registry.basis(without.key)
    assert registry.basis(b"\0" * 16) is None


def test_a_basis_is_withdrawn_and_given_anew(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, later = register(1), replace(editor, at=LATER)
    registry.apply(
        [editor.record_basis(key, "consent", "1"), later.withdraw_basis(key)]
    )
    assert Basis("consent", "1", AT, LATER) == registry.basis(key)
    found = registry.find(key)
    assert found is not None
    assert found.withdrawn
    registry.apply([later.record_basis(key, "duty", "2")])
    assert Basis("duty", "2", LATER, None) == registry.basis(key)
    assert [change.kind for change in registry.history(key)[1:]] == [
        "basis.recorded",
        "basis.withdrawn",
        "basis.recorded",
    ]


def test_nobody_unknown_has_a_basis(registry: Registry, editor: Editor) -> None:
    for change in (editor.record_basis(b"\0" * 16, "duty"), editor.withdraw_basis(b"")):
        with pytest.raises(RegistryConflict):
            registry.apply([change])


def test_who_took_the_consent_back_is_a_stranger_to_every_gate() -> None:
    verdict = judged()
    assert verdict.reason == Reason.NOT_REGISTERED
    assert verdict.masked_name is None


def test_no_card_leads_to_who_took_the_consent_back() -> None:
    verdict = judged(SENIOR)
    assert (verdict.reason, verdict.subject) == (Reason.NOT_REGISTERED, None)


def test_where_strangers_are_recorded_they_are_too() -> None:
    policy = replace(POLICY, unregistered=Unregistered.RECORD)
    assert judged(policy=policy).reason == Reason.REGISTERED_ENTRY


def test_a_lost_document_stays_lost_all_the_same() -> None:
    policy = replace(POLICY, unregistered=Unregistered.RECORD)
    person = GONE._replace(revoked=True)
    assert judged(person=person, policy=policy).reason == Reason.CARD_REVOKED


@pytest.mark.parametrize("gone", [{"withdrawn": True}, {"dead": True}])
def test_no_other_card_leads_to_who_is_gone_because_her_document_was_lost(
    gone: dict[str, bool],
) -> None:
    person = PERSON._replace(revoked=True, **gone)
    verdict = judged(SENIOR, person)
    assert (verdict.reason, verdict.subject) == (Reason.NOT_REGISTERED, None)
    assert matched(Lookup(person), person.subject, own=False) is None


def test_a_lost_card_of_who_is_gone_stays_lost() -> None:
    verdict = judged(SENIOR, card=CARD._replace(revoked=True))
    assert (verdict.reason, verdict.subject) == (Reason.CARD_REVOKED, None)


def test_a_document_of_the_dead_is_no_strangers() -> None:
    policy = replace(POLICY, unregistered=Unregistered.RECORD)
    dead = PERSON._replace(dead=True)
    assert judged(person=dead, policy=policy).reason == Reason.NOT_REGISTERED


def test_withdrawing_works_at_the_next_card(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.link_card(key, senior(1))])
    shown = [CardEvidence("resident", document(1).number)]
    shown.append(CardEvidence("senior", senior(1).number))

    def reasons() -> set[Reason]:
        now = Moment(AT, ClockState.SYNCED)
        return {verify(one, registry, POLICY, now).reason for one in shown}

    assert {Reason.STATUS_VALID} == reasons()
    registry.apply([editor.withdraw_basis(key)])
    assert {Reason.NOT_REGISTERED} == reasons()
    registry.apply([editor.record_basis(key, "consent")])
    assert {Reason.STATUS_VALID} == reasons()


def test_an_attestation_says_what_it_was_seen_on_and_when(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, day = register(1), AT - timedelta(days=1)
    until = date(2026, 12, 1)
    registry.apply(
        [editor.record_attestation(key, "travel", until, shown="sms", at=day)]
    )
    first = Attestation("travel", until, day, "sms")
    assert {"travel": first} == registry.attestations(key)
    registry.apply([editor.record_attestation(key, "travel")])
    assert registry.history(key)[-1].before == {
        "valid_until": "2026-12-01",
        "recorded_at": int(day.timestamp()),
        "shown": "sms",
    }
    assert registry.attestations(key)["travel"].shown is None
