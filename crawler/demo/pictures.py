"""The demo newspaper's pictures: small landscapes, drawn from their names, the same bytes every time."""

import math
import struct
import zlib
from functools import lru_cache
from hashlib import sha256

_WIDTH, _HEIGHT = 480, 300
_SKIES = (
    ("#f6d7a7", "#f08a5d", "#b83b5e", "#6a2c70", "#fff3b0"),
    ("#cfe8f3", "#8fc1d4", "#4f8a8b", "#1f4e5f", "#fffbe6"),
    ("#e8e4d9", "#b7b09c", "#7d8471", "#3c4a3e", "#f2a65a"),
    ("#dbe2ef", "#8ea6c4", "#3f5e8c", "#162447", "#ffe8a3"),
    ("#fbe8d3", "#e0a96d", "#8a5a44", "#3d2b1f", "#fffaf0"),
)
"""Sky, far hills, near hills, ground, sun."""


def _numbers(name: str) -> tuple[float, ...]:
    """Return 32 numbers from 0 to 1 that belong to *name*."""
    return tuple(byte / 255 for byte in sha256(name.encode()).digest())


def _palette(name: str) -> tuple[str, ...]:
    return _SKIES[int(_numbers(name)[0] * 255) % len(_SKIES)]


def _ridge(name: str, layer: int) -> tuple[int, ...]:
    """Return the height of the *layer*-th ridge in each column, from the top, in pixels."""
    n = _numbers(name)[1 + layer * 4 :]
    base = _HEIGHT * (0.5 + 0.16 * layer)
    waves = ((26 - 6 * layer, 1 + n[0] * 2, n[1] * 6.3), (9, 4 + n[2] * 5, n[3] * 6.3))
    columns = (x / _WIDTH * 2 * math.pi for x in range(_WIDTH))
    return tuple(round(base + sum(a * math.sin(f * c + p) for a, f, p in waves)) for c in columns)


def _towers(name: str) -> tuple[tuple[int, int, int], ...]:
    """Return the buildings on the near ridge: left edge, top, width, in pixels."""
    n = _numbers(name)
    ridge = _ridge(name, 1)
    lefts = [int(40 + n[14 + i] * 380) for i in range(5)]
    return tuple((x, ridge[x] - int(18 + n[20 + i] * 46), 12 + int(n[26 + i] * 16)) for i, x in enumerate(lefts))


def _sun(name: str) -> tuple[int, int, int]:
    n = _numbers(name)
    return int(70 + n[30] * 340), int(50 + n[31] * 50), 26


@lru_cache(maxsize=64)
def svg(name: str) -> bytes:
    """Return the picture *name* as SVG, 3:2 or so, sharp at any size."""
    sky, far, near, ground, sun = _palette(name)
    x, y, r = _sun(name)
    parts = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{sky}"/><circle cx="{x}" cy="{y}" r="{r}" fill="{sun}"/>'
    ]
    for layer, colour in enumerate((far, near, ground)):
        if layer == 1:
            parts += [
                f'<rect x="{left}" y="{top}" width="{width}" height="{_HEIGHT - top}" fill="{near}"/>'
                for left, top, width in _towers(name)
            ]
        points = " ".join(f"{px},{py}" for px, py in [*enumerate(_ridge(name, layer))][::8])
        points += f" {_WIDTH},{_ridge(name, layer)[-1]} {_WIDTH},{_HEIGHT}"
        parts.append(f'<polygon points="0,{_HEIGHT} {points}" fill="{colour}"/>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}">'
    )
    return (head + "".join(parts) + "</svg>\n").encode()


@lru_cache(maxsize=64)
def png(name: str) -> bytes:
    """Return the picture *name* as PNG, 480 x 300 pixels of five colours."""
    ridges = [_ridge(name, layer) for layer in range(3)]
    tops = [min(pair) for pair in zip(ridges[1], _skyline(name), strict=True)]
    cx, cy, r = _sun(name)
    columns = list(zip(ridges[0], tops, ridges[2], strict=True))
    rows = []
    for y in range(_HEIGHT):
        half = math.isqrt(max(0, r * r - (y - cy) ** 2)) if abs(y - cy) <= r else 0
        row = bytearray(3 if y >= c else 2 if y >= b else 1 if y >= a else 0 for a, b, c in columns)
        for x in range(cx - half, cx + half):
            row[x] = row[x] or 4
        rows.append(b"\0" + bytes(row))
    colours = b"".join(bytes.fromhex(colour[1:]) for colour in _palette(name))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _skyline(name: str) -> list[int]:
    tops = [_HEIGHT] * _WIDTH
    for left, top, width in _towers(name):
        for x in range(left, min(_WIDTH, left + width)):
            tops[x] = min(tops[x], top)
    return tops


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
