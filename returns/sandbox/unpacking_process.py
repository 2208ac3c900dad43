"""The unpacking process: an attached zip in, the files that are in it out, over pipes, under limits.

Started by `unpacking_pool.UnpackingSlot` as `python -m returns.sandbox.unpacking_process`. The answer is packed
of `[[name, size], …]` and the files one after the other; it is empty for what is no such zip.
"""

from returns.reading.unpacking import unpack
from returns.sandbox.pipe import pack, serve_requests, unpacked

PROCESSOR_SECONDS = 10


def files_of(answer: bytes) -> list[tuple[str, bytes]] | None:
    """The files in an answer. Raises ValueError for one that is nothing of the kind."""
    if not answer:
        return None
    names, bodies = unpacked(answer)
    found: list[tuple[str, bytes]] = []
    start = 0
    for name, size in names:
        found.append((str(name), bodies[start : start + size]))
        start += size
    if start != len(bodies):
        raise ValueError("the lengths of the files do not add up")
    return found


def _unpacked(content: bytes) -> bytes:
    try:
        files = unpack(content)
    except MemoryError:
        return b""
    if files is None:
        return b""
    names = [[_told(name), len(body)] for name, body in files]
    return pack(names, b"".join(body for _, body in files))


def _told(name: str) -> str:
    """Half characters, which a name may hold, go through no JSON."""
    return name.encode("utf-8", "replace").decode()


if __name__ == "__main__":
    serve_requests(lambda _: _unpacked, PROCESSOR_SECONDS)
