"""Files that cannot or must not be read, and what one may cost.

Of a file of the inbox at most `MAX_FILE_BYTES` are read; what is larger is answered by its size alone
(see `returns.reading.foreign_files`). It is opened in a process of its own that gets `MEMORY_BYTES` (1 GiB) and
`PROCESSOR_SECONDS` (10 s) of `returns.sandbox.reader_process`, a second time if that process was not late but died, and
at most a minute by the clock. An attached zip has as much before that for being unpacked, and may come
to `MAX_ALL_BYTES` of `returns.reading.unpacking`. To the process of the run itself one file costs less than
1 GiB and a minute of a processor: its bytes and what was read of them, `MAX_ROWS` rows of tables, `MAX_WORDS`
characters of free text, and `schemas.findings.MAX_FINDINGS` problems of each kind in a field of a
sheet; as many findings of the whole file are kept, listed and marked.
`tests/pipeline/test_cost.py` holds a set of bombs to it.
"""

MAX_FILE_BYTES = 50 * 2**20
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_MEMBERS = 10_000  # of a zip; each costs a thousand times its own bytes once it is listed
MAX_SHEET_CELLS = 4_000_000  # of the rectangle around the real cells
MAX_SHEETS = 200
MAX_ROWS = 50_000  # of all tables of a file
MAX_WORDS = 2_000_000  # characters of all the fields of a file that take any words
MAX_SHEET_NAME = 255  # characters; Excel permits 31
MAX_CELL_CHARACTERS = 32_767  # as many as Excel permits
MAX_MARKS = 1_000_000  # tags of a marked-up file, separators of a text: what costs time and memory


class UnreadableFile(Exception):
    """The file cannot or must not be read; `rule` says why, `facts` fill the rule's words."""

    def __init__(self, rule: str, **facts: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


def refuse_large(rows: int, columns: int) -> None:
    """Raises UnreadableFile for a sheet whose cells reach farther than those of any return."""
    if rows * columns > MAX_SHEET_CELLS:
        raise UnreadableFile("FIL-004")


def refuse_many(marks: int) -> None:
    """Raises UnreadableFile for more tags or separators than any return has."""
    if marks > MAX_MARKS:
        raise UnreadableFile("FIL-004")
