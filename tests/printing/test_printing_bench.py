"""The printing part of `kiosk bench paper`."""

from kiosk.bench.printing import printing_rows


def test_one_pass_and_many_are_measured() -> None:
    ticks: list[int] = []
    rows = {row.name: row for row in printing_rows(3, lambda: ticks.append(1))}
    one, many = rows["print_one_pass_p50"], rows["print_many_a5"]
    assert [one.unit, many.unit] == ["ms", "s"]
    assert one.value
    assert many.value
    assert many.value * 1000 > one.value
    assert len(ticks) == 3
    assert {"print_first_pass", "print_many_sheet"} < rows.keys()
