"""The network guard: which addresses a crawl may ask, checked on the very address that is connected to.

Pages are written by strangers, and their links may point inside: to loopback, to private networks, to a cloud's
metadata service, by name, by an odd spelling of a number, by a redirect, or by a name whose address changes between
two look-ups. So the check stands between the look-up and the connection: an address that is not allowed never
reaches the socket. Only http and https, only addresses that are global; exceptions by ``ALLOW_NETWORK``.

Through a proxy the crawler does not connect to the address itself: there the URL's host is looked up here, and the
request refused where that gives an address that is not allowed. A name that this machine cannot look up is left to
the proxy. The proxy's own address is the user's choice and is not checked.

================= ========= ======================================================================================
setting           default   meaning
================= ========= ======================================================================================
ALLOW_NETWORK     ``[]``    exceptions: ``CIDR[:PORT]``, as ``127.0.0.1``, ``10.0.0.0/8:8080``, ``[fd00::/8]:443``
GUARD_ENABLED     True      False: any address is asked
================= ========= ======================================================================================
"""

import ipaddress
import logging
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver, IStreamClientEndpoint
from zope.interface import implementer

from archive.errors import UsageError

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_LOCAL_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$")
_LOOK_UP_SECONDS = 5.0


class RequestRefused(IgnoreRequest):
    """The network guard refused a request; no connection was made. Scrapy neither retries nor reports it."""

    def __init__(self, url: str, reason: str, problem: str) -> None:
        self.url = url
        self.reason = reason
        """One word for statistics: ``scheme``, ``userinfo``, ``host``, ``address``."""
        self.problem = problem
        super().__init__(f"{url}: refused by the network guard: {problem}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Addresses that may be asked although they are not global."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    port: int | None = None
    """None: any port."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``CIDR[:PORT]``; an IPv6 network with a port stands in brackets. Raises UsageError."""
        bare, port = text.strip(), None
        if match := re.fullmatch(r"\[([^\]]+)\](/\d+)?(?::(\d+))?", bare):
            bare, port = match[1] + (match[2] or ""), match[3]
        elif bare.count(":") == 1:
            bare, port = bare.split(":")
        try:
            number = None if port is None else int(port)
            if number is not None and not 0 < number < 65536:
                raise ValueError("no port number")
            return cls(network=ipaddress.ip_network(bare, strict=False), port=number)
        except ValueError as error:
            raise UsageError(f"ALLOW_NETWORK: {text!r} is no CIDR[:PORT], as 127.0.0.1 or 10.0.0.0/8:8080") from error


def plain_address(address: Address) -> Address:
    """Return the address that *address* leads to: the IPv4 one inside a mapped, NAT64 or 6to4 spelling, or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR and address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _COMPATIBLE and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class NetworkGuard:
    """Decides which requests may go out. One for each crawler."""

    def __init__(self, allowed: Iterable[str] = (), *, enabled: bool = True) -> None:
        self.exemptions = tuple(Exemption.read(text) for text in allowed)
        self.enabled = enabled

    @classmethod
    def of(cls, settings: Any) -> Self:
        """Read ALLOW_NETWORK and GUARD_ENABLED from Scrapy *settings*."""
        return cls(settings.getlist("ALLOW_NETWORK"), enabled=settings.getbool("GUARD_ENABLED", True))

    def allows(self, address: str, port: int) -> bool:
        """Return True where *address* (in its normal spelling) may be connected to on *port*."""
        if not self.enabled:
            return True
        try:
            plain = plain_address(ipaddress.ip_address(address.partition("%")[0]))
        except ValueError:
            return False
        for known in self.exemptions:
            if known.port in (None, port) and plain.version == known.network.version and plain in known.network:
                return True
        if isinstance(plain, ipaddress.IPv6Address) and plain.is_site_local:
            return False  # fec0::/10, given up by RFC 3879 and still routed inside; Python takes it for global
        return plain.is_global and not plain.is_multicast and not plain.is_reserved and not plain.is_unspecified

    def check_url(self, url: str) -> tuple[str, int]:
        """Return host and port of *url*; raises RequestRefused for what must not even be looked up."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise RequestRefused(url, "host", str(error)) from error
        if parts.scheme not in ("http", "https"):
            raise RequestRefused(url, "scheme", f"only http and https are asked, not {parts.scheme!r}")
        if "@" in parts.netloc or "\\" in parts.netloc:
            # Programs disagree on which part of such a URL is the host.
            raise RequestRefused(url, "userinfo", "user names and passwords in URLs are not sent")
        if not host:
            raise RequestRefused(url, "host", "no host")
        return host, port or (443 if parts.scheme == "https" else 80)

    def endpoint(self, url: str, endpoint: Any) -> "GuardedEndpoint":
        """Return *endpoint*, checked: it connects to addresses that are allowed, or to none."""
        return GuardedEndpoint(self, url, endpoint)

    async def check_proxied(self, url: str) -> None:
        """Raise RequestRefused where *url*, which a proxy would ask, names an address that is not allowed."""
        if not self.enabled:
            return
        host, port = self.check_url(url)
        found = await _look_up(host, port)
        refused = [address for address in found if not self.allows(address, port)]
        if refused:
            raise RequestRefused(url, "address", f"{host} is {refused[0]}, which is not on the public internet")
        if not found and (_LOCAL_NAMES.search(host) or "." not in host):
            raise RequestRefused(url, "host", f"{host} is a name of an inner network")


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """An endpoint whose look-up gives allowed addresses only."""

    def __init__(self, guard: NetworkGuard, url: str, endpoint: Any) -> None:
        self._guard = guard
        self._url = url
        self._endpoint = endpoint

    def connect(self, protocolFactory: Any) -> Any:  # noqa: N803 (Twisted's name)
        from twisted.internet import reactor

        if not isinstance(reactor.nameResolver, GuardedResolver):
            # Here and not earlier: Scrapy installs its own resolver when the reactor starts.
            reactor.installNameResolver(GuardedResolver(reactor.nameResolver))
        sieve = _Sieve(self._guard.allows)
        token = _sieve.set(sieve)
        try:
            connecting = self._endpoint.connect(protocolFactory)
        finally:
            _sieve.reset(token)
        return connecting.addCallbacks(self._connected, self._failed, (sieve,), {}, (sieve,), {})

    def _connected(self, protocol: Any, sieve: "_Sieve") -> Any:
        peer = protocol.transport.getPeer()
        if self._guard.allows(peer.host, peer.port):
            return protocol
        # The look-up was passed by: a second lock, in case Twisted changes its ways.
        protocol.transport.abortConnection()
        raise RequestRefused(self._url, "address", f"{peer.host} is not on the public internet")

    def _failed(self, failure: Any, sieve: "_Sieve") -> Any:
        if not sieve.refused or sieve.passed:
            return failure
        address, port = sieve.refused[0]
        raise RequestRefused(
            self._url,
            "address",
            f"{address} port {port} is not on the public internet "
            f"(an exception: --allow-network {_spelled(address, port)})",
        )


def _spelled(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


class _Sieve:
    """What one connection may be told by the look-up."""

    def __init__(self, allows: Callable[[str, int], bool]) -> None:
        self.allows = allows
        self.refused: list[tuple[str, int]] = []
        self.passed = False


_sieve: ContextVar[_Sieve | None] = ContextVar("sieve", default=None)


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver, passing on allowed addresses only where a guarded endpoint asks; others see no change."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        sieve = _sieve.get()
        receiver = resolutionReceiver if sieve is None else _SiftedReceiver(resolutionReceiver, sieve)
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _SiftedReceiver:
    def __init__(self, inner: Any, sieve: _Sieve) -> None:
        self._inner = inner
        self._sieve = sieve

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 (Twisted's name)
        self._inner.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 (Twisted's name)
        if self._sieve.allows(address.host, address.port):
            self._sieve.passed = True
            self._inner.addressResolved(address)
        else:
            self._sieve.refused.append((address.host, address.port))

    def resolutionComplete(self) -> None:  # noqa: N802 (Twisted's name)
        self._inner.resolutionComplete()


@implementer(IResolutionReceiver)
class _Collector:
    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.done: Deferred[None] = Deferred()

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 (Twisted's name)
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802 (Twisted's name)
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 (Twisted's name)
        if not self.done.called:
            self.done.callback(None)


async def _look_up(host: str, port: int) -> list[str]:
    """Return the addresses of *host* as this machine knows them; none where it cannot tell within some seconds."""
    from twisted.internet import reactor

    collector = _Collector()
    reactor.nameResolver.resolveHostName(collector, host, port)
    patience = reactor.callLater(_LOOK_UP_SECONDS, collector.resolutionComplete)
    await maybe_deferred_to_future(collector.done)
    if patience.active():
        patience.cancel()
    return collector.addresses
