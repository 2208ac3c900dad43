"""The marking process: a school's file and what is to be said of it in, the marked copy out.

Started by `marking_pool.MarkingSlot` as `python -m returns.sandbox.marking_process`. A request is packed of
`{marks, listed}` and the file. The answer is packed of the cells that would change in a copy, and of the
marked copy, which is nothing where the file cannot carry marks.
"""

from returns.sandbox.pipe import pack, serve_requests, unpacked
from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.marking import CannotCarryMarks, Mark, WouldChange, mark

PROCESSOR_SECONDS = 30
MAX_NAMED = 100  # cells that would change; the school is told the first few


def pack_request(content: bytes, marks: list[Mark], listed: IssueList) -> bytes:
    """A request as bytes."""
    return pack({"marks": [vars(one) for one in marks], "listed": listed.to_plain()}, content)


def _marked(request: bytes) -> bytes:
    plain, content = unpacked(request)
    marks = [Mark(**one) for one in plain["marks"]]
    try:
        return pack([], mark(content, marks, IssueList.from_plain(plain["listed"])))
    except WouldChange as change:
        return pack(change.cells[:MAX_NAMED], b"")
    except CannotCarryMarks:
        return pack([], b"")


if __name__ == "__main__":
    serve_requests(lambda _: _marked, PROCESSOR_SECONDS)
