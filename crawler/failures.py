"""Failures: why no answer came, in words."""

from scrapy.exceptions import ResponseDataLossError


def reason_of(error: BaseException) -> str:
    """Return why a page could not be had, in words: Twisted's own are lists of its classes, or none at all."""
    if isinstance(error, ResponseDataLossError):
        return "the answer ends early or its framing is broken; what came is kept, marked as truncated"
    failures = getattr(error.__cause__, "reasons", None)
    if failures:
        cause = failures[0].value
        said = cause.args[0] if cause.args and isinstance(cause.args[0], str) else str(cause)
        return f"no answer that can be read: {said or type(cause).__name__}"
    return str(error) or type(error).__name__
