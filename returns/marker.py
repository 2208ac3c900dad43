"""The marking process: a school's file and what is to be said of it in, the marked copy out.

Started by `marking_slots.MarkingSlot` as `python -m returns.marker`. A request is a frame: 4 bytes
with the length of a JSON `{marks, listed}`, the JSON, the file. The answer is the marked copy, or
nothing where the file cannot carry marks.
"""

import sys

import orjson

from returns.issue_list import IssueList
from returns.marking import CannotCarryMarks, Mark, mark
from returns.pipe import READY, limit_memory, read_frame, write_frame

LENGTH_BYTES = 4


def main() -> None:
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    limit_memory()
    if read_frame(source) is None:
        return
    write_frame(answers, READY)
    while (request := read_frame(source)) is not None:
        write_frame(answers, _marked(request))


def pack_request(content: bytes, marks: list[Mark], listed: IssueList) -> bytes:
    """A request as bytes."""
    words = orjson.dumps({"marks": [vars(one) for one in marks], "listed": listed.to_plain()})
    return len(words).to_bytes(LENGTH_BYTES, "big") + words + content


def _marked(request: bytes) -> bytes:
    end = LENGTH_BYTES + int.from_bytes(request[:LENGTH_BYTES], "big")
    plain = orjson.loads(request[LENGTH_BYTES:end])
    marks = [Mark(**one) for one in plain["marks"]]
    try:
        return mark(request[end:], marks, IssueList.from_plain(plain["listed"]))
    except CannotCarryMarks:
        return b""


if __name__ == "__main__":
    main()
