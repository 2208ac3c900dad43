"""A sandboxed process as it is seen from inside: frames over its pipes, under limits of memory and time.

A frame is a 4-byte big-endian length, then the bytes. What consists of words and of bytes is the
length of a JSON, the JSON, the bytes.
"""

import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import orjson

MEMORY_BYTES = 2**30
READY = b"ready"
_LENGTH_BYTES = 4


def serve_requests(start: Callable[[bytes], Callable[[bytes], bytes]], seconds: int) -> None:
    """Answer each frame of standard input with one on standard output, until it ends.

    `start` is given the greeting, the first frame, and returns what answers the others. `seconds`: of
    the processor, for each.
    """
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory()
    greeting = read_frame(source)
    if greeting is None:
        return
    answer = start(greeting)
    write_frame(answers, READY)
    while (request := read_frame(source)) is not None:
        _limit_time(seconds)
        write_frame(answers, answer(request))


def pack(words: Any, content: bytes) -> bytes:
    """Words, as JSON, and bytes in one."""
    plain = orjson.dumps(words)
    return len(plain).to_bytes(_LENGTH_BYTES, "big") + plain + content


def unpacked(packed: bytes) -> tuple[Any, bytes]:
    """What was given to `pack`. Raises ValueError for what is nothing of the kind."""
    end = _LENGTH_BYTES + int.from_bytes(packed[:_LENGTH_BYTES], "big")
    return orjson.loads(packed[_LENGTH_BYTES:end]), packed[end:]


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


def _limit_time(seconds: int) -> None:
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
    limit = int(used) + 1 + seconds
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


def _limit_memory() -> None:
    """Bound this process's address space where the system can (not on Windows).

    Of one that dies no picture is left behind: a return would be in it.
    """
    try:
        import resource
    except ImportError:
        return  # Windows: the parent's deadline and the look inside the file still hold
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
