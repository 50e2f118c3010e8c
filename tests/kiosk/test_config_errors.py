"""A config that cannot be used says where, what, and what to do instead."""

from pathlib import Path

import pytest

from kiosk.config import ConfigError, load_config


def lane(data):
    return data["lanes"][0]


def reader(data):
    return lane(data)["readers"][0]


def gate(data):
    return lane(data)["gate"]


def put(table, **values):
    """Sets keys of the table that ``table`` finds."""
    return lambda data: table(data).update(values)


def whole(data):
    return data


CASES = {
    "control lines without a port": (
        lambda data: lane(data).update(
            gate={"driver": "manual"}, inputs={"passage": "line:cts"}
        ),
        "lanes[0]: inputs.passage = 'line:cts': this gate has no serial port; "
        "name the one whose control lines are read in inputs.port",
    ),
    "unknown table": (put(whole, sitte={}), "sitte: unknown key; did you mean 'site'?"),
    "unknown key": (
        put(lambda data: data["site"], timezon="x"),
        "site.timezon: unknown key; did you mean 'timezone'?",
    ),
    "unknown key of a reader": (
        put(reader, bauderate=9600),
        "lanes[0].readers[0].bauderate: unknown key; did you mean 'baudrate'?",
    ),
    "key of another table": (
        put(reader, channel=1),
        "lanes[0].readers[0].channel: unknown key; remove it, or use one of "
        "baudrate, card, driver, id, poll_ms, port",
    ),
    "an alarm before anybody can answer": (
        put(whole, calls={"escalate_seconds": 5}),
        "calls.escalate_seconds = 5: use 0 for never, or 10 to 300",
    ),
    "an alarm when nobody waits any more": (
        put(whole, calls={"escalate_seconds": 301}),
        "calls.escalate_seconds = 301: must be at most 300",
    ),
    "missing": (
        lambda data: lane(data).pop("name"),
        "lanes[0].name: missing; add this key",
    ),
    "no driver": (
        lambda data: reader(data).pop("driver"),
        "lanes[0].readers[0].driver: missing; add this key",
    ),
    "no lane": (put(whole, lanes=[]), "lanes: no lane; add at least one [[lanes]]"),
    "text for a number": (
        put(whole, web={"port": "8080"}),
        "web.port = '8080': must be a whole number, without quotes",
    ),
    "number for a text": (
        put(lambda data: data["site"], timezone=8),
        "site.timezone = 8: must be a text, in quotes",
    ),
    "text for a truth": (
        put(whole, policy={"paper_requires_id": "yes"}),
        "policy.paper_requires_id = 'yes': must be true or false, without quotes",
    ),
    "a paper that nobody knows": (
        put(whole, policy={"paper": {"hcrt": "admit"}}),
        "policy.paper.hcrt = 'hcrt': "
        "use one of 'pass', 'number', 'hcert', 'shc' or 'vds-nc'",
    ),
    "a worth that is none": (
        put(whole, policy={"paper": {"shc": "refuse"}}),
        "policy.paper.shc = 'refuse': use one of 'admit', 'needs_id' or 'refer'",
    ),
    "number for a table": (
        put(whole, site=5),
        "site = 5: must be a table, as [site] with its keys below",
    ),
    "number for a reader": (
        put(lane, readers=[5]),
        "lanes[0].readers[0] = 5: "
        "must be a table, as [lanes.readers] with its keys below",
    ),
    "number for a gate": (
        put(lane, gate=5),
        "lanes[0].gate = 5: must be a table, as [lanes.gate] with its keys below",
    ),
    "one bracket": (
        put(lane, readers={"id": "x"}),
        "lanes[0].readers: must be a list; "
        "for tables write [[lanes.readers]] with two brackets",
    ),
    "number for a folder": (
        put(lambda data: data["site"], data_dir=5),
        "site.data_dir = 5: must be a path, in quotes",
    ),
    "too small": (put(whole, web={"port": 0}), "web.port = 0: must be at least 1"),
    "too large": (
        put(reader, poll_ms=9000),
        "lanes[0].readers[0].poll_ms = 9000: must be at most 2000",
    ),
    "no such word": (
        put(whole, policy={"unregistered": "shoot"}),
        "policy.unregistered = 'shoot': use one of 'refer' or 'record'",
    ),
    "status with a word of ours": (
        put(whole, policy={"status": {"manual": "bogus"}}),
        "policy.status.manual = 'bogus': use one of 'admit', 'refer' or 'refuse'",
    ),
    "id with spaces": (
        put(lane, id="East 1"),
        "lanes[0].id = 'East 1': use up to 32 small letters, digits, - and _",
    ),
    "no time zone": (
        put(lambda data: data["site"], timezone="Asia/Peking"),
        "site.timezone = 'Asia/Peking': no such time zone; use a name as Asia/Shanghai",
    ),
    "pulse over 30 s": (
        put(gate, pulse_seconds=30.5),
        "lanes[0].gate: pulse_seconds = 30.5: a gate is never opened for longer "
        "than 30 s at once; to keep it open, hold it",
    ),
    "pulse of nothing": (
        put(gate, pulse_seconds=0.0),
        "lanes[0].gate: pulse_seconds = 0.0: must be more than 0; try 0.5",
    ),
    "half a second of a board that counts whole ones": (
        put(gate, driver="r421a08", pulse_seconds=0.5),
        "lanes[0].gate: pulse_seconds = 0.5: r421a08 counts whole seconds; try 1",
    ),
    "manual pulse over 30 s": (
        lambda data: put(lane, gate={"driver": "manual", "pulse_seconds": 31})(data),
        "lanes[0].gate.pulse_seconds = 31: must be at most 30.0",
    ),
    "no such channel": (
        put(gate, driver="lcus", channel=9),
        "lanes[0].gate: channel = 9: a lcus board counts its channels from 1 to 8",
    ),
    "no such input": (
        put(lane, inputs={"fire": "board:99"}),
        "lanes[0].inputs.fire = 'board:99': input 'board:99': write board:1 to "
        "board:8, or line: and one of cts, dsr, ri, cd; add :inverted for a contact "
        "that opens when it acts",
    ),
    "input of a board without inputs": (
        lambda data: (
            put(lane, inputs={"fire": "board:1"})(data),
            put(gate, driver="lcus")(data),
        ),
        "lanes[0]: input board:1: a lcus gate has no inputs that are read; use a "
        "control line (line:cts) or a waveshare or fc16 board",
    ),
    "same port twice": (
        put(gate, port="/dev/ttyID"),
        "the port '/dev/ttyID' is used twice; each needs its own",
    ),
    "port of inputs used twice": (
        put(lane, inputs={"fire": "line:cts", "port": "/dev/ttyGate"}),
        "the port '/dev/ttyGate' is used twice; each needs its own",
    ),
    "same lane twice": (
        lambda data: data["lanes"].append(lane(data)),
        "the lane id 'east' is used twice; each needs its own",
    ),
    "same reader twice": (
        lambda data: data["lanes"].append({**lane(data), "id": "west"}),
        "the reader id 'east-id' is used twice; each needs its own",
    ),
    "reader that nobody knows": (
        put(reader, driver="smm"),
        "lanes[0].readers[0].driver = 'smm': no such driver; use one of sam, framed, "
        "keyboard, pcsc, or install the distribution that brings it as kiosk.readers",
    ),
    "gate that nobody knows": (
        lambda data: put(lane, gate={"driver": "waveshar"})(data),
        "lanes[0].gate.driver = 'waveshar': no such driver; use one of waveshare, "
        "fc16, r421a08, lcus, kmtronic, numato, manual, or install the distribution "
        "that brings it as kiosk.gates",
    ),
    "preset that nobody knows": (
        put(reader, driver="framed", card="senior", preset="foo"),
        "lanes[0].readers[0]: preset 'foo': use one of rdm6300, m3650a, line, scanner",
    ),
    "card that a reader cannot read": (
        put(reader, card="senior"),
        "lanes[0].readers[0].card = 'senior': use one of 'resident'",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_one_line_with_key_value_and_remedy(case: str, fault) -> None:
    change, line = CASES[case]
    assert fault(change) == line


def test_all_faults_are_told_at_once(fault) -> None:
    said = fault(lambda data: data.update(web={"port": 0, "hots": "x"}))
    assert said.splitlines() == [
        "web.port = 0: must be at least 1",
        "web.hots: unknown key; did you mean 'host'?",
    ]


@pytest.mark.parametrize("case", CASES)
def test_no_word_of_the_parsing_library_is_shown(case: str, fault) -> None:
    said = fault(CASES[case][0])
    for word in ("Input should", "valid", "<", "pydantic", "Table", "dictionary"):
        assert word not in said


def test_a_long_value_is_cut(fault) -> None:
    said = fault(put(lane, name="长" * 500))
    assert said.endswith("…: must have at most 60 characters")
    assert len(said) < 120


def test_a_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value).startswith(f"{path}: there is no such file; name one with")


@pytest.mark.parametrize(
    ("text", "word"),
    [("[site\n", "line 1"), ("[site]\nname = \n", "line 2")],
)
def test_broken_toml_names_the_line(text: str, word: str, write) -> None:
    path = write(text=text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert word in str(caught.value)
    assert str(caught.value).endswith("correct the file")


def test_a_file_in_another_encoding_is_an_error_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('[site]\nname = "幸福里"\n'.encode("gb18030"))
    with pytest.raises(ConfigError, match="correct the file"):
        load_config(path)


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="correct the file"):
        load_config(tmp_path)
