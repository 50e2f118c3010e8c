"""Which rules are in force: those of the config, or what somebody set."""

import sqlite3
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from kiosk.config.models import Config, PolicyTable
from kiosk.doctor.store import store
from kiosk.house import House
from kiosk.passes.barred import barred_words
from kiosk.people.at_house import importer_at
from kiosk.policy import PolicySource, body_of, in_force, policy_from, table_of
from verification.errors import PolicyProblem, RegistryConflict
from verification.reasons import Outcome

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
STRICT = PolicyTable(max_status_age_hours=24, status={"green": "admit"})


@pytest.fixture
def house(tmp_path):
    lanes = [{"id": "east", "name": "东门"}]
    site = {"data_dir": tmp_path / "var"}
    config = TypeAdapter(Config).validate_python({"site": site, "lanes": lanes})
    opened = House.open(config, lambda text: None)
    yield opened
    opened.close()


@pytest.fixture
def put(house):
    """Sets rules as the office does, over a connection of its own."""

    def put(body, record=lambda number: None):
        registry = house.another_registry()
        try:
            after = registry.policies.number()
            return registry.policies.put(body, "s7", NOW, after, record)
        finally:
            registry.close()

    return put


@pytest.fixture
def source(house):
    registry = house.another_registry()
    yield PolicySource(registry.policies, house.config, "in")
    registry.close()


def found(house):
    return in_force(house.registry.policies, house.config)


def test_at_first_the_config_s_rules_are_in_force(house):
    assert (True, 0, house.config.policy) == (
        found(house).from_config,
        found(house).number,
        found(house).table,
    )


def test_what_was_set_goes_before_the_config(house, put):
    assert put(body_of(STRICT)) == 1
    assert (found(house).table, found(house).from_config) == (STRICT, False)
    assert found(house).stored.author == "s7"


def test_going_back_to_the_config_is_a_version_of_its_own(house, put):
    put(body_of(STRICT))
    assert put(None) == 2
    assert (found(house).table, found(house).number) == (house.config.policy, 2)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"unknown": 1}', '{"reuse_window_minutes": -1}',
     '{"status": {"green": "unable"}}', '{"status": {" ": "admit"}}'],
)  # fmt: skip
def test_rules_that_cannot_be_read_leave_the_config_in_force(house, put, body):
    put(body)
    assert (found(house).table, found(house).from_config) == (house.config.policy, True)
    assert found(house).problem
    (said,) = [one for one in store(house) if one.name == "policy"]
    assert (said.ok, found(house).problem in said.remedy) == (False, True)


def test_rules_survive_being_stored():
    assert table_of(body_of(STRICT)) == STRICT


def test_the_same_rules_are_the_same_version_wherever_they_stand(house, put):
    put(body_of(house.config.policy))
    zone = house.config.site.timezone
    stored = policy_from(found(house).table, zone)
    assert policy_from(house.config.policy, zone).version == stored.version


def test_a_problem_names_the_rule():
    with pytest.raises(PolicyProblem, match=r"^reuse_window_minutes: "):
        table_of('{"reuse_window_minutes": 99999}')


def test_a_lane_takes_new_rules_with_its_next_visitor(source, put):
    before = source().version
    put(body_of(STRICT))
    assert source().statuses == {"green": Outcome.ADMIT}
    put(None)
    assert source().version == before


def test_a_lane_stays_with_its_rules_while_the_registry_cannot_be_read(house, put):
    registry = house.another_registry()
    put(body_of(STRICT))
    source = PolicySource(registry.policies, house.config, "in")
    strict = source()
    registry.close()
    assert source() == strict


def test_who_leaves_is_not_kept_by_what_was_used_to_come_in(house, put):
    put(body_of(PolicyTable(reuse_window_minutes=60, card_reuse_seconds=60)))
    registry = house.another_registry()
    policy = PolicySource(registry.policies, house.config, "out")()
    registry.close()
    assert (policy.reuse_window_minutes, policy.card_reuse_seconds) == (0, 0)


def test_two_people_do_not_set_rules_at_once(house):
    policies = house.registry.policies
    policies.put(None, "s7", NOW, 0, lambda number: None)
    with pytest.raises(RegistryConflict, match="policy_changed"):
        policies.put(None, "s8", NOW, 0, lambda number: None)


def test_what_cannot_be_recorded_is_not_set(house, put):
    def full(number):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        put(body_of(STRICT), full)
    assert found(house).number == 0


@pytest.mark.parametrize(
    "sql", ["DELETE FROM policies", "UPDATE policies SET body = '{}'"]
)
def test_a_version_stays_as_it_was_set(house, put, sql):
    put(body_of(STRICT))
    with pytest.raises(sqlite3.IntegrityError):
        house.registry.db.conn.execute(sql)


def test_the_office_knows_the_words_that_are_in_force(house, put):
    put(body_of(PolicyTable(status={"蓝": "admit", "黑": "refuse"})))
    assert list(house.policy.status) == ["蓝", "黑"]
    assert barred_words(house) == {"黑"}
    assert importer_at(house, house.registry, "s7").statuses == ("蓝", "黑")
