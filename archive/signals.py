"""Signals: who takes them while something is under way. In threads other than the main one nothing is done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def handled_by(handler: Callable[[int, FrameType | None], None], *numbers: signal.Signals) -> Iterator[None]:
    """Let *handler* take the signals *numbers* within; then they mean what they did before.

    Does nothing in a thread other than the main one: signals are the main thread's.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, meant in before.items():
            signal.signal(number, meant)
