"""Stopping: SIGTERM ends a long command as Ctrl-C does, tidied up, with one line and exit code 10."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import ParamSpec, TypeVar

import click

STOPPED = 10

P = ParamSpec("P")
R = TypeVar("R")


def stoppable(said: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator for a command; *said* is the line on stderr when it was stopped."""

    def around(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def run(*values: P.args, **options: P.kwargs) -> R:
            try:
                with _term_interrupts():
                    return command(*values, **options)
            except KeyboardInterrupt:
                click.echo(said, err=True)
                raise click.exceptions.Exit(STOPPED) from None

        return run

    return around


@contextmanager
def _term_interrupts() -> Iterator[None]:
    """Let SIGTERM raise KeyboardInterrupt, so that what is under way is tidied up."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
