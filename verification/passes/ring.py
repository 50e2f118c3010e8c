"""The private keys of an issuing site, and the root that a kiosk trusts.

All lie in one folder, 0700, each file 0600:

``pass-root.key``   the root; may lie in a safe instead, nothing at a gate needs it
``pass-root.pem``   the public root: only key lists that it signed are taken
``<kid>.key``       a signing key
"""

from datetime import datetime
from pathlib import Path

from verification.errors import KeyProblem
from verification.keys import read_secret, write_key
from verification.passes.errors import SigningProblem
from verification.passes.key_entry import KeyEntry
from verification.passes.key_list import KeyList
from verification.passes.keys import (
    PrivateKey,
    PublicKey,
    SigningKey,
    key_id,
    new_private_key,
    private_pem,
    public_pem,
    read_private,
    read_public,
)

ROOT_KEY = "pass-root.key"
ROOT = "pass-root.pem"


class Ring:
    """The keys of passes in one folder.

    Args:
        folder: made when the first key comes.

    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def has_root_key(self) -> bool:
        """Whether the private root lies here."""
        return (self.folder / ROOT_KEY).exists()

    def root(self) -> PublicKey | None:
        """The root that is trusted here; ``None`` before the first key list.

        Raises:
            KeyProblem: the file must not be used.

        """
        path = self.folder / ROOT
        return read_public(read_secret(path)) if path.exists() else None

    def root_key(self, file: Path | None = None) -> PrivateKey:
        """The private root.

        Args:
            file: where it lies when it is not here: on a stick out of a safe.

        Raises:
            KeyProblem: it is not there, or it is not the root that is trusted here.

        """
        if file is None and not self.has_root_key:
            raise KeyProblem(
                "根密钥不在本机，请用 --root 指明 the root key is not on this machine; "
                "say where it is: --root FILE"
            )
        # A stick often knows no owners, so only our own copy must have the right one.
        data = _file(file) if file else read_secret(self.folder / ROOT_KEY)
        private, trusted = read_private(data), self.root()
        if trusted is not None and key_id(private.public_key()) != key_id(trusted):
            raise KeyProblem(
                "这不是本单位的根密钥 this is not the root key of this site"
            )
        return private

    def trust(self, root: PublicKey) -> None:
        """From now on only key lists of this root are taken."""
        self._write(ROOT, public_pem(root))

    def make_root(self) -> PrivateKey:
        """A new root, trusted here."""
        private = new_private_key()
        self._write(ROOT_KEY, private_pem(private))
        self.trust(private.public_key())
        return private

    def make_key(self) -> PrivateKey:
        """A new signing key; it counts for nothing until it stands in a key list."""
        private = new_private_key()
        self._write(_name(key_id(private.public_key())), private_pem(private))
        return private

    def has(self, kid: bytes) -> bool:
        """Whether the private key of that name lies here."""
        return (self.folder / _name(kid)).exists()

    def destroy(self, kid: bytes) -> None:
        """Remove the private key of that name, if it is here."""
        (self.folder / _name(kid)).unlink(missing_ok=True)

    def signing_key(self, entry: KeyEntry) -> SigningKey:
        """The private key of an entry, with its times.

        Raises:
            SigningProblem: it is not here.
            KeyProblem: its file must not be used.

        """
        if not self.has(entry.kid):
            raise SigningProblem(
                f"签名密钥 {entry.kid.hex()} 不在本机 this machine does not have the "
                "signing key; issue passes where it was made"
            )
        private = read_private(read_secret(self.folder / _name(entry.kid)))
        return SigningKey(entry.kid, private, entry.not_before, entry.not_after)

    def signer(self, keys: KeyList, at: datetime) -> SigningKey:
        """The key that signs passes and lists at a moment.

        Raises:
            SigningProblem: none is active, or it is not here.
            KeyProblem: its file must not be used.

        """
        entry = keys.signer(at)
        if entry is None:
            raise SigningProblem(
                "没有可用的签名密钥 no key may sign now; run: kiosk pass keys rotate"
            )
        return self.signing_key(entry)

    def _write(self, name: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        write_key(self.folder / name, data)


def _name(kid: bytes) -> str:
    return f"{kid.hex()}.key"


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyProblem(f"{path}: {error.strerror}") from None
