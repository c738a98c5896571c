"""Opening: where a crawl's WARC files are written, and what their warcinfo says of it, by Scrapy's settings."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import scrapy
import twisted

from archive import __version__
from archive.collection import Collection
from archive.errors import StorageError, UsageError
from archive.warc.capture import Capture
from archive.warc.digest import PayloadRule
from crawler.capture.writing import Writer

_OPTIONS = (
    "DOWNLOAD_DELAY",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CAPTURE_MAX_SECONDS",
    "CAPTURE_MAX_WIRE_BYTES",
    "CAPTURE_PAYLOAD_DIGEST",
    "DOWNLOAD_VERIFY_CERTIFICATES",
    "EMEROTECA_REQUISITES",
)
"""Settings of the run that warcinfo tells: they say what the archive holds and what it leaves out."""


def capture_folder(settings: Any) -> Path:
    """Return the folder for WARC files, made where it is missing. Raises UsageError or StorageError."""
    if collection := settings.get("COLLECTION"):
        return Collection.create(Path(collection)).warcs
    if not settings.get("CAPTURE_FOLDER"):
        raise UsageError("set COLLECTION (an emeroteca collection) or CAPTURE_FOLDER (a folder for WARC files)")
    folder = Path(settings.get("CAPTURE_FOLDER"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StorageError(folder, f"not writable ({error.strerror})") from error
    return folder


def payload_rule(settings: Any) -> PayloadRule:
    """Return what payload digests are over. Raises UsageError where the setting is none of what can be meant."""
    said = settings.get("CAPTURE_PAYLOAD_DIGEST", "spec")
    for rule in get_args(PayloadRule):
        if said == rule:
            return rule  # type: ignore[no-any-return]  # one of the rules
    raise UsageError(f"CAPTURE_PAYLOAD_DIGEST: {said!r} is none of {', '.join(get_args(PayloadRule))}")


def open_writer(crawler: Any, folder: Path, kept: Callable[[str], Capture | None] | None) -> Writer:
    """Return the writer of a crawl's WARC files; *kept* tells what payloads are there already."""
    from archive.warc.writer import WarcWriter

    settings = crawler.settings
    return WarcWriter(
        folder,
        info=warc_info(crawler),
        prefix=settings.get("CAPTURE_PREFIX", "emeroteca"),
        max_bytes=settings.getint("CAPTURE_MAX_BYTES", 1_000_000_000),
        payload_digest=payload_rule(settings),
        kept=kept,
        redact=tuple(settings.getlist("CAPTURE_REDACT")),
    )


def warc_info(crawler: Any) -> dict[str, str]:
    """Return the fields of the warcinfo record: software, robots policy, operator, and what the run was told."""
    settings = crawler.settings
    info = {
        "software": f"emeroteca/{__version__} Scrapy/{scrapy.__version__} Twisted/{twisted.__version__}",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": str(settings.get("USER_AGENT") or ""),
        "operator": str(settings.get("CAPTURE_OPERATOR") or ""),
        "isPartOf": Path(settings.get("COLLECTION") or settings.get("CAPTURE_FOLDER")).resolve().name,
        "description": f"spider {crawler.spidercls.name}",
        "options": ", ".join(f"{name}={settings.get(name)}" for name in _OPTIONS if settings.get(name) is not None),
    }
    if redacted := settings.getlist("CAPTURE_REDACT"):
        info["redacted"] = ", ".join(redacted)
    return {name: value for name, value in info.items() if value}
