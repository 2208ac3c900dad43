"""Compound files (OLE), the container of old workbooks, of encrypted ones and of macros."""

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _OF_TABLE, _NOTHING = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD, 0xFFFF_FFFF
SMALLEST = 4096  # a shorter stream would lie in a container within the container
_ENTRIES = _SECTOR // 4
_MOST_TABLES = 109  # that the head has room for


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A file with these streams, short ones filled up with zeros, each right of the one before."""
    ordered = sorted(streams.items(), key=lambda item: (len(item[0]), item[0].upper()))
    chains = [_sectors(body.ljust(SMALLEST, b"\0")) for _, body in ordered]
    folder = b"".join(
        [
            _entry("Root Entry", 5, child=1),
            *(
                _entry(
                    name,
                    2,
                    right=number + 1 if number < len(ordered) else _NOTHING,
                    start=sum(map(len, chains[: number - 1])),
                    size=max(len(body), SMALLEST),
                )
                for number, (name, body) in enumerate(ordered, start=1)
            ),
        ]
    )
    chains.append(_sectors(folder))
    links: list[int] = []
    for chain in chains:
        links += [*range(len(links) + 1, len(links) + len(chain)), _END]
    tables = 1
    while tables * _ENTRIES < len(links) + tables:
        tables += 1
    first_table = len(links)
    links += [_OF_TABLE] * tables
    links += [_FREE] * (tables * _ENTRIES - len(links))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables),
        *(first_table - len(chains[-1]), 0, SMALLEST, _END, 0, _END, 0),
    )
    places = [*range(first_table, first_table + tables), *[_FREE] * (_MOST_TABLES - tables)]
    body = b"".join(sector for chain in chains for sector in chain)
    return (
        head
        + struct.pack(f"<{_MOST_TABLES}I", *places)
        + body
        + struct.pack(f"<{len(links)}I", *links)
    )


def _sectors(body: bytes) -> list[bytes]:
    return [body[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(body), _SECTOR)]


def _entry(
    name: str,
    kind: int,
    *,
    child: int = _NOTHING,
    right: int = _NOTHING,
    start: int = _END,
    size: int = 0,
) -> bytes:
    encoded = name.encode("utf-16-le")
    if kind == 5:
        start, size = _END, 0
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        encoded,
        len(encoded) + 2,
        kind,
        1,
        _NOTHING,
        right,
        child,
        0,
        start,
        size,
    )
