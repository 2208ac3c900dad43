"""The reading process: one file in, one JSON answer out, over pipes, under limits.

Started by `slots.ReaderSlot` as `python -m returns.worker`. It knows no pandas, no database and no
network; if a file kills it, only that file is charged.

Protocol: 4-byte big-endian length, then the bytes. First comes the forms' layout as JSON, answered
with `ready`; then file contents, each answered with a FileExtract as JSON.
"""

import struct
import sys
import traceback
from typing import BinaryIO

import orjson

from returns.extract import FileExtract, extract
from returns.locate import Problem
from schemas.columns import FormLayout

MEMORY_BYTES = 2**30
READY = b"ready"


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(struct.pack(">I", len(body)))
    stream.write(body)
    stream.flush()


def limit_memory() -> None:
    """Bound this process's address space where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return  # Windows: the parent's deadline and the look inside the file still hold
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> None:
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    limit_memory()
    head = read_frame(source)
    if head is None:
        return
    forms = [FormLayout.from_plain(plain) for plain in orjson.loads(head)]
    write_frame(answers, READY)
    while (content := read_frame(source)) is not None:
        write_frame(answers, orjson.dumps(_extract(content, forms).to_plain()))


def _extract(content: bytes, forms: list[FormLayout]) -> FileExtract:
    try:
        return extract(content, forms)
    except MemoryError:
        return FileExtract(refused=Problem("FIL-004"))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # calamine's PanicException is no Exception
        if type(error).__module__ in ("pyo3_runtime", "python_calamine"):
            return FileExtract(refused=Problem("FIL-003"))
        # A fault of ours. Its message could quote a cell, so only the kind and the place go back.
        place = traceback.extract_tb(error.__traceback__)[-1]
        return FileExtract(fault=f"{type(error).__name__} in {place.name}, line {place.lineno}")


if __name__ == "__main__":
    main()
