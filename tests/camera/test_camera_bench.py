"""The figures of a camera in `kiosk bench paper`, small."""

from kiosk.bench.camera import CameraSizes, camera_rows, watcher_growth


def test_a_camera_is_measured_idle_reading_and_over_many_frames():
    frames: list[int] = []
    rows = {row.name: row for row in camera_rows(CameraSizes(1, 1, 80), frames.append)}
    assert frames == list(range(80))
    assert 0 < rows["paper_shown_to_read_p50"].value < 2000
    assert rows["idle_camera_processor"].limit == 10
    assert rows["idle_camera_processor"].value > 0
    assert rows["camera_memory"].value > 30


def test_memory_is_flat_over_many_frames():
    assert watcher_growth(400, lambda number: None) < 8
