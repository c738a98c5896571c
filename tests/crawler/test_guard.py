"""The network guard: nothing inside is reached, by whatever spelling, name, redirect or proxy."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals

from archive.errors import UsageError
from crawler.guard import Exemption, NetworkGuard, RequestRefused, plain_address
from tests.crawler.capture import child
from tests.crawler.capture.crawling import crawl
from tests.newspaper.wire import Script, WireProxy, WireServer

SECRET = Script.of(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
INSIDE = (
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.7",
    "198.18.0.1",
    "224.0.0.251",
    "239.1.2.3",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
)
OUTSIDE = ("93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_not_allowed(address: str) -> None:
    assert not NetworkGuard().allows(address, 80)


@pytest.mark.parametrize("address", OUTSIDE)
def test_global_addresses_are_allowed(address: str) -> None:
    assert NetworkGuard().allows(address, 443)


@pytest.mark.parametrize(
    ("text", "network", "port"),
    [
        ("127.0.0.1", "127.0.0.1/32", None),
        ("10.0.0.0/8:8080", "10.0.0.0/8", 8080),
        ("10.1.2.3/8", "10.0.0.0/8", None),
        ("::1", "::1/128", None),
        ("fd00::/8", "fd00::/8", None),
        ("[::1]:443", "::1/128", 443),
        ("[fd00::]/8:443", "fd00::/8", 443),
        ("[fd00::/8]:443", "fd00::/8", 443),
    ],
)
def test_exemptions_are_read(text: str, network: str, port: int | None) -> None:
    assert Exemption.read(text) == Exemption(network=ipaddress.ip_network(network), port=port)


@pytest.mark.parametrize(
    "text", ["", "localhost", "10.0.0.0/8:", "10.0.0.0/40", "127.0.0.1:0", "127.0.0.1:99999", "a:b"]
)
def test_a_wrong_exemption_is_named(text: str) -> None:
    with pytest.raises(UsageError, match="ALLOW_NETWORK"):
        Exemption.read(text)


def test_an_exemption_with_a_port_is_for_that_port_only() -> None:
    guard = NetworkGuard(["127.0.0.0/8:8000"])

    assert guard.allows("127.0.0.1", 8000)
    assert guard.allows("::ffff:127.0.0.1", 8000)
    assert not guard.allows("127.0.0.1", 8001)
    assert not guard.allows("10.0.0.1", 8000)


def test_plain_address_unwraps_what_leads_to_ipv4() -> None:
    inner = ipaddress.IPv4Address("169.254.169.254")

    for spelling in ("::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254"):
        assert plain_address(ipaddress.ip_address(spelling)) == inner


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("http://user@example.org/", "userinfo"),
        ("http://example.org@127.0.0.1/", "userinfo"),
        ("http://example.org\\@127.0.0.1/", "userinfo"),
        ("http:///path", "host"),
        ("http://[::1/", "host"),
        ("http://example.org:99999/", "host"),
    ],
)
def test_some_urls_are_not_even_looked_up(url: str, reason: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        NetworkGuard().check_url(url)

    assert refused.value.reason == reason


@pytest.fixture(scope="module")
def canary() -> Iterator[WireServer]:
    with WireServer({"/": SECRET, "/robots.txt": SECRET}) as server:
        yield server


def spellings(port: int) -> list[str]:
    """URLs that lead to 127.0.0.1 or to this machine otherwise."""
    hosts = (
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "0",
        "0.0.0.0",
        "127.0.0.2",
        "127.255.255.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[::]",
        "\u2460\u2461\u2466.0.0.1",
        "example.org@127.0.0.1",
        socket.gethostname(),
    )
    return [f"http://{host}:{port}/" for host in hosts]


@pytest.mark.parametrize("resolver", ["CachingThreadedResolver", "CachingHostnameResolver"])
def test_no_spelling_reaches_the_canary(canary: WireServer, tmp_path: Path, resolver: str) -> None:
    before = canary.connections
    bait = {
        f"/{number}": Script.of(f"HTTP/1.1 302 Found\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode())
        for number, url in enumerate(spellings(canary.port))
    }
    with WireServer(bait) as site:
        asked = [*spellings(canary.port), *(site.url(path) for path in bait)]
        settings = {
            "ALLOW_NETWORK": [f"127.0.0.1:{site.port}"],
            "ROBOTSTXT_OBEY": True,
            "TWISTED_DNS_RESOLVER": f"scrapy.resolver.{resolver}",
        }
        run = crawl(tmp_path, asked, settings=settings)

    assert run.stats["guard/refused"] >= len(bait)
    assert canary.connections == before
    assert not any(answer.body for answer in run.answers.values())


def test_a_refusal_names_url_and_reason(canary: WireServer, tmp_path: Path) -> None:
    url = canary.url("/")

    run = crawl(tmp_path, [url], settings={"ALLOW_NETWORK": []})

    assert run.answers[url].error == "RequestRefused"
    assert url in run.answers[url].message
    assert f"127.0.0.1 port {canary.port}" in run.answers[url].message
    assert run.stats["guard/refused/address"] == 1
    assert run.log.count("refused by the network guard") == 1


def test_a_name_that_changes_its_address_between_look_ups_reaches_nothing(canary: WireServer, tmp_path: Path) -> None:
    before = canary.connections
    closing = Script.of(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\npublic", ends="close")
    with WireServer({"/": closing}, host="127.0.0.2", port=canary.port) as public:
        run = crawl(
            tmp_path,
            [{"url": f"http://rebinding.test:{canary.port}/", "name": str(number)} for number in range(6)],
            settings={"ALLOW_NETWORK": ["127.0.0.2"], "DNSCACHE_ENABLED": False},
            setup="tests.crawler.test_guard:rebind",
            sequential=True,
        )

        assert public.connections == 3
    assert canary.connections == before
    assert run.extra["look-ups"] == 6
    assert [run.answers[str(number)].error for number in range(6)] == ["RequestRefused", None] * 3


def rebind(crawler: Any) -> None:
    """Install a resolver (in the child) that names loopback and an allowed address by turns."""

    def install() -> None:
        from twisted.internet import defer, reactor
        from twisted.internet.interfaces import IResolverSimple
        from zope.interface import implementer

        @implementer(IResolverSimple)
        class Rebinding:
            def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 (Twisted's name)
                child.EXTRA["look-ups"] = turn = child.EXTRA.get("look-ups", 0) + 1
                return defer.succeed("127.0.0.1" if turn % 2 else "127.0.0.2")

        if "look-ups" not in child.EXTRA:
            child.EXTRA["look-ups"] = 0
            reactor.installResolver(Rebinding())

    child.KEEP.append(install)
    crawler.signals.connect(install, signals.request_reached_downloader)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_not_asked_for_addresses_inside(canary: WireServer, tmp_path: Path, scheme: str) -> None:
    before = canary.connections
    urls = [f"{scheme}://{host}:{canary.port}/" for host in ("127.0.0.1", "localhost", "2130706433", "intranet.corp")]
    with WireProxy() as proxy:
        run = crawl(
            tmp_path,
            urls,
            settings={"ALLOW_NETWORK": []},
            environment={"http_proxy": proxy.url, "https_proxy": proxy.url},
        )

        assert proxy.requests == []
    assert canary.connections == before
    assert [run.answers[url].error for url in urls] == ["RequestRefused"] * 4


def test_a_proxy_on_an_inner_address_is_the_users_choice(canary: WireServer, tmp_path: Path) -> None:
    with WireProxy() as proxy:
        run = crawl(
            tmp_path,
            [canary.url("/")],
            settings={"ALLOW_NETWORK": [f"127.0.0.1:{canary.port}"]},
            environment={"http_proxy": proxy.url},
        )

        assert len(proxy.requests) == 1
    assert run.answers[canary.url("/")].body == b"secret"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/plain,x", "ftp://127.0.0.1/x", "s3://bucket/x"])
def test_other_schemes_have_no_handler(tmp_path: Path, url: str) -> None:
    run = crawl(tmp_path, [url])

    assert run.answers[url].error == "NotSupported"
    assert not run.kept


def test_ipv6_is_connected_to_where_it_is_allowed(tmp_path: Path) -> None:
    with WireServer({"/": SECRET}, host="::1") as server:
        url = f"http://[::1]:{server.port}/"
        settings = {"ALLOW_NETWORK": ["[::1]"], "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver"}
        run = crawl(tmp_path, [url], settings=settings)

    assert run.answers[url].body == b"secret"
    assert run.kept[0].address == "::1"


def test_the_guard_can_be_switched_off(canary: WireServer, tmp_path: Path) -> None:
    run = crawl(tmp_path, [canary.url("/")], settings={"ALLOW_NETWORK": [], "GUARD_ENABLED": False})

    assert run.answers[canary.url("/")].body == b"secret"
