"""The loopback server: conditional requests, coding, framing, keep-alive."""

import gzip
import http.client
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from crawler.demo.loopback import Answer, Asked, Serving, serve_site

PAGE = b"<p>Il Torre scende.</p>" * 100
AT = datetime(2025, 4, 7, 17, 22, tzinfo=UTC)


def answer(asked: Asked) -> Answer:
    if asked.path == "/chunked":
        return Answer(body=PAGE, media_type="text/html", chunked=True)
    if asked.path == "/picture":
        return Answer(body=b"\x89PNG" * 500, media_type="image/png", etag=False)
    if asked.path == "/broken":
        raise RuntimeError("the site has a fault")
    return Answer(body=PAGE, media_type="text/html", modified_at=AT)


@pytest.fixture
def serving() -> Iterator[Serving]:
    with serve_site(answer) as running:
        yield running


def ask(
    serving: Serving, path: str = "/", method: str = "GET", **fields: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(serving.host, serving.port, timeout=5)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in fields.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_a_page_comes_with_etag_and_last_modified(serving: Serving) -> None:
    response, body = ask(serving)

    assert (response.status, body) == (200, PAGE)
    assert response.getheader("Last-Modified") == "Mon, 07 Apr 2025 17:22:00 GMT"
    assert response.getheader("ETag")


def test_who_knows_the_etag_gets_304_without_a_body(serving: Serving) -> None:
    etag = ask(serving)[0].getheader("ETag") or ""

    response, body = ask(serving, If_None_Match=etag)

    assert (response.status, body) == (304, b"")
    assert response.getheader("ETag") == etag


def test_another_etag_goes_before_a_matching_date(serving: Serving) -> None:
    response, _ = ask(serving, If_None_Match='"other"', If_Modified_Since="Mon, 07 Apr 2025 17:22:00 GMT")

    assert response.status == 200


@pytest.mark.parametrize(("since", "status"), [("17:22:00", 304), ("17:21:59", 200)])
def test_a_date_decides_where_no_etag_is_sent(serving: Serving, since: str, status: int) -> None:
    response, _ = ask(serving, If_Modified_Since=f"Mon, 07 Apr 2025 {since} GMT")

    assert response.status == status


def test_a_date_that_is_none_is_ignored(serving: Serving) -> None:
    assert ask(serving, If_Modified_Since="yesterday")[0].status == 200


def test_gzip_goes_to_who_offers_it_under_an_etag_of_its_own(serving: Serving) -> None:
    plain, _ = ask(serving)
    packed, body = ask(serving, Accept_Encoding="br, gzip;q=0.8")

    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body) == PAGE
    assert packed.getheader("ETag") != plain.getheader("ETag")


def test_pictures_are_not_packed(serving: Serving) -> None:
    response, body = ask(serving, "/picture", Accept_Encoding="gzip")

    assert response.getheader("Content-Encoding") is None
    assert len(body) == 2000


def test_a_chunked_page_has_no_length(serving: Serving) -> None:
    response, body = ask(serving, "/chunked")

    assert response.getheader("Transfer-Encoding") == "chunked"
    assert response.getheader("Content-Length") is None
    assert body == PAGE


def test_head_has_the_length_and_no_body(serving: Serving) -> None:
    response, body = ask(serving, method="HEAD")

    assert (response.getheader("Content-Length"), body) == (str(len(PAGE)), b"")


def test_one_connection_serves_many_requests(serving: Serving) -> None:
    connection = http.client.HTTPConnection(serving.host, serving.port, timeout=5)
    statuses = []
    for path in ("/", "/chunked", "/picture"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()

    assert statuses == [200, 200, 200]


def test_a_stopped_server_refuses_connections() -> None:
    running = serve_site(answer)
    running.stop()
    running.stop()

    with pytest.raises(ConnectionRefusedError):
        ask(running)
