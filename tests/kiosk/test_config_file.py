"""The parsed config: frozen, with defaults, and as the commented example says."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from kiosk.config import Config, load_config
from kiosk.config.devices import UNION_TABLES
from kiosk.policy import policy_of
from verification.paper.paper import PaperKind
from verification.policy import PAPERS, Policy, Worth
from verification.reasons import Outcome

EXAMPLE = Path(__file__).parents[2] / "config.toml"


def test_the_example_of_the_repository_is_good() -> None:
    config = load_config(EXAMPLE)
    assert [lane.id for lane in config.lanes] == ["east-1", "east-2"]
    assert config.site.data_dir == EXAMPLE.parent / "var"


def test_the_example_also_holds_with_every_commented_key(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    full = re.sub(r"(?m)^# ([a-z_]+ = )", r"\1", text)
    assert full != text, "the example comments on some optional keys"
    path = tmp_path / "config.toml"
    path.write_text(full, "utf-8")
    load_config(path)


@pytest.mark.parametrize(
    "table", ["site", "web", "policy", "retention", "notice", "calls"]
)
def test_the_example_names_every_key_of_a_table(table: str) -> None:
    text = EXAMPLE.read_text("utf-8")
    section = text.split(f"[{table}]")[1].split("\n[")[0]
    named = set(re.findall(r"(?m)^(?:# )?([a-z_]+) = ", section))
    model = type(getattr(load_config(EXAMPLE), table))
    # The demo alone sets `drill`; status and paper words are tables of their own.
    assert named | {"drill", "status", "paper"} >= set(model.model_fields)


def test_defaults_are_the_values_of_the_example() -> None:
    config = load_config(EXAMPLE)
    bare = Config.model_validate({"lanes": [{"id": "a", "name": "甲"}]})
    assert bare.web == config.web
    assert bare.policy == config.policy
    assert bare.retention == config.retention


def test_a_relative_data_dir_lies_beside_the_file(write) -> None:
    path = write()
    assert load_config(path).site.data_dir == path.parent / "data"


def test_an_absolute_data_dir_stays(write, tmp_path: Path) -> None:
    wanted = str(tmp_path / "elsewhere")
    path = write(lambda data: data["site"].update(data_dir=wanted))
    assert str(load_config(path).site.data_dir) == wanted


@pytest.mark.parametrize(
    "part", ["", "site", "web", "policy", "retention", "lanes.0", "lanes.0.gate"]
)
def test_everything_is_frozen(part: str, config: Config) -> None:
    found: Any = config
    for step in filter(None, part.split(".")):
        found = found[int(step)] if step.isdigit() else getattr(found, step)
    name = next(iter(type(found).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(found, name, None)


def test_lists_are_tuples(config: Config) -> None:
    assert isinstance(config.lanes, tuple)
    assert isinstance(config.lanes[0].readers, tuple)


def test_a_lane_without_a_gate_is_opened_by_hand(write) -> None:
    path = write(lambda data: data["lanes"][0].pop("gate"))
    assert load_config(path).lanes[0].gate.driver == "manual"


def test_a_whole_number_is_a_good_number_of_seconds(write) -> None:
    path = write(lambda data: data["lanes"][0].update(passage_seconds=9))
    assert load_config(path).lanes[0].passage_seconds == 9.0


def test_a_lane_is_found_by_its_id(config: Config) -> None:
    assert config.lane("east") is config.lanes[0]
    assert config.lane("west") is None


def test_every_table_refuses_what_it_does_not_know() -> None:
    for table in _tables():
        assert table.model_config["extra"] == "forbid", table
        assert table.model_config["frozen"], table
        assert table.model_config["strict"], table


def _tables() -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set(UNION_TABLES.values())
    waiting: list[Any] = [Config, *found]
    while waiting:
        table = waiting.pop()
        found.add(table)
        for field in table.model_fields.values():
            inner = [field.annotation, *get_args(field.annotation)]
            waiting += [
                one
                for one in inner
                if isinstance(one, type) and issubclass(one, BaseModel)
            ]
    return found


def test_the_policy_is_what_the_config_says(write) -> None:
    status = {"green": "admit", "grey": "refuse"}
    path = write(
        lambda data: data.update(
            policy={
                "unregistered": "record",
                "max_status_age_hours": 72,
                "card_reuse_seconds": 5,
                "status": status,
                "unlisted_pass": "admit",
                "max_list_age_hours": 24,
                "paper": {"hcert": "needs_id"},
            }
        )
    )
    policy = policy_of(load_config(path))
    assert policy.statuses == {"green": Outcome.ADMIT, "grey": Outcome.REFUSE}
    assert policy.unregistered == "record"
    assert (policy.max_status_age_hours, policy.card_reuse_seconds) == (72, 5)
    assert (policy.unlisted_pass, policy.max_list_age_hours) == (Worth.ADMIT, 24)
    assert policy.papers == {**PAPERS, PaperKind.HCERT: Worth.NEEDS_ID}


def test_the_default_policy_is_that_of_the_rules(config: Config) -> None:
    assert isinstance(policy_of(config), Policy)
    assert policy_of(config).timezone == "Asia/Shanghai"
    assert policy_of(config).papers == PAPERS


def test_the_example_is_toml_of_this_century() -> None:
    assert tomllib.loads(EXAMPLE.read_text("utf-8"))["site"]["timezone"]


def test_what_was_used_to_come_in_counts_on_the_way_out(config: Config) -> None:
    coming, leaving = policy_of(config), policy_of(config, "out")
    assert (coming.reuse_window_minutes, coming.card_reuse_seconds) == (60, 30)
    assert (leaving.reuse_window_minutes, leaving.card_reuse_seconds) == (0, 0)
