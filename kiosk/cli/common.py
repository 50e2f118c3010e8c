"""What the commands share: --config, --json, exit codes, errors in one line."""

import functools
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from rich.console import Console

from drivers.errors import WrongSetting
from kiosk.config import Config, ConfigError, load_config
from kiosk.house import House
from verification.errors import PolicyProblem, VerificationError

P = ParamSpec("P")
R = TypeVar("R")

DONE = 0
NOT_WELL = 1
WRONG_USE = 2
OUT_OF_REACH = 3

out = Console()
err = Console(stderr=True)

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="配置文件。 The config file.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="机器可读的输出。 Machine-readable output."
)


def stop(message: str, code: int) -> None:
    """End the command with one clear message."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(code)


def clear_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Turn our own errors into one message and an exit code that means something."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (ConfigError, WrongSetting, PolicyProblem) as error:
            stop(str(error), WRONG_USE)
        except VerificationError as error:
            stop(str(error), OUT_OF_REACH)
        except sqlite3.Error as error:
            stop(f"数据库无法使用 a database cannot be used: {error}", OUT_OF_REACH)
        raise AssertionError("stop() does not return")

    return guarded


def open_config(config_path: Path) -> Config:
    """The config, or one clear error and exit code 2."""
    return load_config(config_path)


def open_house(config_path: Path, *, keeps_anchor: bool = False) -> House:
    """Keys and databases of a site; says on stderr what it had to make."""
    return House.open(
        open_config(config_path),
        lambda text: err.print(text, markup=False, highlight=False, soft_wrap=True),
        keeps_anchor=keeps_anchor,
    )


@contextmanager
def site(config_path: Path) -> Iterator[House]:
    """Keys and databases of a site, closed at the end."""
    house = open_house(config_path)
    try:
        yield house
    finally:
        house.close()


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False))


def show_password(password: str) -> None:
    """The password of a sealed file: here and now, and never again."""
    click.echo(f"密码（只显示这一次） password, shown this once: {password}", err=True)
