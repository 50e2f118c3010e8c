"""A site's keys and databases: made once, never anew beside data."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.house import Folder, House, kiosk_id
from verification.errors import KeyProblem, StorageProblem
from verification.ledger import Entry, EventKind, read_anchor

OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture
def folder(config: Config) -> Folder:
    return Folder(config.site.data_dir)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def enter(config: Config, said: list[str]) -> Iterator[Callable[..., House]]:
    """Opens the site as often as a test asks."""
    houses: list[House] = []

    def do(**options: bool) -> House:
        houses.append(House.open(config, said.append, **options))
        return houses[-1]

    yield do
    for house in houses:
        house.close()


def test_an_empty_folder_gets_everything_and_is_told_once(enter, folder, said) -> None:
    enter().close()
    assert len(said) == 3
    assert str(folder.keys) in said[0]
    assert {str(folder.registry), str(folder.ledger)} == {
        line.split()[-1] for line in said[1:]
    }
    said.clear()
    enter()
    assert said == []


def test_nobody_else_can_read_a_site(enter, folder: Folder) -> None:
    enter()
    for path in (folder.root, folder.keys, *folder.keys.iterdir(), folder.ledger):
        assert path.stat().st_mode & 0o077 == 0, path
    assert folder.registry.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kept", ["registry", "ledger"])
def test_beside_data_a_missing_key_is_an_error_and_never_made(
    kept: str, enter, folder: Folder
) -> None:
    enter().close()
    for key in folder.keys.iterdir():
        key.unlink()
    folder.keys.rmdir()
    for name in {"registry", "ledger"} - {kept}:
        getattr(folder, name).unlink()
    with pytest.raises(KeyProblem, match=r"missing; restore it from its safe copy"):
        enter()
    assert not folder.keys.exists()


def test_one_key_of_two_is_not_enough(enter, folder: Folder) -> None:
    enter().close()
    (folder.keys / "ledger.key").unlink()
    with pytest.raises(KeyProblem, match=r"ledger\.key is missing"):
        enter()
    assert not (folder.keys / "ledger.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_refused(mode: int, enter, folder) -> None:
    enter().close()
    key = folder.keys / "site.key"
    key.chmod(mode)
    with pytest.raises(KeyProblem, match=r"others can read .*; run: chmod 600"):
        enter()


def test_a_key_of_wrong_length_is_refused(enter, folder: Folder) -> None:
    enter().close()
    (folder.keys / "site.key").write_bytes(b"")
    with pytest.raises(KeyProblem, match="0 bytes and not 32"):
        enter()


def test_a_folder_that_cannot_hold_a_database_is_a_clear_error(enter, folder) -> None:
    enter().close()
    folder.ledger.unlink()
    folder.ledger.mkdir()
    with pytest.raises(StorageProblem, match=r"cannot open .*ledger\.db"):
        enter()


def test_the_keys_stay_the_same_from_start_to_start(enter, folder: Folder) -> None:
    first = enter()
    name, index = kiosk_id(first.keys), first.keys.index
    first.close()
    second = enter()
    assert (kiosk_id(second.keys), second.keys.index) == (name, index)


def test_no_key_is_in_repr(enter) -> None:
    house = enter()
    said = repr(house.keys)
    assert house.keys.index.hex() not in said
    assert repr(house.keys.index) not in said


def test_the_clock_starts_from_what_the_ledger_saw(enter) -> None:
    house = enter()
    house.ledger.append(Entry(EventKind.PRESENTED))
    seen = house.ledger.last_seen()
    house.close()
    assert seen is not None
    assert enter().clock.moment().utc >= seen


def test_only_the_gate_process_keeps_the_anchor(enter, folder: Folder) -> None:
    enter().close()
    assert not folder.anchor.exists()
    house = enter(keeps_anchor=True)
    (event,) = house.ledger.append(Entry(EventKind.PRESENTED))
    house.keep_ledger()
    house.close()
    assert read_anchor(folder.anchor).seq >= event.seq


def test_a_checkpoint_is_stored_beside_the_ledger(enter, folder: Folder) -> None:
    house = enter(keeps_anchor=True)
    house.ledger.append(*[Entry(EventKind.PRESENTED)] * 600)
    house.keep_ledger()
    (note,) = folder.checkpoints.iterdir()
    house.keep_ledger()
    assert list(folder.checkpoints.iterdir()) == [note]
    assert house.ledger.verify(notes=[note.read_text("utf-8")]).ok


def test_another_registry_has_a_connection_of_its_own(enter) -> None:
    house = enter()
    other = house.another_registry()
    other.close()
    assert house.registry.data_at() == house.registry.data_at()


def test_closing_twice_leaves_no_file_open(enter) -> None:
    before = len(list(OPEN_FILES.iterdir()))
    house = enter(keeps_anchor=True)
    live = house.open_live()
    live.close()
    house.close()
    assert len(list(OPEN_FILES.iterdir())) <= before


def test_the_folder_is_made_with_its_parents(config: Config, tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    site = config.site.model_copy(update={"data_dir": deep})
    House.open(config.model_copy(update={"site": site}), lambda line: None).close()
    assert (deep / "ledger.db").exists()
