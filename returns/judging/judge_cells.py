"""First stage of judging: whose file, which collection, which sheets, and cell by cell."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from returns.judging.finding_words import facts_of_field
from returns.judging.identity import IdentityProblem, identify, unit_from_outside, wrong_collection
from returns.judging.judged import JudgedFile, JudgedForm
from returns.judging.reading_changes import facts_of_changes
from returns.reading.attachments import as_attachment
from returns.reading.convert import EXCEL_EPOCH
from returns.reading.file_read import SheetRead
from returns.reading.locate import Problem
from schemas.columns import Blank, Kind, Layout
from schemas.findings import Severity, mask
from schemas.form import Form, form_in
from schemas.rules import RULES
from schemas.units import Register

# These say that what a form holds is for another year: its rows are not judged further.
_DISQUALIFYING = frozenset({"COL-001", "EDN-001"})


def judge_cells(
    judged: JudgedFile,
    register: Register,
    forms_in_force: Mapping[str, frozenset[str]],
) -> None:
    """Everything that can be said of one file by itself.

    `forms_in_force`: unit → the forms that it need not send again.
    """
    file = judged.file
    judged.broken = file.broken
    judged.know_persons(register)
    if file.broken:
        return
    if file.refused is not None:
        judged.unit = unit_from_outside(file.file_name, file.folder, register)
        file.refused = as_attachment(file.refused, file.file_name)
        judged.add(file.refused.rule, file.refused.facts)
        return
    judged.unit, doubts = identify(file, register)
    there = forms_in_force.get(judged.unit.code, frozenset()) if judged.unit else frozenset()
    _judge_sheets(judged, there)
    wrong = wrong_collection(file, judged.collection)
    for doubt in (*doubts, *wrong):
        _add_doubt(judged, doubt)
    _disqualify(judged, wrong)
    for judged_form in judged.forms:
        if not judged_form.disqualified:
            _judge_form(judged, judged_form)


def _judge_sheets(judged: JudgedFile, there: frozenset[str]) -> None:
    file = judged.file
    if not file.sheets and not file.replies and not file.sent_by:
        judged.add("FIL-009", {})
    if file.carried:
        judged.add("FIL-012", {"what": "、".join(file.carried)})
    for name in file.unknown_sheets:
        judged.add("SHT-002", {"raw": name}, sheet=name, cell="A1", value=name)
    present: set[str] = set()
    for sheet in file.filled_in:
        form = form_in(judged.collection, sheet.form)
        facts = {"title": form.title}
        if sheet.form in present:
            judged.add("SHT-003", facts, form, sheet.sheet, "A1")
        elif judged.unit and not form.owed_by_unit(judged.unit, judged.collection):
            judged.add("SHT-004", facts, None, sheet.sheet, "A1")
        else:
            judged.forms.append(JudgedForm(form, sheet))
        present.add(sheet.form)
    blank = {sheet.form: sheet for sheet in file.sheets if sheet.form not in present}
    _tell_of_blank(judged, list(blank.values()), there)
    for code, cell in file.listed.items():
        if code not in present | blank.keys() | there:
            form = form_in(judged.collection, code)
            judged.add("SHT-001", {"title": form.title}, form, file.cover_sheet, cell)


def _tell_of_blank(judged: JudgedFile, sheets: Sequence[SheetRead], there: frozenset[str]) -> None:
    """Forms in which nobody wrote anything: owed as before, and told so once each.

    Several people fill in one template. The copy of one of them says nothing of what is another's,
    so a blank form is no form of the file; of a file of nothing else there is one thing to say.
    """
    forms = {sheet.form: form_in(judged.collection, sheet.form) for sheet in sheets}
    asked = [sheet for sheet in sheets if _is_asked(judged, forms[sheet.form])]
    owed = [sheet for sheet in asked if sheet.form not in there]
    for sheet in sheets:
        for problem in sheet.problems:
            if problem.rule == "VAL-020":  # somebody may have said why it is blank
                judged.add(problem.rule, problem.facts, None, sheet.sheet, problem.cell)
    if len(owed) > 1 and not judged.file.filled_in:
        judged.add("SHT-006", {"titles": _titles(owed, forms)})
    else:
        for sheet in owed:
            form = forms[sheet.form]
            said = [one.facts for one in sheet.problems if one.rule == "ROW-002"]  # of a table
            facts = {"title": form.title, "remedy": "", **dict(*said)}
            judged.add("ROW-002", facts, form, sheet.sheet, sheet.header_cell)
    if asked and len(owed) < len(asked):
        rest = [sheet for sheet in asked if sheet.form in there]
        judged.add("SHT-007", {"titles": _titles(rest, forms)})


def _is_asked(judged: JudgedFile, form: Form) -> bool:
    return judged.unit is None or form.owed_by_unit(judged.unit, judged.collection)


def _titles(sheets: Sequence[SheetRead], forms: Mapping[str, Form]) -> str:
    return "".join(f"《{forms[sheet.form].title}》" for sheet in sheets)


def _disqualify(judged: JudgedFile, wrong: list[IdentityProblem]) -> None:
    """Forms of another collection are not judged further: that would only add noise."""
    sheets = {doubt.sheet for doubt in wrong}
    for judged_form in judged.forms:
        judged_form.disqualified = bool(sheets & {judged_form.sheet.sheet, judged.file.cover_sheet})


def _add_doubt(judged: JudgedFile, doubt: IdentityProblem) -> None:
    of_sheet = {judged_form.sheet.sheet: judged_form.form for judged_form in judged.forms}
    form = of_sheet.get(doubt.sheet) if doubt.rule in _DISQUALIFYING else None
    facts = {"raw": doubt.raw, **doubt.facts}
    judged.add(doubt.rule, facts, form, doubt.sheet, doubt.cell, "", doubt.raw)


def _judge_form(judged: JudgedFile, judged_form: JudgedForm) -> None:
    form, sheet = judged_form.form, judged_form.sheet
    for problem in sheet.problems:
        _add_problem(judged, judged_form, problem)
    for name, rows in sheet.left_out.items():
        judged.left_out += len(rows)
        judged_form.doubtful |= {(judged_form.record_row(row), name) for row in rows if name}
    owed = form.columns_owed_by(judged.unit) if judged.unit else form.columns_in_use
    for column in owed:
        if column.name not in sheet.layout:
            # A table's missing column was found by the reader, which cannot know what is owed.
            if form.layout is Layout.CARD and sheet.layout:
                facts = {"label": column.full_label}
                judged.add("HDR-002", facts, form, sheet.sheet, sheet.header_cell)
        elif column.blank is Blank.ERROR:
            for row, value in zip(sheet.rows, sheet.columns[column.name], strict=True):
                if value is None and (row, column.name) not in judged_form.doubtful:
                    cell = sheet.cell_of(column.name, row)
                    facts = facts_of_field(column, "")
                    judged.add("VAL-004", facts, form, sheet.sheet, cell, column.name)
                    judged_form.doubtful.add((row, column.name))
    _ask_about_days(judged, judged_form)
    if (changes := facts_of_changes(form, sheet)) is not None:
        judged.add("VAL-016", changes, form, sheet.sheet, sheet.header_cell)


def _ask_about_days(judged: JudgedFile, judged_form: JudgedForm) -> None:
    """3-5 typed into a cell that is formatted as a number is stored as the number of that day."""
    form, sheet = judged_form.form, judged_form.sheet
    year = judged.collection.year
    days = range(_serial(date(year - 1, 1, 1)), _serial(date(year + 2, 1, 1)))
    for column in form.columns:
        if column.kind is not Kind.COUNT or column.name not in sheet.layout:
            continue
        for row, value in zip(sheet.rows, sheet.columns[column.name], strict=True):
            if isinstance(value, int) and value in days:
                day = EXCEL_EPOCH + timedelta(days=value)
                typed = {"day": f"{day:%Y-%m-%d}", "typed": f"{day.month}-{day.day}"}
                facts = {**facts_of_field(column, str(value)), **typed}
                cell = sheet.cell_of(column.name, row)
                judged.add("VAL-015", facts, form, sheet.sheet, cell, column.name, str(value))


def _serial(day: date) -> int:
    return (day - EXCEL_EPOCH).days


def _add_problem(judged: JudgedFile, judged_form: JudgedForm, problem: Problem) -> None:
    form, sheet = judged_form.form, judged_form.sheet
    facts = {"title": form.title, "raw": problem.raw, **problem.facts}
    value = problem.raw
    if problem.field:
        column = form.column(problem.field)
        facts = {**facts, **facts_of_field(column, problem.raw), **problem.facts}
        value = mask(problem.raw, column.kind)
        if RULES[problem.rule].severity is Severity.ERROR:  # else the value stands
            judged_form.doubtful.add((judged_form.record_row(problem.row), problem.field))
    about = problem.raw
    judged.add(problem.rule, facts, form, sheet.sheet, problem.cell, problem.field, value, about)
