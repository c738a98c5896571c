"""Conditional requests: ask only for what has changed, and say which capture a 304 speaks of (RFC 9110, 13)."""

from datetime import datetime

from archive.http import Head
from archive.urlkey import surt
from archive.warc.capture import Capture
from crawler.pages import Due


def conditional_fields(due: Due) -> dict[str, str]:
    """Return the request fields that ask for *due* only if it has changed since the capture that is known."""
    if due.record_id is None:
        return {}
    fields = {}
    if due.etag:
        fields["If-None-Match"] = due.etag
    if due.last_modified:
        fields["If-Modified-Since"] = due.last_modified
    return fields


def known_capture(due: Due) -> Capture | None:
    """Return the capture that a 304 to *due*'s conditional request speaks of."""
    if due.record_id is None or due.captured_at is None:
        return None
    return Capture(
        urlkey=surt(due.url),
        url=due.url,
        captured_at=datetime.fromisoformat(due.captured_at),
        status=200,
        mime=None,
        payload_digest=due.digest,
        record_id=due.record_id,
        warc="",
        offset=0,
        length=0,
    )


def validators(head: Head) -> tuple[str | None, str | None]:
    """Return ETag and Last-Modified of a response, as they stand; None for what could not be sent back in a field."""
    return _sendable(head.get("ETag")), _sendable(head.get("Last-Modified"))


def _sendable(value: str | None) -> str | None:
    return value if value and value.isprintable() and len(value) <= 1024 else None
