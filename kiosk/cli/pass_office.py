"""What the commands about passes share: the office of the site, and its errors."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from kiosk.cli.common import (
    NOT_WELL,
    OUT_OF_REACH,
    WRONG_USE,
    clear_errors,
    site,
    stop,
)
from kiosk.passes.office import PassOffice
from verification.passes.errors import CodeProblem, ListProblem, SigningProblem

P = ParamSpec("P")
R = TypeVar("R")

AUTHOR = "console"


def utc_now() -> datetime:
    """Wall-clock time, aware."""
    return datetime.now(UTC)


def pass_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Errors of keys, lists and passes as one message and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ListProblem as error:
            stop(str(error), NOT_WELL)
        except (SigningProblem, CodeProblem) as error:
            stop(str(error), WRONG_USE)
        except OSError as error:
            stop(f"{error.filename}: {error.strerror}", OUT_OF_REACH)
        raise AssertionError("stop() does not return")

    return clear_errors(guarded)


@contextmanager
def pass_office(config_path: Path) -> Iterator[PassOffice]:
    """The office of a site, closed at the end."""
    with site(config_path) as house:
        yield PassOffice.of(house, AUTHOR, utc_now)
