"""What goes to another kiosk on a stick, and what comes from one.

``pass-keys.cwt``     the signed key list
``pass-revoked.cwt``  the signed list of revoked passes
``pass-root.pem``     the public root; its fingerprint must be compared by people
``holder.key``        secret, only when asked for: with it a kiosk can tell whose
                      pass it is; without it a guard has to look
"""

import hmac
from collections.abc import Callable
from pathlib import Path

from kiosk.passes.door import Files, take_lists
from kiosk.passes.office import PassOffice
from verification.errors import KeyProblem
from verification.keys import LENGTH, read_key, write_key
from verification.ledger.files import replace_file
from verification.passes import key_list, revocations
from verification.passes.errors import Flaw, ListProblem, SigningProblem
from verification.passes.holder import HOLDER_KEY
from verification.passes.keys import PublicKey, fingerprint, public_pem, read_public
from verification.passes.lists import PassLists
from verification.registry.shelf import KEYS, REVOKED

KEYS_FILE = "pass-keys.cwt"
REVOKED_FILE = "pass-revoked.cwt"
ROOT_FILE = "pass-root.pem"
MAX_PEM = 4096

Trusts = Callable[[PublicKey], bool]
"""Whether somebody compared the fingerprint of a root that is not trusted yet."""


def export_lists(office: PassOffice, folder: Path, *, with_holder: bool) -> PassLists:
    """Write the files for another kiosk; an issuing site signs a fresh list first.

    Args:
        office: of this site.
        folder: made when it is not there; files of before are replaced.
        with_holder: the secret holder key, too.

    Raises:
        SigningProblem: there are no lists here.
        KeyProblem: the holder key is asked for, but not here.
        OSError: the folder cannot be written.

    """
    lists, root = office.lists(), office.ring.root()
    if lists is None or root is None:
        raise SigningProblem(
            "本机没有名单可导出，请先运行 there are no lists here; first run: "
            "kiosk pass keys make"
        )
    signer = lists.keys.signer(office.now())
    if signer is not None and office.ring.has(signer.kid):
        lists = PassLists(lists.keys, office.publish())
    secret = read_key(office.folder / HOLDER_KEY) if with_holder else None
    _write(office, folder, root)
    if secret is not None:
        write_key(folder / HOLDER_KEY, secret)
    office.record({"change": "pass.lists.exported", "holder_key": int(with_holder)})
    return lists


def import_lists(office: PassOffice, folder: Path, trusts: Trusts) -> PassLists:
    """Take over what another kiosk or the office wrote; all of it or nothing.

    Args:
        office: of this site.
        folder: with one of the two lists at least.
        trusts: asked once, on a kiosk that trusts no root yet.

    Raises:
        ListProblem: a list is not taken, or the root is not trusted.
        KeyProblem: a key in the folder is none, or another than the one here.
        FileNotFoundError: there is nothing of ours in the folder.
        OSError: a file cannot be read.

    """
    files = _files(folder)
    with office.alone():
        root = office.ring.root() or _new_root(folder, trusts)
        secret = _holder(office, folder)
        lists = take_lists(office.shelf, root, files, office.author, office.now())
        if office.ring.root() is None:
            office.ring.trust(root)
        if secret is not None:
            write_key(office.folder / HOLDER_KEY, secret)
    number = lists.revoked.number if lists.revoked else 0
    facts = {"number": lists.keys.number, "revoked_number": number}
    holder = int(secret is not None)
    office.record({"change": "pass.lists.taken", **facts, "holder_key": holder})
    return lists


def _write(office: PassOffice, folder: Path, root: PublicKey) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / ROOT_FILE, public_pem(root))
    for name, file in ((KEYS, KEYS_FILE), (REVOKED, REVOKED_FILE)):
        kept = office.shelf.paper_list(name)
        if kept is not None:
            _replace(folder / file, kept.data)


def _replace(path: Path, data: bytes) -> None:
    replace_file(path, data)
    path.chmod(0o644)  # signed and public: the service of the other kiosk reads it


def _files(folder: Path) -> Files:
    keys = _read(folder / KEYS_FILE, key_list.MAX_BYTES)
    revoked = _read(folder / REVOKED_FILE, revocations.MAX_BYTES)
    if keys is None and revoked is None:
        raise FileNotFoundError(2, f"no {KEYS_FILE}, no {REVOKED_FILE}", str(folder))
    return Files(keys, revoked)


def _read(path: Path, limit: int) -> bytes | None:
    """A file, or one byte more than the limit of it; ``None``: it is not there."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        return None


def _new_root(folder: Path, trusts: Trusts) -> PublicKey:
    data = _read(folder / ROOT_FILE, MAX_PEM)
    if data is None:
        raise ListProblem(
            Flaw.OTHER_ROOT,
            f"本机还没有信任的根，缺少 no root is trusted here yet, and there is no "
            f"{folder / ROOT_FILE}",
        )
    root = read_public(data)
    if not trusts(root):
        raise ListProblem(
            Flaw.OTHER_ROOT,
            "请与发证单位核对根密钥指纹，再用 --root-fingerprint 确认 compare the "
            "fingerprint of the root with the issuing site, then say it with "
            f"--root-fingerprint: {fingerprint(root)}",
        )
    return root


def _holder(office: PassOffice, folder: Path) -> bytes | None:
    """The holder key in the folder, unless it is here already."""
    secret = _read(folder / HOLDER_KEY, LENGTH)
    if secret is None:
        return None
    if len(secret) != LENGTH:
        raise KeyProblem(f"{folder / HOLDER_KEY}: 长度不对 wrong length; export again")
    ours = office.folder / HOLDER_KEY
    if not ours.exists():
        return secret
    if not hmac.compare_digest(read_key(ours), secret):
        raise KeyProblem(
            f"{folder / HOLDER_KEY} 与本机的不同 is another than {ours}; a kiosk "
            "compares the passes of one site only"
        )
    return None
