"""A PC/SC reader's slot through pyscard, which is imported only when opened."""

from typing import Any

from drivers.errors import NoAnswer, PortLost, WrongAnswer, WrongSetting

REMEDY = "social-security cards need pyscard: pip install changxing[pcsc]"


class PyscardSlot:
    """The slot of the PC/SC reader whose name contains ``reader_name``.

    pyscard wants pcscd, swig and a C compiler, so it is an optional extra.

    Raises:
        WrongSetting: pyscard is not installed.
        PortLost: pcscd does not run, or has no such reader.

    """

    def __init__(self, reader_name: str) -> None:
        try:
            from smartcard import System, scard
            from smartcard.Exceptions import NoCardException, SmartcardException
            from smartcard.pcsc.PCSCExceptions import BaseSCardException
        except ImportError as error:
            raise WrongSetting(REMEDY) from error
        self._no_card: type[Exception] = NoCardException
        self._errors: tuple[type[Exception], ...] = (
            SmartcardException,
            BaseSCardException,
        )
        self._mute = scard.SCARD_W_UNRESPONSIVE_CARD
        # Leaving the power on spares the card a reset at every look.
        self._leave = scard.SCARD_LEAVE_CARD
        try:
            self._connection = self._named(System.readers(), reader_name)
        except self._errors as error:
            raise PortLost(f"PC/SC does not work: {error}") from error

    def connect(self) -> "PyscardSlot | None":
        """The card with power on, ``None`` when there is none.

        Raises:
            WrongAnswer: a card that does not answer to power, perhaps upside down.
            PortLost: the reader is gone.

        """
        try:
            self._connection.connect(disposition=self._leave)
        except self._no_card:
            return None
        except self._errors as error:
            if getattr(error, "hresult", None) == self._mute:
                raise WrongAnswer("the card does not answer to power") from error
            raise PortLost(f"the PC/SC reader is gone: {error}") from error
        return self

    def transmit(self, apdu: bytes) -> tuple[bytes, int, int]:
        """The card's answer: data, SW1, SW2.

        Raises:
            NoAnswer: the card was pulled out.

        """
        try:
            data, sw1, sw2 = self._connection.transmit(list(apdu))
        except self._errors as error:
            raise NoAnswer(f"the card does not answer: {error}") from error
        return bytes(data), sw1, sw2

    def disconnect(self) -> None:
        """Let go of the card."""
        try:
            self._connection.disconnect()
        except self._errors as error:
            raise PortLost(f"the PC/SC reader is gone: {error}") from error

    def _named(self, readers: list[Any], wanted: str) -> Any:
        for reader in readers:
            if wanted in str(reader):
                return reader.createConnection()
        there = ", ".join(map(str, readers)) or "none"
        raise PortLost(f"no PC/SC reader named {wanted}; there are: {there}")
