"""The unpacking process: an attached zip in, the files that are in it out, over pipes, under limits.

Started by `unpacking_slot.UnpackingSlot` as `python -m returns.unpacker`. The answer is a frame: 4 bytes
with the length of a JSON `[[name, size], …]`, the JSON, then the files one after the other; it is empty
for what is no such zip.
"""

import sys

import orjson

from returns.pipe import READY, limit_memory, limit_time, read_frame, write_frame
from returns.unpacking import unpack

LENGTH_BYTES = 4


def main() -> None:
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    limit_memory()
    if read_frame(source) is None:
        return
    write_frame(answers, READY)
    while (content := read_frame(source)) is not None:
        limit_time()
        write_frame(answers, _unpacked(content))


def files_of(answer: bytes) -> list[tuple[str, bytes]] | None:
    """The files in an answer. Raises ValueError for one that is not as `main` writes it."""
    if not answer:
        return None
    start = LENGTH_BYTES + int.from_bytes(answer[:LENGTH_BYTES], "big")
    found: list[tuple[str, bytes]] = []
    for name, size in orjson.loads(answer[LENGTH_BYTES:start]):
        found.append((str(name), answer[start : start + size]))
        start += size
    if start != len(answer):
        raise ValueError("the lengths of the files do not add up")
    return found


def _unpacked(content: bytes) -> bytes:
    try:
        files = unpack(content)
    except MemoryError:
        return b""
    if files is None:
        return b""
    names = orjson.dumps([[_told(name), len(body)] for name, body in files])
    return b"".join((len(names).to_bytes(LENGTH_BYTES, "big"), names, *(body for _, body in files)))


def _told(name: str) -> str:
    """Half characters, which a name may hold, go through no JSON."""
    return name.encode("utf-8", "replace").decode()


if __name__ == "__main__":
    main()
