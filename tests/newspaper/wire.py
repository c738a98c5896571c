"""A raw-socket server that answers byte by byte as scripted, and logs every byte it read and wrote.

Also a small proxy (absolute-form http, and CONNECT). Both on 127.0.0.1 only, both http or https with a certificate
made on the spot.
"""

import datetime as dt
import ipaddress
import socket
import ssl
import struct
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, Self

Ending = Literal["keep", "close", "abrupt", "reset", "hold"]
"""What follows the script's last byte: the next request on this connection; an orderly close (with TLS: after a
close_notify); a close without close_notify; a TCP reset; nothing at all until the client goes away."""


@dataclass(frozen=True, slots=True)
class Script:
    """What the server does with one request: write pieces (bytes), sleep (seconds), then end."""

    steps: tuple[bytes | float, ...]
    ends: Ending = "keep"

    @classmethod
    def of(cls, *steps: bytes | float, ends: Ending = "keep") -> Self:
        return cls(steps, ends)

    @property
    def whole(self) -> bytes:
        return b"".join(step for step in self.steps if isinstance(step, bytes))


@dataclass(slots=True)
class Served:
    """One request as the server read it, and what it wrote for it."""

    connection: int
    path: str
    request: bytes
    response: bytearray = field(default_factory=bytearray)
    """What was handed to the socket; a client that goes away early has read a prefix of it."""


Scripts = Mapping[str, Script | tuple[Script, ...]]
"""By path. A tuple: one script for each time the path is asked, the last one from then on."""

NOT_FOUND = Script.of(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone")


class Listener:
    """Accepts connections on a loopback address (a free port, if none is said), a thread for each."""

    def __init__(self, *, tls: bool = False, host: str = "127.0.0.1", port: int = 0) -> None:
        self.tls = tls
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopping = False
        self.connections = 0

    def __enter__(self) -> Self:
        thread = threading.Thread(target=self._accept, daemon=True)
        thread.start()
        self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._talk, args=(connection, self.connections), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError):
            if self.tls:
                try:
                    connection = server_context().wrap_socket(connection, server_side=True)
                except OSError:
                    connection.close()
                    raise
            with self._lock:
                self._open.add(connection)
            try:
                self.serve(connection, number)
            finally:
                with self._lock:
                    self._open.discard(connection)
                connection.close()

    def serve(self, connection: socket.socket, number: int) -> None:
        raise NotImplementedError


class WireServer(Listener):
    """Answers by script; *log* holds what was read and written, in the order in which requests came."""

    def __init__(self, scripts: Scripts, *, tls: bool = False, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(tls=tls, host=host, port=port)
        self.scripts = scripts
        self.log: list[Served] = []
        self._times: dict[str, int] = {}

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Served]:
        """Return what was served for *path*, in order."""
        return [served for served in self.log if served.path == path]

    def serve(self, connection: socket.socket, number: int) -> None:
        buffered = b""
        while True:
            request, buffered = read_request(connection, buffered)
            if request is None:
                return
            target = request.split(b" ", 2)[1].decode("latin-1")
            path = "/" + target.split("//", 1)[1].partition("/")[2] if "://" in target else target
            served = Served(number, path, request)
            with self._lock:
                self.log.append(served)
                times = self._times.get(path, 0)
                self._times[path] = times + 1
            script = self.scripts.get(path, NOT_FOUND)
            if isinstance(script, tuple):
                script = script[min(times, len(script) - 1)]
            if not self._play(connection, script, served):
                return

    def _play(self, connection: socket.socket, script: Script, served: Served) -> bool:
        for step in script.steps:
            if isinstance(step, bytes):
                for start in range(0, len(step), 1 << 14):
                    piece = step[start : start + (1 << 14)]
                    served.response += piece
                    connection.sendall(piece)
            else:
                time.sleep(step)
        if script.ends == "hold":
            while connection.recv(1 << 16):
                pass
        elif script.ends == "reset":
            time.sleep(0.05)  # a reset overtakes bytes that the client has not read yet
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif script.ends == "close" and isinstance(connection, ssl.SSLSocket):
            connection.settimeout(1)
            with suppress(OSError, ValueError):
                connection.unwrap().close()
        return script.ends == "keep"


class WireProxy(Listener):
    """Passes on what clients ask, byte for byte; *requests* holds the heads that it read."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket, number: int) -> None:
        upstream: socket.socket | None = None
        asked, buffered = None, b""
        try:
            while True:
                request, buffered = read_request(connection, buffered)
                if request is None:
                    return
                self.requests.append(request)
                method, target, rest = request.split(b" ", 2)
                if method == b"CONNECT":
                    self._tunnel(connection, target.decode("ascii"))
                    return
                host, _, path = target.split(b"//", 1)[1].partition(b"/")
                if upstream is None or asked != host:
                    if upstream is not None:
                        upstream.close()
                    upstream, asked = _connect(host.decode("ascii")), host
                    back = threading.Thread(target=_pump, args=(upstream, connection), daemon=True)
                    back.start()
                upstream.sendall(method + b" /" + path + b" " + rest)
        finally:
            if upstream is not None:
                upstream.close()

    def _tunnel(self, connection: socket.socket, target: str) -> None:
        with _connect(target) as upstream:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(upstream, connection), daemon=True)
            back.start()
            _pump(connection, upstream)
            back.join(5)


def _connect(target: str) -> socket.socket:
    host, port = target.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=30)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Pass on all bytes, then the kind of end: an orderly close, or a reset."""
    try:
        while data := source.recv(1 << 16):
            sink.sendall(data)
    except ConnectionResetError:
        with suppress(OSError):
            sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            # Wakes the thread that reads from it and closes it: only then the reset goes out.
            sink.shutdown(socket.SHUT_RD)
        return
    except OSError:
        pass
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def read_request(connection: socket.socket, buffered: bytes = b"") -> tuple[bytes | None, bytes]:
    """Return one whole request (head and body, as it came) and what came behind it; None at the end."""
    data = buffered
    while b"\r\n\r\n" not in data:
        more = connection.recv(1 << 16)
        if not more:
            return None, b""
        data += more
    head, _, _ = data.partition(b"\r\n\r\n")
    size = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            size = int(value)
    whole = len(head) + 4 + size
    while len(data) < whole:
        more = connection.recv(1 << 16)
        if not more:
            break
        data += more
    return data[:whole], data[whole:]


@cache
def server_context() -> ssl.SSLContext:
    """Return a TLS context with a self-made certificate for 127.0.0.1 and localhost."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        both = Path(folder) / "server.pem"
        both.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(both)
    return context
