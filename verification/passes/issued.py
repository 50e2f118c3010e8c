"""A pass as it is handed out."""

from dataclasses import dataclass, field

from verification.passes.claims import PassClaims


@dataclass(frozen=True, slots=True)
class IssuedPass:
    """A signed pass, ready to be printed.

    Attributes:
        claims: its content.
        kid: of the key that signed it, 8 bytes.
        text: what stands in the QR code, "HC1:…".
        code: the short code under it, with its check character.

    """

    claims: PassClaims
    kid: bytes
    text: str = field(repr=False)
    code: str = field(repr=False)
