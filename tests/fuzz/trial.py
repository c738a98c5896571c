"""One trial: a page or a WARC is made from a seed and read; what went wrong comes back in words."""

import gzip
import os
import tempfile
import time
import traceback
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import msgspec

from archive.article.extract import extract
from archive.article.page import Page
from archive.errors import ArchiveError, DamagedRecord
from archive.exchange import Exchange, Spool
from archive.sources.profile import Source
from archive.store.articles import decode_line, encode_line
from archive.warc import index
from archive.warc.capture import Capture
from archive.warc.reader import read_at, read_exchanges
from archive.warc.verify import verify_warc
from crawler.discovery.requisites import read_requisites
from crawler.discovery.sections import read_section
from tests.fuzz.mutation import Mutator
from tests.fuzz.pages import HOSTILE, URL, calm_pages
from tests.fuzz.warcs import kept_warc

CAPTURED = datetime(2024, 5, 3, 12, tzinfo=UTC)
MAX_SECONDS = 10.0
"""CPU seconds for one page."""
_TYPES = (
    "text/html", "text/html;", "text/plain", "", "application/xhtml+xml", "text/html; charset=utf-8",
    "text/html; charset=iso-8859-1", "text/html; charset=shift_jis", "text/html; charset=utf-16",
    "text/html; charset=gbk",
    "text/html; charset=x-user-defined", "text/html; charset=iso-2022-jp", "text/html; charset=windows-1251",
    "text/html; charset=big5",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one seed brought."""

    what: str
    seconds: float
    """CPU."""
    faults: tuple[str, ...]


def try_seed(job: int | str) -> Trial:
    """Read what *job* names: a number is a seed of mutations, a word one of the hostile pages as it is."""
    begin = time.process_time()
    faults: list[str] = []
    what, work = _work(job)
    try:
        faults += work()
    except ArchiveError:
        pass
    except Exception as error:  # noqa: BLE001 (that is what is looked for)
        place = "".join(traceback.format_exception(error)[-3:])
        faults.append(f"{type(error).__name__}: {str(error)[:200]}\n{place}")
    seconds = time.process_time() - begin
    if seconds > MAX_SECONDS:
        faults.append(f"took {seconds:.1f} s of CPU")
    return Trial(what=what, seconds=seconds, faults=tuple(faults))


def _work(job: int | str) -> tuple[str, Callable[[], Iterator[str]]]:
    if isinstance(job, str):
        page = HOSTILE[job]()
        return job, lambda: _read_page(page, "text/html; charset=utf-8", b"", seed=0)
    mutator = Mutator(job)
    if mutator.random.random() < 0.2:
        packed = mutator.random.random() < 0.6
        data = mutator.spoil(kept_warc(packed=packed), other=kept_warc(packed=not packed))
        return f"warc {job}", lambda: _read_warc(data, packed=packed)
    pages = calm_pages()
    choose = mutator.random
    name = choose.choice(list(HOSTILE)) if choose.random() < 0.15 else None
    page = HOSTILE[name]() if name else choose.choice(pages)
    spoilt = mutator.spoil_page(page, other=choose.choice(pages))
    kind = choose.choice(_TYPES)
    coding = choose.choice((b"", b"", b"", b"gzip", b"deflate", b"br"))
    return f"page {job}" + (f" ({name})" if name else ""), lambda: _read_page(spoilt, kind, coding, seed=job)


def page_of(seed: int) -> bytes:
    """Return the page or WARC of *seed*, to be looked at."""
    work: Any = _work(seed)[1]
    found = [cell.cell_contents for cell in work.__closure__ if isinstance(cell.cell_contents, bytes)]
    return max(found, key=len, default=b"")


def _read_page(data: bytes, content_type: str, coding: bytes, *, seed: int) -> Iterator[str]:
    coded = {b"gzip": gzip.compress, b"deflate": zlib.compress, b"br": brotli.compress}.get(coding, bytes)(data)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Encoding: %b\r\n\r\n" % (content_type.encode(), coding)
    exchange = Exchange(url=URL, request=None, response=Spool.of(head + coded), captured_at=CAPTURED)
    page = Page.of(exchange, record_id="urn:uuid:0")
    source = Source.for_host("www.gazzetta.example")
    article = extract(page, source)
    line = encode_line(article)
    if encode_line(decode_line(line)) != line:
        yield "the line that is read back is another"
    yield from _odd_texts(msgspec.to_builtins(decode_line(line)), "article")
    if seed % 8 == 0 and encode_line(extract(Page.of(exchange, record_id="urn:uuid:0"), source)) != line:
        yield "the second reading gives another article"
    read_section(data, URL, source, content_type=content_type)
    read_requisites(data, URL, "html", content_type=content_type)


def _odd_texts(value: Any, where: str) -> Iterator[str]:
    """Yield each text that JSON readers or terminals choke on: controls, line separators, halves."""
    if isinstance(value, str):
        odd = {c for c in value if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
        # A tab may stand in a text; in a terminal it does no harm.
        if odd - {"\t"}:
            yield f"{where} holds {sorted(odd)!r}: {value[:80]!r}"
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _odd_texts(one, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _odd_texts(one, where)


def _read_warc(data: bytes, *, packed: bool) -> Iterator[str]:
    handle, name = tempfile.mkstemp(prefix="emeroteca-", suffix=".warc.gz" if packed else ".warc")
    path = Path(name)
    try:
        os.write(handle, data)
        damages: list[DamagedRecord] = []
        for capture, exchange in read_exchanges(path, on_damage=damages.append):
            exchange.response.read()
            if Capture.from_line(capture.line()).line() != capture.line():
                yield f"index line is not read back: {capture.line()!r}"
        for capture in index.captures(path, on_damage=damages.append):
            try:
                read_at(path, capture.offset, capture.length)
            except DamagedRecord:
                continue
        for _ in verify_warc(path):
            pass
    finally:
        os.close(handle)
        path.unlink()
