"""Stopping: SIGTERM ends a long command as Ctrl-C does, tidied up, with one line and exit code 10."""

import signal
from collections.abc import Callable
from functools import wraps
from types import FrameType
from typing import ParamSpec, TypeVar

import click

from archive.signals import handled_by

STOPPED = 10

P = ParamSpec("P")
R = TypeVar("R")


def stoppable(said: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator for a command; *said* is the line on stderr when it was stopped."""

    def around(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def run(*values: P.args, **options: P.kwargs) -> R:
            try:
                with handled_by(_interrupt, signal.SIGTERM):
                    return command(*values, **options)
            except KeyboardInterrupt:
                click.echo(said, err=True)
                raise click.exceptions.Exit(STOPPED) from None

        return run

    return around


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Let what is under way be tidied up, as after Ctrl-C."""
    raise KeyboardInterrupt
