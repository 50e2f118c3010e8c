"""Social-security cards: APDUs, TLV, and the slot."""

import sys
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers_kit import Events, running
from waiting import wait_for

from drivers.errors import DeviceRefused, NoAnswer, PortLost, WrongAnswer, WrongSetting
from drivers.pcsc import PcscReader, read_number
from drivers.pcsc.card import number_in_record
from drivers.pcsc.slot import PyscardSlot
from drivers.protocols import CardKind, Condition, Signal
from drivers.twins.faults import Fault
from drivers.twins.social_security import CardSlotTwin, SocialSecurityCard

NUMBER = "A12345678"
SELECT = bytes.fromhex("00A404000F 7378312E73682E C9E7BBE1B1A3D5CF")


@pytest.mark.parametrize(
    ("card", "apdus"),
    [
        (
            SocialSecurityCard(NUMBER),
            [SELECT, "00A4020002EF05", "00B207040B"],
        ),
        (
            SocialSecurityCard(NUMBER, file_p1=0x00),
            [SELECT, "00A4020002EF05", "00A4000002EF05", "00B207040B"],
        ),
        (
            SocialSecurityCard(NUMBER, fetched=True),
            [SELECT, "00C0000002", "00A4020002EF05", "00B207040B", "00C000000B"],
        ),
        (
            SocialSecurityCard("1234567890", strict_length=True),
            [SELECT, "00A4020002EF05", "00B207040B", "00B207040C"],
        ),
    ],
    ids=["plain", "other P1", "61xx", "6Cxx"],
)
def test_the_number_is_read_with_these_apdus(card, apdus):
    assert read_number(card) in (NUMBER, "1234567890")
    expected = [
        apdu if isinstance(apdu, bytes) else bytes.fromhex(apdu) for apdu in apdus
    ]
    assert card.apdus == expected


def test_no_pin_is_ever_sent():
    card = SocialSecurityCard(NUMBER)
    read_number(card)
    assert not any(apdu[1] in (0x20, 0x24, 0x2C) for apdu in card.apdus)


class BankCard:
    """Knows no application of ours."""

    def transmit(self, apdu):
        return b"", 0x6A, 0x82


class EndlessCard:
    """Always has more to say."""

    def transmit(self, apdu):
        return b"\x00", 0x61, 0xFF


@pytest.mark.parametrize("card", [BankCard(), EndlessCard()])
def test_a_card_of_another_kind_is_refused(card):
    with pytest.raises(DeviceRefused, match="not_social_security"):
        read_number(card)


@pytest.mark.parametrize(
    "record",
    [
        "0709413132333435363738",
        "0102AABB0709413132333435363738",
        "070B413132333435363738FFFF",
    ],
)
def test_the_number_is_found_in_its_tlv(record):
    assert number_in_record(bytes.fromhex(record)) == NUMBER


@pytest.mark.parametrize(
    "record",
    ["", "07", "0700", "070941", "0809413132333435363738", "07020D0A", "0702C9E7"],
)
def test_a_record_without_a_number_is_refused(record):
    with pytest.raises(WrongAnswer):
        number_in_record(bytes.fromhex(record))


@given(st.binary(max_size=300))
def test_any_record_is_read_or_refused(record):
    try:
        number = number_in_record(record)
    except WrongAnswer:
        return
    assert number.isalnum()


@pytest.fixture
def slot():
    return CardSlotTwin()


@pytest.fixture
def events():
    return Events()


def reader(slot, events):
    return PcscReader(
        "desk", "virtual", events, 0.01, take_seconds=0.1, open_slot=lambda name: slot
    )


def looks(slot, count=5):
    before = len(slot.looks)
    wait_for(lambda: len(slot.looks) >= before + count)


def test_a_card_is_read_once_while_it_is_in(slot, events):
    with running(reader(slot, events), events):
        slot.insert(SocialSecurityCard(NUMBER))
        wait_for(lambda: Signal.TAKE_CARD in events.signals)
        looks(slot)
        slot.remove()
        wait_for(lambda: Signal.GONE in events.signals)
    (card,) = events.cards
    assert (card.kind, card.number) == (CardKind.SOCIAL_SECURITY, NUMBER)
    assert events.signals == [Signal.FELT, Signal.TAKE_CARD, Signal.GONE]
    assert NUMBER not in repr(events)


@pytest.mark.parametrize(
    ("card", "signal"),
    [(BankCard(), Signal.NOT_ID_CARD), (SocialSecurityCard(""), Signal.LAY_AGAIN)],
)
def test_a_card_that_cannot_be_read_is_complained_of_once(slot, events, card, signal):
    with running(reader(slot, events), events):
        slot.insert(card)
        wait_for(lambda: len(events.signals) == 2)
        looks(slot, 15)
    assert events.signals == [Signal.FELT, signal]


def test_a_card_that_does_not_answer_is_to_be_put_in_again(slot, events):
    slot.fault(Fault.SILENT)
    with running(reader(slot, events), events):
        slot.insert(SocialSecurityCard(NUMBER))
        wait_for(lambda: Signal.LAY_AGAIN in events.signals)
        slot.fault(Fault.SILENT, on=False)
        slot.remove()
        wait_for(lambda: Signal.GONE in events.signals)
        slot.insert(SocialSecurityCard(NUMBER))
        wait_for(lambda: events.cards)


def test_an_unplugged_reader_is_lost_and_comes_back(slot, events):
    with running(reader(slot, events), events) as supervisor:
        wait_for(lambda: supervisor.state.well)
        slot.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        slot.fault(Fault.UNPLUG, on=False)
        wait_for(lambda: supervisor.state.well)


def test_without_pyscard_the_remedy_is_named(monkeypatch, events):
    monkeypatch.setitem(sys.modules, "smartcard", None)
    with pytest.raises(WrongSetting, match=r"pip install changxing\[pcsc\]"):
        PcscReader("desk", "ACS", events).open()


class NoCard(Exception):
    """pyscard's word for an empty slot."""


class PcscTrouble(Exception):
    """pyscard's base of all trouble."""

    hresult = 1


class Connection:
    """What pyscard gives for a reader."""

    trouble: Exception | None = None

    def connect(self, disposition):
        assert disposition == "leave"
        self.disconnect()

    def transmit(self, apdu):
        self.disconnect()
        return apdu, 0x90, 0x00

    def disconnect(self):
        if self.trouble:
            raise self.trouble


@pytest.fixture
def connection(monkeypatch):
    """A pyscard in miniature: the real one needs pcscd and a compiler."""
    connection = Connection()

    class Reader:
        def createConnection(self):  # noqa: N802 - pyscard's name
            return connection

        def __str__(self):
            return "ACS ACR39U 00 00"

    names = {
        "smartcard": {},
        "smartcard.System": {"readers": lambda: [Reader()]},
        "smartcard.scard": {
            "SCARD_W_UNRESPONSIVE_CARD": 7,
            "SCARD_LEAVE_CARD": "leave",
        },
        "smartcard.Exceptions": {
            "NoCardException": NoCard,
            "SmartcardException": PcscTrouble,
        },
        "smartcard.pcsc": {},
        "smartcard.pcsc.PCSCExceptions": {"BaseSCardException": PcscTrouble},
    }
    for name, content in names.items():
        module = types.ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    sys.modules["smartcard"].System = sys.modules["smartcard.System"]
    sys.modules["smartcard"].scard = sys.modules["smartcard.scard"]
    return connection


def test_bytes_go_through_pyscard_and_back(connection):
    slot = PyscardSlot("ACR39U")
    assert slot.connect() is slot
    assert slot.transmit(b"\x00\xa4") == (b"\x00\xa4", 0x90, 0x00)
    slot.disconnect()


def test_an_empty_slot_is_no_card(connection):
    connection.trouble = NoCard()
    assert PyscardSlot("ACR39U").connect() is None


def test_pyscards_troubles_become_ours(connection):
    slot = PyscardSlot("ACR39U")
    connection.trouble = PcscTrouble()
    for error, act in [
        (PortLost, slot.connect),
        (NoAnswer, lambda: slot.transmit(b"\x00")),
        (PortLost, slot.disconnect),
    ]:
        with pytest.raises(error):
            act()


def test_a_mute_card_is_a_wrong_answer(connection):
    slot = PyscardSlot("ACR39U")
    connection.trouble = PcscTrouble()
    connection.trouble.hresult = 7
    with pytest.raises(WrongAnswer):
        slot.connect()


def test_a_reader_of_another_name_is_not_taken(connection):
    with pytest.raises(PortLost, match="ACR39U"):
        PyscardSlot("OMNIKEY")
