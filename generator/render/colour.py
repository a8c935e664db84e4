"""The accent colour of the shipped house style, and a picture of one colour."""
from __future__ import annotations

import struct
import zlib

DEFAULT_ACCENT = "#c75b12"


def pixel(colour: str) -> bytes:
    """A one-pixel PNG of a colour "#rrggbb": stretched, it is the band at the top of a cover."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rgb = bytes.fromhex(colour.lstrip("#"))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" + rgb, 9))
            + chunk(b"IEND", b""))
