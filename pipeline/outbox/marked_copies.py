"""Marked copies: each file back to its school, from the archive, with what was found in it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import PurePath
from queue import SimpleQueue

from pipeline.workspace import Workspace
from returns.judging.finding_words import moved
from returns.judging.splitting import split
from returns.reading.file_read import FileRead
from returns.sandbox.marking_pool import MarkingSlot
from returns.sandbox.reader_pool import ReaderSlot
from returns.workbooks.issues.issue_list import IssueList, Listed, issues
from returns.workbooks.issues.marking import Mark, WouldChange
from returns.workbooks.template_copy import place_in_template
from schemas.cell_addresses import listed
from schemas.findings import Severity
from schemas.form import forms_of
from warehouse.archive import ArchiveDamaged, NotInArchive

# Rows. Drawing more takes longer than a file may cost; what is wrong with so many is said in the slip.
_MOST_COPIED = 5000
_TAKEN_OUT = (
    "中心校在一份工作簿中代报，这里只照抄了本单位的部分，请在这里改正后报送，或请中心校重报。"
)
_PLACED = "原文件的格式不能加标注，内容已照抄到本表样中，请在这里改正后报送。"
_WOULD_CHANGE = "原文件加标注后，{cells}的内容会改变，内容已照抄到本表样中，请在这里改正后报送。"


@dataclass(frozen=True)
class Source:
    """A file in the archive, or one unit's part of it, and where it arrived."""

    sha256: str
    path: str
    part: str


@dataclass(frozen=True)
class Copy:
    """A file to be marked: which, whose, with what."""

    source: Source
    unit_code: str | None
    listed: list[Listed]
    issues: IssueList


def marked_copies(workspace: Workspace, copies: Sequence[Copy]) -> Iterator[bytes | None]:
    """The marked copies, in order; None for a file that holds nothing to mark.

    Raises ReaderFailed when no marking process can be started.
    """
    if not copies:
        return
    with ExitStack() as stack:
        slots: SimpleQueue[_Slot] = SimpleQueue()
        for _ in range(min(workspace.settings.reader_slots, len(copies))):
            slots.put(stack.enter_context(_Slot(workspace)))

        def work(copy: Copy) -> bytes | None:
            slot = slots.get()
            try:
                return slot.marked(copy)
            finally:
                slots.put(slot)

        pool = stack.enter_context(ThreadPoolExecutor(slots.qsize()))
        yield from pool.map(work, copies)


class _Slot:
    """A marking process, and a reading one that starts only when a file has to be copied."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._marking = MarkingSlot()
        self._reading = ReaderSlot(
            [form.layout_for_reader() for form in forms_of(workspace.collection).values()]
        )

    def __enter__(self) -> "_Slot":
        return self

    def __exit__(self, *raised: object) -> None:
        self._marking.__exit__(*raised)
        self._reading.__exit__(*raised)

    def marked(self, copy: Copy) -> bytes | None:
        try:
            content = self._workspace.archive.fetch(copy.source.sha256)
        except (NotInArchive, ArchiveDamaged):
            return None  # its slip goes out; the loss shows when the archive is checked

        if copy.source.part:  # the workbook holds other units' children as well
            return self._placed(content, copy, _TAKEN_OUT)
        try:
            marked = self._marking.mark(content, _marks(copy.listed), copy.issues)
        except WouldChange as change:
            notice = _WOULD_CHANGE.format(cells=_named(change.cells))
            return self._placed(content, copy, notice)
        return marked or self._placed(content, copy, _PLACED)

    def _placed(self, content: bytes, copy: Copy, notice: str) -> bytes | None:
        """The data in our template, where the unit is known and a form was found."""
        file = self._read(content, copy)
        if copy.unit_code is None or file is None or not file.sheets:
            return None
        if sum(len(sheet.rows) for sheet in file.sheets) > _MOST_COPIED:
            return None
        unit = self._workspace.register[copy.unit_code]
        template, went = place_in_template(file, unit, self._workspace.collection)
        listed = [
            replace(one, finding=moved(one.finding, *went[place]))
            if (place := (one.finding.sheet, one.finding.cell)) in went
            else one
            for one in copy.listed
        ]
        shown = replace(copy.issues, issues=issues(listed), notice=notice)
        return self._marking.mark(template, _marks(listed), shown)

    def _read(self, content: bytes, copy: Copy) -> FileRead | None:
        """What is the unit's own in the file."""
        place = PurePath(copy.source.path)
        folder = (place.parent if copy.source.part else place).parent.name
        plain = self._reading.read(content)
        file = FileRead.from_plain(copy.issues.file_name, plain, folder)
        parts = split(file, self._workspace.register)
        return next((one for one in parts if one.part == copy.source.part), None)


def _named(cells: Sequence[str]) -> str:
    """「应急演练」B5、B7; of each sheet the first few."""
    by_sheet: dict[str, list[str]] = {}
    for cell in cells:
        sheet, _, place = cell.rpartition("!")
        by_sheet.setdefault(sheet, []).append(place)
    return "、".join(f"「{sheet}」{listed(places)}" for sheet, places in by_sheet.items())


def _marks(listed: Sequence[Listed]) -> list[Mark]:
    return [
        Mark(
            one.finding.sheet,
            one.finding.cell,
            f"{one.finding.severity.label} {one.finding.rule}　{one.finding.message}",
            one.finding.severity is Severity.ERROR,
        )
        for one in listed
        if one.finding.sheet and one.finding.cell and one.finding.severity is not Severity.NOTE
    ]
