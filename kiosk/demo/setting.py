"""The demo's own config: that of the site, with twins in place of devices."""

import socket
from pathlib import Path
from typing import Any

import tomli_w

from kiosk.config import Config, load_config
from kiosk.demo.twins import FRAMES
from kiosk.gate.devices import camera_name, gate_name, speaker_name


def demo_folder(config: Config) -> Path:
    """Where the demo keeps everything, apart from the real site."""
    return config.site.data_dir / "demo"


def write_demo_config(config: Config, links: dict[str, str], port: int) -> Path:
    """Write the derived config; returns its path.

    Args:
        config: of the site.
        links: device to where its twin is.
        port: where the demo serves its pages.
    """
    folder = demo_folder(config)
    folder.mkdir(parents=True, exist_ok=True)
    data = config.model_dump(mode="json", exclude_none=True)
    data["site"] |= {"data_dir": str(folder), "drill": True}
    data["web"] |= {"host": "127.0.0.1", "port": port}
    for reader in data["enrolment"]:
        reader["port"] = links[reader["id"]]
    for lane in data["lanes"]:
        _rewire(lane, links)
    path = folder / "config.toml"
    path.write_text(tomli_w.dumps(data), "utf-8")
    load_config(path)
    return path


def free_port(wanted: int) -> int:
    """``wanted`` when nobody listens there, else some free port of loopback."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on this machine")


def _rewire(lane: dict[str, Any], links: dict[str, str]) -> None:
    if lane.pop("camera", None):
        source = links[camera_name(lane["id"])]
        lane["camera"] = {"driver": "opencv", "source": source, "fps": FRAMES}
    for reader in lane["readers"]:
        reader["port"] = links[reader["id"]]
    speaker = speaker_name(lane["id"])
    if speaker in links:
        lane["voice"]["device"] = links[speaker]
    gate = gate_name(lane["id"])
    if gate in links:
        lane["gate"]["port"] = links[gate]
    lane["inputs"] = {
        name: spec
        for name, spec in lane.get("inputs", {}).items()
        if spec.startswith("board:")
    }
