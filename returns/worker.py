"""The reading process: one file in, one JSON answer out, over pipes, under limits.

Started by `slots.ReaderSlot` as `python -m returns.worker`. It knows no pandas, no database and no
network; if a file kills it, only that file is charged.

The greeting is the forms' layout as JSON; then come file contents, each answered with a FileExtract
as JSON.
"""

import traceback
from functools import partial

import orjson

from returns.extract import FileExtract, extract
from returns.locate import Problem
from returns.pipe import serve_requests
from schemas.columns import FormLayout

PROCESSOR_SECONDS = 10


def _start(greeting: bytes) -> partial[bytes]:
    forms = [FormLayout.from_plain(plain) for plain in orjson.loads(greeting)]
    return partial(_answer, forms)


def _answer(forms: list[FormLayout], content: bytes) -> bytes:
    return orjson.dumps(_extract(content, forms).to_plain())


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
    serve_requests(_start, PROCESSOR_SECONDS)
