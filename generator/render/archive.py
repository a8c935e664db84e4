"""A zip that is the same every time: fixed order, fixed dates; parts that every document has are squeezed once."""
from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Mapping, Sequence

_DATE, _TIME = (1 << 5) | 1, 0  # 1 January 1980, midnight
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_UTF8, _DEFLATED, _VERSION = 0x800, 8, 20


def _deflate(data: bytes) -> bytes:
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush()


_deflate_once = functools.lru_cache(maxsize=16)(_deflate)


def archive(parts: Mapping[str, bytes], names: Sequence[str], shared: str) -> bytes:
    """The parts as a zip, in the order of `names`. Parts whose name begins with `shared` recur in other archives."""
    body, directory = bytearray(), bytearray()
    for name in names:
        data, path = parts[name], name.encode()
        packed = _deflate_once(data) if name.startswith(shared) else _deflate(data)
        common = struct.pack("<HHHHHIIIHH", _VERSION, _UTF8, _DEFLATED, _TIME, _DATE, zlib.crc32(data), len(packed),
                             len(data), len(path), 0)  # fmt: skip
        directory += _CENTRAL + struct.pack("<H", _VERSION) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + path
        body += _LOCAL + common + path + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(directory), len(body), 0)
    return bytes(body + directory) + _END + end
