"""Drivers that other distributions bring."""

import pytest

from drivers.protocols import CardKind
from kiosk.config import ConfigError, load_config
from kiosk.gate.devices import gate_name, make_devices, plugin
from kiosk.house import Folder

READERS, GATES, CAMERAS = "kiosk.readers", "kiosk.gates", "kiosk.cameras"


class OtherReader:
    """A reader of another distribution."""

    def __init__(self, name, port, emit, kind, *, colour):
        self.name, self.port, self.kind, self.colour = name, port, kind, colour


class OtherGate:
    """A gate of another distribution."""

    def __init__(self, name, port, emit, **options):
        self.name, self.port, self.options = name, port, options


class OtherCamera:
    """A camera of another distribution."""

    def __init__(self, name, source, emit, *, lamp):
        self.name, self.source, self.lamp = name, source, lamp


def test_a_camera_of_others_is_made_from_the_config(installed, write) -> None:
    installed({CAMERAS: f"eye = {__name__}:OtherCamera"})

    def change(data):
        table = {"driver": "eye", "source": 3, "options": {"lamp": True}}
        data["lanes"][0]["camera"] = table

    devices = make_devices(load_config(write(change)).lanes[0], lambda event: None)
    assert devices.camera == "east-camera"
    (named,) = [named for named in devices.all if named.role == "camera"]
    assert (named.driver, named.device.source, named.device.lamp) == ("eye", 3, True)


def test_a_lane_without_a_camera_has_none(write) -> None:
    devices = make_devices(load_config(write()).lanes[0], lambda event: None)
    assert devices.camera is None


def test_a_reader_and_a_gate_of_others_are_made_from_the_config(
    installed, write
) -> None:
    here = __name__
    installed(
        {
            READERS: f"other = {here}:OtherReader",
            GATES: f"swing = {here}:OtherGate",
        }
    )

    def change(data):
        lane = data["lanes"][0]
        lane["readers"] = [
            {
                "id": "r",
                "driver": "other",
                "port": "tcp:1",
                "card": "citizen",
                "options": {"colour": "blue"},
            }
        ]
        lane["gate"] = {"driver": "swing", "port": "x", "options": {"arms": 2}}

    config = load_config(write(change))
    devices = make_devices(config.lanes[0], lambda event: None)
    assert devices.readers == {"r"}
    reader = devices.all[1].device
    assert (reader.kind, reader.colour) == (CardKind.CITIZEN, "blue")
    assert devices.gate.name == gate_name("east")
    assert devices.gate.options == {"arms": 2}


def test_an_unknown_name_lists_who_is_there(installed, fault) -> None:
    installed({READERS: "other = nowhere:Thing"})
    said = fault(lambda data: data["lanes"][0]["readers"][0].update(driver="othr"))
    assert "no such driver; use one of sam, framed, keyboard, pcsc, other" in said


def test_the_factory_of_a_name_that_nobody_registered_is_an_error(installed) -> None:
    installed({GATES: "swing = nowhere:Thing"})
    with pytest.raises(ConfigError, match=r"installed in kiosk\.gates: swing"):
        plugin(GATES, "other")


def test_a_config_names_where_its_files_lie(config) -> None:
    folder = Folder(config.site.data_dir)
    names = (folder.keys, folder.registry, folder.ledger, folder.live, folder.anchor)
    assert [path.name for path in names] == [
        "keys",
        "registry.db",
        "ledger.db",
        "live.db",
        "ledger.head",
    ]
