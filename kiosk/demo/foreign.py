"""Papers that no office of the site issued: forged, foreign, and no pass at all."""

import os
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cbor2

from verification.invented import invented_person
from verification.masks import mask_name
from verification.paper.base45 import encode
from verification.paper.cose import sign1
from verification.passes.claims import HOLDER_LENGTH, ID_LENGTH, PassClaims
from verification.passes.keys import SigningKey, new_private_key
from verification.passes.signer import PREFIX, sign_pass

YEAR = timedelta(days=365)
FORGER = 14  # whose invented name stands on the forged pass
KID = 8
PROVINCIAL = "https://jkm.example.cn/code?token=4f1f0c2a9e7b4d6c8a55d1"
PRODUCT = "6901234567892"  # as an EAN-13 bar code would say, in a QR code


def forged(signer: SigningKey) -> str:
    """A pass that names our key and was signed with another."""
    now = datetime.now(UTC).replace(microsecond=0)
    name = mask_name(invented_person(FORGER).name)
    times = (now, now, now + timedelta(days=30))
    secrets = (os.urandom(ID_LENGTH), name, os.urandom(HOLDER_LENGTH))
    claims = PassClaims(*secrets, "resident", 1, *times)
    return sign_pass(claims, replace(signer, private=new_private_key())).text


def stranger() -> str:
    """A health certificate of the EU/WHO family whose issuer nobody knows.

    Its form is that of the EU's JSON schema 1.3.0; nobody's data is in it.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    person = {"fn": "INVENTED", "gn": "NOBODY", "fnt": "INVENTED", "gnt": "NOBODY"}
    content = {"ver": "1.3.0", "nam": person, "dob": "1950-01-01", "v": []}
    seconds = int((now - YEAR / 12).timestamp()), int((now + YEAR).timestamp())
    claims = {1: "XX", 6: seconds[0], 4: seconds[1], -260: {1: content}}
    message = sign1(cbor2.dumps(claims), new_private_key(), os.urandom(KID))
    return PREFIX + encode(zlib.compress(message, 9))
