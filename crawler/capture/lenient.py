"""The parser of responses, which takes what browsers take: a page that they show must not be cut and given up.

Twisted fails a whole response over one field line, and then closes the connection: of a long page only the first
packets would be kept. Nothing here touches what is recorded: the tap has had the bytes before. Private names touched:
``_LenientHTTPClientParser``, ``HTTPParser._partialHeader`` and ``connHeaders``, ``HTTPClientParser._transferDecoders``,
``_ChunkedTransferDecoder``; ``crawler.capture.selftest`` covers them.
"""

from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from twisted.web._newclient import HEADER, STATUS
from twisted.web.http import _ChunkedTransferDecoder, _MalformedChunkedDataError
from twisted.web.http_headers import InvalidHeaderName

_BLANKS = (b" ", b"\t")


class _ChunkDecoder(_ChunkedTransferDecoder):
    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 (Twisted's name)
        try:
            return bool(super()._dataReceived_CHUNK_LENGTH())
        except _MalformedChunkedDataError:
            # Some servers fill the size up with blanks.
            line, end, rest = bytes(self._buffer).partition(b"\r\n")
            size, semicolon, extension = line.partition(b";")
            plain = size.strip(b" \t")
            if not end or plain == size:
                raise
            self._buffer[:] = plain + semicolon + extension + end + rest
            self._start = 0
            return bool(super()._dataReceived_CHUNK_LENGTH())


class LenientParser(_LenientHTTPClientParser):
    """Scrapy's parser, and what browsers take beside. Has no state of its own: it takes a parser's place in use."""

    state: str
    _partialHeader: list[bytes] | None  # noqa: N815 (Twisted's name)
    _transferDecoders = {b"chunked": _ChunkDecoder}  # noqa: N815, RUF012 (Twisted's name and form)

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        # Scrapy's, made anew: calling it for each line costs more than what it does.
        line = line.removesuffix(b"\r")
        if self.state == STATUS:
            if line.strip():  # empty lines in front are passed over
                self.statusReceived(line)
                self.state = HEADER
            return
        if line.startswith(_BLANKS):
            if self._partialHeader is not None:
                self._partialHeader.append(line)
            return
        if self._partialHeader is not None:
            name, colon, value = b"".join(self._partialHeader).partition(b":")
            if colon:
                self.headerReceived(name, value.strip())
        if line:
            self._partialHeader = [line]
        else:
            self.allHeadersReceived()

    def statusReceived(self, status: bytes) -> None:  # noqa: N802 (Twisted's name)
        version, *rest = status.split(None, 2)
        if version.startswith(b"HTTP/") and b"." not in version:
            version += b".0"  # "HTTP/2 200": a proxy's that speaks HTTP/1.1 all the same
        super().statusReceived(b" ".join((version, *rest)))

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 (Twisted's name)
        # Twisted's, made anew, but for the names: blanks behind them go, and what is no name is no field.
        name = name.rstrip(b" \t").lower()
        headers: Any = self.connHeaders if self.isConnectionControlHeader(name) else self.headers
        try:
            headers.addRawHeader(name, value)
        except InvalidHeaderName:
            return

    def allHeadersReceived(self) -> None:  # noqa: N802 (Twisted's name)
        fields = self.connHeaders
        codings = fields.getRawHeaders(b"transfer-encoding")
        if codings and codings[0].lower() != b"chunked":
            # The last one frames the body; "identity" and what nobody knows frame nothing.
            last = codings[-1].rpartition(b",")[2].strip().lower()
            if last == b"chunked":
                fields.setRawHeaders(b"transfer-encoding", [last])
            else:
                fields.removeHeader(b"transfer-encoding")
        lengths = fields.getRawHeaders(b"content-length")
        if lengths and not all(part.strip().isdigit() for length in lengths for part in length.split(b",")):
            fields.removeHeader(b"content-length")  # the close ends the body
        super().allHeadersReceived()
