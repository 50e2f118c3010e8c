"""An issuing site with keys that never change and a clock that stands still."""

from dataclasses import replace

import pytest
from issuing import CLAIMS, NOW, private

from verification.passes.key_list import KeyList
from verification.passes.keys import SigningKey, key_id
from verification.passes.revocations import RevocationList
from verification.passes.rotation import first_key_list


@pytest.fixture(scope="session")
def root():
    return private(1)


@pytest.fixture(scope="session")
def first():
    return private(2)


@pytest.fixture(scope="session")
def second():
    return private(3)


@pytest.fixture
def signer(first):
    return SigningKey(key_id(first.public_key()), first, NOW)


@pytest.fixture
def key_list(first):
    return first_key_list("测试社区", first.public_key(), NOW)


@pytest.fixture
def reread(root):
    """A key list as every kiosk sees it: signed and read again."""

    def do(listed):
        return KeyList.read(listed.sign(root), root.public_key())

    return do


@pytest.fixture
def revoked(key_list):
    """A list of revoked passes."""

    def do(*ids, number=1, at=NOW, keys=key_list):
        return RevocationList.of(number, at, keys, ids)

    return do


@pytest.fixture
def claims():
    """The content of a pass, changed as a test wants it."""

    def do(**more):
        return replace(CLAIMS, **more)

    return do
