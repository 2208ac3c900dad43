"""Frames over the pipes of a sandboxed process, and the limits on its memory and time.

A frame is a 4-byte big-endian length, then the bytes.
"""

import struct
from typing import BinaryIO

MEMORY_BYTES = 2**30
PROCESSOR_SECONDS = 10
READY = b"ready"


def read_frame(stream: BinaryIO, limit: int = 2**32) -> bytes | None:
    """The next frame, or None at the end of the stream or for a frame beyond the limit."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if length > limit:
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(struct.pack(">I", len(body)))
    stream.write(body)
    stream.flush()


def limit_time() -> None:
    """End this process when the request that comes now has had the processor for too long.

    Not by the clock: a file is not to blame for a machine that is busy with other things. Where the
    system cannot (Windows), the parent's deadline ends it.
    """
    try:
        import resource
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(used) + 1 + PROCESSOR_SECONDS
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


def limit_memory() -> None:
    """Bound this process's address space where the system can (not on Windows).

    Of one that dies no picture is left behind: a return would be in it.
    """
    try:
        import resource
    except ImportError:
        return  # Windows: the parent's deadline and the look inside the file still hold
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
