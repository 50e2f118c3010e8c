"""Codes that we recognise but cannot check, so that staff learn what it is.

A visitor holds up what is at hand: a payment code, a parcel, a product. None of
these is a bad certificate, and the board should not say so. DIVOC (India and
others) needs a JSON-LD processor, a provincial health code is a token that means
something only to its own server, and the SMS of the travel card is not signed.
Grid Matrix, which GB/T 38961 recommends, is read by no decoder here: such a code
is never seen at all.
"""

import re
from enum import StrEnum

from verification.paper.naming import name_of
from verification.paper.paper import Paper, PaperKind, Refusal


class Look(StrEnum):
    """What a text looks like; the words stand in the claims of a paper."""

    DIVOC = "divoc"
    HCERT_OTHER = "hcert_other"  # the container of HCERT under another context
    NZ_PASS = "nz_pass"  # noqa: S105 - New Zealand's vaccine pass, not a password
    TWO_D_DOC = "2d_doc"  # France's sealed documents
    HEALTH_LINK = "health_link"  # a SMART Health Link: its content is elsewhere
    CREDENTIAL = "credential"  # a W3C verifiable credential
    TOKEN = "token"  # noqa: S105 - a JWT or PASETO, not a password
    TRAVEL_CARD = "travel_card"  # 通信行程卡
    HEALTH_CODE = "health_code"  # of a province or city
    MINI_PROGRAM = "mini_program"  # a link into WeChat or Alipay
    LINK = "link"
    CONTACT = "contact"
    PHONE_ACTION = "phone_action"  # Wi-Fi, a call, a message, a place, an event
    PRODUCT = "product"  # the number on a package
    JSON = "json"
    BINARY = "binary"
    TEXT = "text"


PHRASES: dict[Look, tuple[str, str]] = {
    Look.DIVOC: ("DIVOC 疫苗证书", "DIVOC vaccination certificate"),
    Look.HCERT_OTHER: ("其他国家的健康证书", "health certificate of another kind"),
    Look.NZ_PASS: ("新西兰疫苗通行证", "New Zealand vaccine pass"),
    Look.TWO_D_DOC: ("法国 2D-Doc 证件", "French 2D-Doc document"),
    Look.HEALTH_LINK: ("健康资料链接", "link to health records"),
    Look.CREDENTIAL: ("其他电子凭证", "other verifiable credential"),
    Look.TOKEN: ("其他系统的令牌", "token of another system"),
    Look.TRAVEL_CARD: ("通信行程卡", "travel card"),
    Look.HEALTH_CODE: ("各地健康码", "health code of a province or city"),
    Look.MINI_PROGRAM: ("微信或支付宝的码", "code for WeChat or Alipay"),
    Look.LINK: ("网址", "web link"),
    Look.CONTACT: ("名片", "contact card"),
    Look.PHONE_ACTION: ("手机操作码", "code for a phone action"),
    Look.PRODUCT: ("商品条码", "product bar code"),
    Look.JSON: ("其他数据", "other data"),
    Look.BINARY: ("无法显示的数据", "data that cannot be shown"),
    Look.TEXT: ("普通文字", "plain text"),
}

_LINK = r"(?:https?://|www\.)"
_HOST = _LINK + r"[^/?#]*"

# The first that matches counts.
_PATTERNS: tuple[tuple[Look, re.Pattern[str]], ...] = tuple(
    (look, re.compile(pattern, re.IGNORECASE))
    for look, pattern in (
        (Look.DIVOC, r"B64:|PK\x03\x04"),
        (Look.NZ_PASS, r"NZCP:/"),
        (Look.HCERT_OTHER, r"[A-Z]{2}[0-9]:"),
        (Look.TWO_D_DOC, r"DC0[1-4][A-Z0-9]{22}"),
        (Look.HEALTH_LINK, rf"(?:{_LINK}[^#]*#)?shlink:/"),
        (Look.TOKEN, r"v[1-4]\.(?:public|local)\.[A-Za-z0-9_-]+"),
        (Look.TOKEN, r"e[yw][A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*(?:~|$)"),
        (Look.TRAVEL_CARD, rf"{_HOST}caict\.ac\.cn|.{{0,40}}行程卡"),
        (Look.MINI_PROGRAM, r"(?:weixin|wxp|wechat|alipays?|alipayqr)://"),
        (
            Look.HEALTH_CODE,
            rf"{_LINK}.{{0,200}}(?:jkm|jiankangma|suishenma|health-?code|healthqr)",
        ),
        (Look.HEALTH_CODE, r".{0,40}(?:健康码|健康宝|随申码|场所码|核酸)"),
        (
            Look.MINI_PROGRAM,
            rf"{_HOST}(?:weixin\.qq\.com|wechat\.com|alipay\.com|wx\.tenpay\.com)",
        ),
        (Look.LINK, _LINK),
        (Look.CONTACT, r"BEGIN:VCARD|MECARD:|BIZCARD:"),
        (
            Look.PHONE_ACTION,
            r"(?:WIFI|tel|sms|smsto|mailto|matmsg|geo|otpauth|market):|BEGIN:V",
        ),
        (Look.CREDENTIAL, r"\{(?s:.{0,2000})\"@context\""),
        (Look.JSON, r"[\[{]\s*[\]\[{}\"0-9]"),
    )
)
_PRODUCT_LENGTHS = frozenset({8, 12, 13, 14})  # EAN-8, UPC-A, EAN-13, ITF-14
_GS1 = re.compile(r"(?:\]C1)?01(?P<product>[0-9]{14})(?:$|[0-9\x1d])")


def recognise(text: str) -> Look:
    """What ``text`` looks like; nothing is believed of it."""
    plain = text.strip("\ufeff \r\n\t")
    if _is_product(plain):
        return Look.PRODUCT
    for look, pattern in _PATTERNS:
        if pattern.match(plain):
            return look
    return Look.TEXT if plain.isprintable() or "\n" in plain else Look.BINARY


def read(text: str) -> Paper:
    """A paper of a kind that we cannot check; its content is not kept."""
    return Paper(
        PaperKind.UNKNOWN,
        refusal=Refusal.UNSUPPORTED,
        claims={"looks_like": recognise(text).value},
        digest=name_of(text.encode("utf-8", "surrogatepass")),
    )


def _is_product(text: str) -> bool:
    """A number with the check digit of GS1 (General Specifications, 7.9)."""
    long = _GS1.match(text)
    number = long["product"] if long else text
    if not (number.isascii() and number.isdigit()):
        return False
    if len(number) not in _PRODUCT_LENGTHS:
        return False
    weighted = (
        int(digit) * (3 if place % 2 else 1)
        for place, digit in enumerate(reversed(number))
    )
    return sum(weighted) % 10 == 0
