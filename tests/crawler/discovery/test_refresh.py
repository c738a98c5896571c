"""Where a page sends a browser by itself."""

import time

import pytest

from crawler.discovery.refresh import refresh_target

HERE = "http://giornale.example/vecchio/1.html"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/nuovo.html">', "/nuovo.html"),
        ("<META HTTP-EQUIV=Refresh CONTENT='5;URL=2.html'>", "/vecchio/2.html"),
        ('<meta content="0;url=&#x2f;a?b=1&amp;c=2#x" http-equiv=refresh>', "/a?b=1&c=2"),
        ("<meta http-equiv=refresh content=\"1; url='/a b'\">", "/a b"),
        ('<meta http-equiv=refresh content="0, /a">', "/a"),
        ('<meta http-equiv=refresh content="0.5; url=/città">', "/città"),
        ('<meta name=x content="a > b"><meta http-equiv=refresh content="0; url=/a">', "/a"),
        ('<meta http-equiv="refresh" content="300; url=/nuovo.html">', None),
        ('<meta http-equiv="refresh" content="5">', None),
        (f'<meta http-equiv="refresh" content="5; url={HERE}#oggi">', None),
        ('<noscript><meta http-equiv="refresh" content="0; url=/senza-script"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/a"> -->', None),
        ("<script>'<meta http-equiv=refresh content=\"0; url=/a\">'</script>", None),
        ('<meta http-equiv="refresh" content="0; url=javascript:go()">', None),
        ('<meta http-equiv="refresh" content="0; url=http://[bad">', None),
        ('<meta name="refresh" content="0; url=/a">', None),
        ("<p>refresh</p>", None),
    ],
)
def test_a_page_is_left_for_where_a_browser_goes(markup: str, target: str | None) -> None:
    found = refresh_target(f"<html><head>{markup}</head>".encode(), HERE)

    assert found == (None if target is None else "http://giornale.example" + target)


def test_the_field_of_the_head_counts_as_well() -> None:
    assert refresh_target(b"<p>", HERE, "0; url=/a") == "http://giornale.example/a"
    assert refresh_target(b"<p>", HERE, "60; url=/a") is None


@pytest.mark.parametrize(
    "piece", [b"<meta ", b"<!--", b"<script ", b"<meta a='", b'<meta x="', b"<meta refresh= ", b"<"]
)
def test_no_page_takes_long(piece: bytes) -> None:
    started = time.perf_counter()
    refresh_target(b"refresh" + piece * 20_000, HERE)

    assert time.perf_counter() - started < 1
