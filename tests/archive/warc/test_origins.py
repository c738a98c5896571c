"""Where payloads lie: what dictionaries would say, in memory that does not grow."""

import tracemalloc
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive.warc.capture import REVISIT, Capture
from archive.warc.origins import Origins, Place

NAMES = st.none() | st.sampled_from("abcd")


def capture(record_id: str | None, digest: str | None, offset: int = 0, of: str | None = None) -> Capture:
    return Capture(
        urlkey="x",
        url="http://x/",
        captured_at=datetime(2025, 1, 1, tzinfo=UTC),
        status=200,
        mime=REVISIT if of else "text/html",
        payload_digest=digest,
        record_id=record_id,
        warc="a.warc.gz",
        offset=offset,
        length=9,
        revisit_of=of,
    )


@given(st.lists(st.tuples(NAMES, NAMES, st.sampled_from(["1.warc", "2.warc"]), st.booleans())), NAMES, NAMES)
def test_a_revisit_is_of_the_record_that_it_names_else_of_the_first_of_its_digest(
    seen: list[tuple[str | None, str | None, str, bool]], of: str | None, digest: str | None
) -> None:
    by_id: dict[str | None, Place | None] = {}
    by_digest: dict[str | None, Place] = {}
    with Origins() as origins:
        for offset, (said_id, its_digest, path, page) in enumerate(seen):
            record_id = None if said_id in by_id else said_id
            one = capture(record_id, its_digest, offset)
            if page:
                origins.add(path, one)
                by_digest.setdefault(its_digest, (path, offset, 9))
            else:
                origins.pass_over(one)
            by_id[record_id] = (path, offset, 9) if page else None
        revisit = capture("r", digest, of=of)
        named = by_id.get(of) if of else None
        expected = named or (by_digest.get(digest) if digest else None)

        assert origins.find(revisit) == expected
        assert origins.passed_over(revisit) == (of in by_id and of is not None and by_id[of] is None)


def test_memory_does_not_grow_with_what_was_seen() -> None:
    with Origins() as origins:
        tracemalloc.start()
        try:
            for number in range(20_000):
                origins.add("a.warc.gz", capture(f"urn:uuid:{number}", f"sha1:{number}", number))
            assert tracemalloc.get_traced_memory()[0] < 200_000
        finally:
            tracemalloc.stop()
