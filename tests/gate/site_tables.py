"""The config of a site under test."""

from collections.abc import Mapping, Sequence
from pathlib import Path

PASSAGE_SECONDS = 30.0  # nobody in these stories is slower


def lane_table(
    lane: str, folder: Path, pulse_seconds: float, passage_seconds: float
) -> dict[str, object]:
    """One lane with an identity-card reader, a card-number reader and a board."""
    return {
        "id": lane,
        "name": lane,
        "passage_seconds": passage_seconds,
        "readers": [
            {
                "id": f"{lane}-id",
                "driver": "sam",
                "port": str(folder / f"{lane}-id"),
                "poll_ms": 300,
            },
            {
                "id": f"{lane}-card",
                "driver": "framed",
                "preset": "rdm6300",
                "port": str(folder / f"{lane}-card"),
                "card": "senior",
            },
        ],
        "gate": {
            "driver": "waveshare",
            "port": str(folder / f"{lane}-gate"),
            "pulse_seconds": pulse_seconds,
        },
        "inputs": {"passage": "board:1", "fire": "board:2", "help": "board:3"},
    }


def site_table(
    root: Path,
    lanes: Sequence[str],
    pulse_seconds: float,
    passage_seconds: float,
    camera: Mapping[str, object] | None,
    *,
    screen: bool,
    speaks: bool,
    hours: Sequence[str] = (),
) -> dict[str, object]:
    """A whole site whose devices lie in ``root/ports``."""
    ports = root / "ports"
    tables = [lane_table(lane, ports, pulse_seconds, passage_seconds) for lane in lanes]
    if camera is not None:
        tables = [
            lane | {"camera": _camera(str(lane["id"]), camera)} for lane in tables
        ]
    if screen:
        tables = [lane | {"screen": {}} for lane in tables]
    if speaks:
        tables = [lane | {"voice": _voice(lane, ports)} for lane in tables]
    if hours:
        tables = [lane | {"open_hours": list(hours)} for lane in tables]
    return {"site": {"data_dir": str(root / "data")}, "lanes": tables}


def _camera(lane: str, table: Mapping[str, object]) -> dict[str, object]:
    """A lane's own camera: its source may say ``{lane}``."""
    source = table["source"]
    own = source.format(lane=lane) if isinstance(source, str) else source
    return {**table, "source": own}


def _voice(lane: Mapping[str, object], ports: Path) -> dict[str, object]:
    device = str(ports / f"{lane['id']}-speaker")
    return {"engine": "gate", "device": device, "volume": 0.0}
