"""From incoming files to verdicts: read in slots, then judged together, one pandera call a form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.intake.inbox import Incoming
from pipeline.outbox.last_year import last_year
from pipeline.run import progress
from pipeline.workspace import Workspace
from returns.judging.batch import History, judge
from returns.judging.identity import identify
from returns.judging.judged import JudgedFile
from returns.judging.splitting import split
from returns.reading.file_read import FileRead
from returns.sandbox.reader_pool import FileToRead, read_files
from schemas.checking import warm_up
from schemas.form import FORMS, forms_of
from schemas.units import Register
from warehouse.engine import reading
from warehouse.errors import SQLAlchemyError
from warehouse.frames import closings, forms_in_force, rows_in_force

BATCH_SIZE = 250  # files held in memory at a time


def read(workspace: Workspace, files: list[Incoming]) -> list[tuple[Incoming, FileRead]]:
    """Read files in sandboxed processes, in their order. Raises ReaderFailed if none can start.

    Of a workbook of several units come the parts, then the whole.
    """
    layouts = [form.layout_for_reader() for form in forms_of(workspace.collection).values()]
    by_path = {str(file.path): file for file in files}
    answers: dict[str, FileRead] = {}
    progress.stage("读取报表", len(files))
    to_read = (FileToRead(path, file.content) for path, file in by_path.items())
    reading_on = read_files(to_read, layouts, workspace.settings.reader_slots)
    warm_up()  # this process has nothing else to do meanwhile
    for path, plain in reading_on:
        answers[path] = FileRead.from_plain(by_path[path].name, plain, by_path[path].folder)
        progress.advance()
    return [
        (replace(file, part=one.part), one)
        for path, file in by_path.items()
        for one in split(answers[path], workspace.register)
    ]


def rounds(
    files: list[tuple[Incoming, FileRead]], register: Register
) -> Iterator[list[tuple[Incoming, FileRead]]]:
    """Split a batch so that no unit stands twice in a round, each unit's files in order.

    A unit's second file of the night is judged beside what its first one brought into force. The
    whole of a workbook comes after all of its parts.
    """
    waiting: list[list[tuple[Incoming, FileRead]]] = []
    placed: dict[str, int] = {}
    reached: dict[Path, int] = {}
    for incoming, file in files:
        unit, _ = (None, []) if file.refused else identify(file, register)
        number = max(placed.get(unit.code, -1) + 1 if unit else 0, reached.get(incoming.path, 0))
        reached[incoming.path] = number
        if unit:
            placed[unit.code] = number
        if number == len(waiting):
            waiting.append([])
        waiting[number].append((incoming, file))
    yield from waiting


def judge_round(workspace: Workspace, files: Iterable[FileRead]) -> list[JudgedFile]:
    """Judge files of different units, with what is known of them from the warehouse.

    Where our own code breaks they are judged one by one, so that it is charged only to the file
    that breaks it.
    """
    batch = list(files)
    try:
        return judge(batch, workspace.register, workspace.collection, _history(workspace, batch))
    except SQLAlchemyError:
        raise
    except Exception as error:
        if len(batch) > 1:
            return [judge_round(workspace, [file])[0] for file in batch]
        judged = JudgedFile(batch[0], workspace.collection, broken=error)
        judged.know_persons(workspace.register)
        return [judged]


def _history(workspace: Workspace, files: list[FileRead]) -> History:
    collection = workspace.collection
    partial: set[str] = set()
    present: set[str] = set()
    for file in files:
        unit, _ = (None, []) if file.refused else identify(file, workspace.register)
        if unit is None:
            continue
        present.add(unit.code)
        owed = {f.code for f in FORMS.values() if f.owed_by_unit(unit, collection)}
        if owed - {sheet.form for sheet in file.filled_in}:
            partial.add(unit.code)
    with reading(workspace.engine) as connection:
        in_force = (
            rows_in_force(connection, collection.code, FORMS, units=partial) if partial else {}
        )
        there = forms_in_force(connection, collection.code, present)
        last = closings(connection, str(collection.year - 1))
    known = {key: value for key, value in last.items() if value is not None}
    return History(in_force, known, last_year(workspace, present), there)
