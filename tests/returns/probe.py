"""A sandboxed process that tells what it has, or does what no reader should: `python -m tests.returns.probe`."""

import os
import resource
import sys
from pathlib import Path

import orjson

from returns import pipe


def main() -> None:
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    pipe.limit_memory()
    pipe.read_frame(source)
    pipe.write_frame(answers, pipe.READY)
    while (request := pipe.read_frame(source)) is not None:
        pipe.PROCESSOR_SECONDS = 0
        pipe.limit_time()
        if request == b"spin":
            while True:
                pass
        elif request == b"promise":
            answers.write(b"\xff\xff\xff\xff")
            answers.flush()
        else:
            cores = resource.getrlimit(resource.RLIMIT_CORE)
            told = {
                "environment": dict(os.environ),
                "cores": cores,
                "files": [path.name for path in Path("/proc/self/fd").iterdir()],
            }
            pipe.write_frame(answers, orjson.dumps(told))


if __name__ == "__main__":
    main()
