"""What the settings say of the files that a crawl writes."""

import pytest
from scrapy.settings import Settings

from archive.errors import UsageError
from crawler.capture.opening import payload_rule


def test_a_payload_digest_that_is_none_is_told() -> None:
    # It was taken for the standard's, and warcinfo said the other.
    with pytest.raises(UsageError, match="CAPTURE_PAYLOAD_DIGEST: 'wired' is none of spec, wire"):
        payload_rule(Settings({"CAPTURE_PAYLOAD_DIGEST": "wired"}))


@pytest.mark.parametrize(("given", "rule"), [({}, "spec"), ({"CAPTURE_PAYLOAD_DIGEST": "wire"}, "wire")])
def test_the_standard_s_is_meant_where_nothing_is_said(given: dict[str, str], rule: str) -> None:
    assert payload_rule(Settings(given)) == rule
