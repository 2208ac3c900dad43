"""A sandboxed process that tells what it has, or does what no reader should: run as a module."""

import os
import resource
import sys
from pathlib import Path

import orjson

from returns.sandbox.pipe import serve_requests

PROCESSOR_SECONDS = 0  # what spins is to be ended at once


def _answer(request: bytes) -> bytes:
    if request == b"spin":
        while True:
            pass
    if request == b"promise":
        sys.stdout.buffer.write(b"\xff\xff\xff\xff")
        sys.stdout.buffer.flush()
    told = {
        "environment": dict(os.environ),
        "cores": resource.getrlimit(resource.RLIMIT_CORE),
        "files": [path.name for path in Path("/proc/self/fd").iterdir()],
    }
    return orjson.dumps(told)


if __name__ == "__main__":
    serve_requests(lambda _: _answer, PROCESSOR_SECONDS)
