"""Stopping: whether a signal has asked the run of this process to end, also before it has anything to end."""

_signals: list[int] = []


def ask(number: int) -> int:
    """Note that signal *number* came; return how many have come by now."""
    _signals.append(number)
    return len(_signals)


def asked() -> bool:
    """Tell whether the run is to end."""
    return bool(_signals)
