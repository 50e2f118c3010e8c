"""Whoever must see a gate finds a place for its stream, whatever the others take."""

import pytest
from ui_kit import Visitor

from kiosk.staff import Role
from ui.desk import NAME
from ui.hub import TooManyStreams, screen_topic
from ui.places import ANY, BOARDS, FOR_BOARDS, FOR_SCREEN, SHARED, Places
from ui.serve import THREADS, _threads

FAR = {"environ_base": {"REMOTE_ADDR": "10.0.0.9"}}
EAST, WEST = "/api/v1/screen/east/events", "/api/v1/screen/west/events"
BOARD = "/api/v1/board/events"


@pytest.fixture
def hub(app):
    return app.extensions[NAME].hub


@pytest.fixture
def full(hub):
    """All places that anybody can have are taken."""
    taken = [hub.subscribe(screen_topic("east"), ANY) for _ in range(SHARED)]
    with pytest.raises(TooManyStreams):
        hub.subscribe(screen_topic("east"), ANY)
    return taken


@pytest.fixture
def ask():
    """Asks for a stream, which then stays open; says its status."""
    held = []

    def asked(visitor, url, **where):
        held.append(visitor.client.get(url, **where))
        return held[-1].status_code

    yield asked
    for one in held:
        one.close()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.GUARD, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.REGISTRAR, 503),
        (Role.AUDITOR, 503),
    ],
)
def test_the_board_of_who_works_at_lanes_has_a_place_of_its_own(
    full, visitor, role, status, ask
):
    visitor.sign_in("somebody", role)
    assert ask(visitor, BOARD) == status


def test_a_lanes_own_screen_has_a_place_and_one_that_is_looked_at_from_afar_has_none(
    full, administrator, app, staff, ask
):
    stranger = Visitor(app.test_client(), staff)
    assert ask(administrator, EAST, **FAR) == 503
    assert [ask(stranger, EAST) for _ in range(FOR_SCREEN)] == [200] * FOR_SCREEN
    assert ask(stranger, EAST) == 503
    assert ask(stranger, WEST) == 200


def test_neither_boards_nor_the_screens_of_a_lane_take_the_others_places(
    full, guard, app, staff, ask
):
    assert [ask(guard, BOARD) for _ in range(FOR_BOARDS)] == [200] * FOR_BOARDS
    assert ask(guard, BOARD) == 503
    assert ask(Visitor(app.test_client(), staff), EAST) == 200


def test_a_place_that_was_given_back_is_anybodys(full, hub, administrator, ask):
    hub.leave(full[0])
    assert ask(administrator, EAST, **FAR) == 200
    assert ask(administrator, EAST, **FAR) == 503


def test_what_goes_beyond_the_own_places_shares_the_rest():
    places = Places(["east", "west"])
    boards = [BOARDS] * (FOR_BOARDS + SHARED)
    assert places.free(BOARDS, boards[1:])
    assert not places.free(BOARDS, boards)
    assert not places.free(ANY, boards)
    assert places.free("screen:west", boards)
    assert places.most == SHARED + FOR_BOARDS + 2 * FOR_SCREEN


def test_every_place_has_a_thread_and_other_requests_have_theirs(house):
    places = Places([lane.id for lane in house.config.lanes])
    assert _threads(house) == places.most + THREADS
