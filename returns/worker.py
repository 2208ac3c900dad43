"""The reading process: one file in, one JSON answer out, over pipes, under limits.

Started by `slots.ReaderSlot` as `python -m returns.worker`. It knows no pandas, no database and no
network; if a file kills it, only that file is charged.

The greeting is the forms' layout as JSON; then come file contents, each answered with a FileExtract
as JSON.
"""

import sys
import traceback

import orjson

from returns.extract import FileExtract, extract
from returns.locate import Problem
from returns.pipe import READY, limit_memory, limit_time, read_frame, write_frame
from schemas.columns import FormLayout


def main() -> None:
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    limit_memory()
    head = read_frame(source)
    if head is None:
        return
    forms = [FormLayout.from_plain(plain) for plain in orjson.loads(head)]
    write_frame(answers, READY)
    while (content := read_frame(source)) is not None:
        limit_time()
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
