"""From an exchange that is kept to the article in it: the one road of crawl, extract and rebuild."""

from dataclasses import dataclass, replace

import msgspec

from archive.article.model import Article
from archive.exchange import Exchange
from archive.sources.catalogue import Catalogue
from archive.sources.profile import Source
from archive.stamp import stamp
from archive.warc.capture import Capture

REQUESTED_URL = "requested-url"
"""Name of the note that says which URL was first asked for, where redirects led elsewhere."""

REQUISITE_OF = "requisite-of"
"""Name of the note that says for which page something was fetched that is no page by itself: a picture, a frame."""

HTML = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reading of one capture came to."""

    article: Article | None = None
    """None where the page holds no article, or could not be read."""
    problem: str | None = None
    """Why the page could not be read; None where it could, article or not."""
    blocked: str | None = None
    """What shows that a bot wall's page came in the place of the paper's own."""
    is_page: bool = True
    """False where what was kept is no HTML, whatever its type says."""

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # An article has some thirty parts, and pickle takes ten times as long for them.
        try:
            return _decode, (msgspec.msgpack.encode(self),)
        except UnicodeEncodeError:  # half a character ("\ud83d" alone in JSON-LD) goes into pickle only
            return _made, (self.article, self.problem, self.blocked)


def _made(article: Article | None, problem: str | None, blocked: str | None) -> Reading:
    return Reading(article=article, problem=problem, blocked=blocked)


_decoder = msgspec.msgpack.Decoder(Reading)


def _decode(packed: bytes) -> Reading:
    return _decoder.decode(packed)


def read_exchange(capture: Capture, exchange: Exchange, source: Source, *, all_pages: bool = False) -> Reading:
    """Read the article of one capture, and say in it where its record lies.

    With *all_pages* every page is read as one, whatever it holds, a bot wall's too.
    """
    # These bring lxml and trafilatura along: a crawl with no worker of its own must start without them.
    from archive.article.blockpage import block_reason
    from archive.article.extract import extract, find_article
    from archive.article.page import Page
    from archive.errors import MessageError

    notes = dict(exchange.notes)
    if REQUISITE_OF in notes:
        return Reading()  # a frame, or the page that a server sends in the place of a picture it has not
    try:
        page = Page.of(exchange, record_id=capture.record_id, requested_url=notes.get(REQUESTED_URL))
    except MessageError:
        return Reading(is_page=False)  # whatever its type says: a feed that is sent as HTML
    if not all_pages and (blocked := block_reason(page)):
        return Reading(blocked=blocked)
    article = extract(page, source) if all_pages else find_article(page, source)
    return Reading(article=article and located(article, capture))


def located(article: Article, capture: Capture) -> Article:
    """Return *article* with file, offset, length and digest of its record."""
    return replace(
        article,
        warc_file=capture.warc,
        warc_offset=capture.offset,
        warc_record_length=capture.length,
        warc_record_id=capture.record_id,
        payload_digest=capture.payload_digest,
        capture_time=stamp(capture.captured_at),
        http_status=capture.status,
    )


_catalogue = Catalogue()


def prepare(catalogue: Catalogue) -> None:
    """Make the profiles known in a worker process (see archive.workers)."""
    global _catalogue  # noqa: PLW0603 (one process, one catalogue)
    _catalogue = catalogue


def read_job(job: tuple[Capture, Exchange]) -> Reading:
    """Read one capture in a worker process."""
    capture, exchange = job
    return read_exchange(capture, exchange, _catalogue.find(exchange.url))
