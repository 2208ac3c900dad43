"""Files that cannot or must not be read, and how large one may be."""

MAX_FILE_BYTES = 50 * 2**20
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_SHEET_CELLS = 4_000_000  # of the rectangle around the real cells
MAX_SHEETS = 200
MAX_MARKS = 1_000_000  # tags of a marked-up file, separators of a text: what costs time and memory


class Refused(Exception):
    """The file cannot or must not be read; `rule` says why, `facts` fill the rule's words."""

    def __init__(self, rule: str, **facts: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


def refuse_large(rows: int, columns: int) -> None:
    """Raises Refused for a sheet whose cells reach farther than those of any return."""
    if rows * columns > MAX_SHEET_CELLS:
        raise Refused("FIL-004")


def refuse_many(marks: int) -> None:
    """Raises Refused for more tags or separators than any return has."""
    if marks > MAX_MARKS:
        raise Refused("FIL-004")
