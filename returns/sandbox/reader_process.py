"""The reading process: one file in, one JSON answer out, over pipes, under limits.

Started by `reader_pool.ReaderSlot` as `python -m returns.sandbox.reader_process`. It knows no pandas,
no database and no network; if a file kills it, only that file is charged.

The greeting is the forms' layout as JSON; then come file contents, each answered with a FileExtract
as JSON.
"""

import traceback
from functools import partial
from pathlib import Path

import orjson

from returns.reading.extract import extract
from returns.reading.locate import Problem
from returns.reading.sheet_extract import FileExtract
from returns.sandbox.pipe import serve_requests
from schemas.columns import FormLayout

PROCESSOR_SECONDS = 10
_HERE = Path(__file__).resolve().parents[1]
_OURS = (_HERE, _HERE.parent / "schemas")


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
    except BaseException as error:  # a panic of the fast reader is no Exception
        frames = traceback.extract_tb(error.__traceback__)
        if not all(_is_ours(frame.filename) for frame in frames):
            return FileExtract(refused=Problem("FIL-003"))  # a library gave up over the file
        # A fault of ours. Its message could quote a cell, so only the kind and the place go back.
        place = frames[-1]
        return FileExtract(fault=f"{type(error).__name__} in {place.name}, line {place.lineno}")


def _is_ours(source: str) -> bool:
    return any(Path(source).is_relative_to(folder) for folder in _OURS)


if __name__ == "__main__":
    serve_requests(_start, PROCESSOR_SECONDS)
