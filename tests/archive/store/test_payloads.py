"""Payloads that are kept already: found by digest, with the place where they lie."""

from datetime import UTC, datetime
from pathlib import Path

from archive.store.payloads import Payloads
from archive.store.state import State


def test_a_payload_is_found_with_its_place(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        state.write(
            "INSERT INTO payloads VALUES (?, ?, ?, ?, ?, ?)",
            ["sha1:A", "https://giornale.example/a", "2026-03-01T08:00:00.5Z", "urn:uuid:1", "x.warc.gz", 4711],
        )
        state.commit()
        payloads = Payloads(tmp_path / "state.sqlite")
        found = payloads.find("sha1:A")
        payloads.close()

    assert found is not None
    assert (found.warc, found.offset, found.record_id) == ("x.warc.gz", 4711, "urn:uuid:1")
    assert found.captured_at == datetime(2026, 3, 1, 8, 0, 0, 500_000, UTC)


def test_what_is_not_kept_is_not_found(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite"):
        payloads = Payloads(tmp_path / "state.sqlite")

        assert payloads.find("sha1:B") is None
        payloads.close()
