import signal
import threading

import pytest

from archive.signals import handled_by


def test_a_signal_goes_to_the_handler_within_and_means_what_it_did_after() -> None:
    before = signal.getsignal(signal.SIGTERM)
    came: list[int] = []
    with handled_by(lambda number, _: came.append(number), signal.SIGTERM, signal.SIGINT):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)

    assert came == [signal.SIGTERM, signal.SIGINT]
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_handler_that_raises_leaves_no_trace() -> None:
    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), handled_by(interrupt, signal.SIGTERM):
        signal.raise_signal(signal.SIGTERM)

    assert signal.getsignal(signal.SIGTERM) is before


def test_in_another_thread_nothing_is_done() -> None:
    seen: list[object] = []

    def work() -> None:
        with handled_by(lambda *_: None, signal.SIGTERM):
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert seen == [before]
