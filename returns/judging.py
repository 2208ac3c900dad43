"""Judging a batch of files that were read: every stage reports all it finds, in one pass a form.

identity → collection → sheets and cells → pandera over typed rows → rules across the forms of a
unit. The outcome of a form follows from its findings; a file is as good as its worst form.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from returns.convert import Value
from returns.identity import Doubt, identify, unit_in_file_name, wrong_collection
from returns.locate import Problem
from returns.reading import FileRead, SheetRead
from returns.wording import display, facts_of_field, sentence
from schemas.checking import Failure, RuleCrashed, check_form, check_rules
from schemas.codes import EARLIER_COHORT
from schemas.collections import Collection
from schemas.columns import Blank, Kind, Layout
from schemas.fields import DTYPES
from schemas.findings import Finding, Severity, Status, mask, status_of
from schemas.form import FORMS, Form
from schemas.rules import RULES, Rule, Stage, severity
from schemas.unit_facts import unit_facts
from schemas.unit_frame import unit_frame
from schemas.units import Register, Unit

NO_FORMS: Mapping[str, pd.DataFrame] = {}
# These say that what a form holds is for another year or nobody: its rows are not judged further.
_DISQUALIFYING = frozenset({"COL-001", "EDN-001"})


@dataclass(frozen=True)
class History:
    """What is known from elsewhere: forms in force of the batch's units, last year's closings."""

    in_force: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    closings: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (unit, cohort)


@dataclass
class JudgedForm:
    """One form of a file, with its values as Python objects and its outcome."""

    form: Form
    sheet: SheetRead
    status: Status = Status.ACCEPTED
    disqualified: bool = False  # filled in for another collection: not judged further

    def record_row(self, row: int) -> int:
        """The row that names the record of a cell: a card has one record, whatever its lines."""
        return self.sheet.rows[0] if self.form.layout is Layout.CARD and self.sheet.rows else row

    def values(self) -> dict[str, list[Any]]:
        """Field → values along `sheet.rows`; dates as `date`."""
        columns: dict[str, list[Any]] = {}
        for column in self.form.columns:
            values: list[Any] = self.sheet.columns[column.name]
            if column.kind is Kind.DATE:
                values = [None if value is None else date.fromisoformat(value) for value in values]
            columns[column.name] = values
        return columns


@dataclass
class JudgedFile:
    """The outcome of one file. `fault` names a rule of ours that crashed while judging it."""

    file: FileRead
    unit: Unit | None = None
    findings: list[Finding] = field(default_factory=list)
    forms: list[JudgedForm] = field(default_factory=list)
    status: Status = Status.UNREADABLE
    fault: str = ""

    def settle(self) -> None:
        """Derive the outcomes of forms and file from the findings."""
        if self.file.refused is not None:
            self.status = Status.UNREADABLE
            return
        general = [finding for finding in self.findings if not finding.form]
        blocked = any(finding.severity is Severity.ERROR for finding in general)
        for judged in self.forms:
            own = [finding for finding in self.findings if finding.form == judged.form.code]
            judged.status = Status.RETURNED if blocked else status_of(own)
        self.status = status_of(self.findings)


def judge(
    files: Sequence[FileRead], register: Register, collection: Collection, history: History
) -> list[JudgedFile]:
    """Judge a batch in which no unit stands twice; results are in the order of `files`."""
    batch = _Batch(collection, [JudgedFile(file) for file in files])
    for number, judged in enumerate(batch.files):
        batch.judge_reading(number, judged, register)
    frames = batch.frames(history)
    for code, frame in frames.items():
        batch.judge_rows(FORMS[code], frame)
    batch.judge_units(frames, history)
    for judged in batch.files:
        judged.findings.sort(key=_reading_order)
        judged.settle()
    return batch.files


def _reading_order(finding: Finding) -> tuple[str, int, str, str]:
    digits = "".join(filter(str.isdigit, finding.cell))
    return finding.sheet, int(digits or 0), finding.cell, finding.rule


class _Batch:
    """The state of one judging pass: records are rows of forms, numbered across all files."""

    def __init__(self, collection: Collection, files: list[JudgedFile]) -> None:
        self.collection = collection
        self.files = files
        self.doubtful: dict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
        self.places: list[tuple[int, JudgedForm, int]] = []  # record → file, form, position

    # --- what the reading process found, and what it could not know -------------------------

    def judge_reading(self, number: int, judged: JudgedFile, register: Register) -> None:
        file = judged.file
        if file.refused is not None:
            judged.unit = unit_in_file_name(file.file_name, register)
            self._add(judged, file.refused.rule, file.refused.facts)
            return
        judged.unit, doubts = identify(file, register)
        for doubt in doubts:
            self._doubt(judged, doubt)
        wrong = wrong_collection(file, self.collection)
        if not file.sheets:
            self._add(judged, "FIL-009", {})
        for name in file.unknown_sheets:
            self._add(judged, "SHT-002", {"raw": name}, sheet=name, cell="A1", value=name)
        present: set[str] = set()
        for sheet in file.sheets:
            form = FORMS[sheet.form]
            if sheet.form in present:
                self._add(judged, "SHT-003", {"title": form.title}, form, sheet.sheet, "A1")
                continue
            present.add(sheet.form)
            if judged.unit and not form.owed_by_unit(judged.unit, self.collection):
                self._add(judged, "SHT-004", {"title": form.title}, None, sheet.sheet, "A1")
                continue
            judged.forms.append(JudgedForm(form, sheet))
        for doubt in wrong:
            self._doubt(judged, doubt)
        self._disqualify(judged, wrong)
        for code, cell in file.listed.items():
            if code not in present:
                form = FORMS[code]
                self._add(judged, "SHT-001", {"title": form.title}, form, file.cover_sheet, cell)
        for judged_form in judged.forms:
            if not judged_form.disqualified:
                self._judge_cells(number, judged, judged_form)

    def _disqualify(self, judged: JudgedFile, wrong: list[Doubt]) -> None:
        """Forms of another collection are not judged further: that would only add noise."""
        sheets = {doubt.sheet for doubt in wrong if doubt.rule in _DISQUALIFYING}
        for judged_form in judged.forms:
            judged_form.disqualified = bool(
                sheets & {judged_form.sheet.sheet, judged.file.cover_sheet}
            )

    def _judge_cells(self, number: int, judged: JudgedFile, judged_form: JudgedForm) -> None:
        form, sheet = judged_form.form, judged_form.sheet
        doubtful = self.doubtful[number, form.code]
        for problem in sheet.problems:
            self._add_problem(judged, form, sheet, problem)
            if problem.field:
                doubtful.add((judged_form.record_row(problem.row), problem.field))
        owed = (
            {column.name for column in form.columns_owed_by(judged.unit)}
            if judged.unit
            else set(form.specs)
        )
        for column in form.columns:
            if column.name not in sheet.layout:
                if form.layout is Layout.CARD and column.name in owed and sheet.layout:
                    facts = {"label": column.full_label}
                    self._add(judged, "HDR-002", facts, form, sheet.sheet, sheet.header_cell)
                continue
            if column.blank is not Blank.ERROR or column.name not in owed:
                continue
            for row, value in zip(sheet.rows, sheet.columns[column.name], strict=True):
                if value is None and (row, column.name) not in doubtful:
                    facts = facts_of_field(column, "")
                    cell = sheet.cell_of(column.name, row)
                    self._add(judged, "VAL-004", facts, form, sheet.sheet, cell, column.name)
                    doubtful.add((row, column.name))

    def _add_problem(
        self, judged: JudgedFile, form: Form, sheet: SheetRead, problem: Problem
    ) -> None:
        facts = dict(problem.facts)
        value = problem.raw
        if problem.field:
            column = form.column(problem.field)
            facts = {**facts_of_field(column, problem.raw), **facts}
            value = mask(problem.raw, column.kind)
        facts.setdefault("title", form.title)
        facts.setdefault("raw", value)
        self._add(
            judged, problem.rule, facts, form, sheet.sheet, problem.cell, problem.field, value
        )

    # --- rows, through pandera ---------------------------------------------------------------

    def frames(self, history: History) -> dict[str, pd.DataFrame]:
        """Form code → typed rows of all files, indexed by record."""
        gathered: dict[str, list[tuple[int, JudgedForm]]] = defaultdict(list)
        for number, judged in enumerate(self.files):
            for judged_form in judged.forms:
                if judged_form.disqualified:
                    continue
                gathered[judged_form.form.code].append((number, judged_form))
        facts = self._unit_facts()
        return {
            code: self._frame(FORMS[code], members, facts, history)
            for code, members in gathered.items()
        }

    def _unit_facts(self) -> pd.DataFrame:
        return unit_facts([judged.unit for judged in self.files])

    def _frame(
        self,
        form: Form,
        members: list[tuple[int, JudgedForm]],
        facts: pd.DataFrame,
        history: History,
    ) -> pd.DataFrame:
        first = len(self.places)
        submissions: list[int] = []
        rows: list[int] = []
        columns: dict[str, list[Value]] = {column.name: [] for column in form.columns}
        for number, judged_form in members:
            sheet = judged_form.sheet
            submissions.extend([number] * len(sheet.rows))
            rows.extend(sheet.rows)
            for name, values in columns.items():
                values.extend(sheet.columns.get(name) or [None] * len(sheet.rows))
            self.places.extend((number, judged_form, at) for at in range(len(sheet.rows)))
        index = pd.RangeIndex(first, first + len(rows))
        frame = pd.DataFrame(
            {
                column.name: pd.Series(
                    columns[column.name],
                    index=index,
                    dtype=DTYPES[column.kind],
                )
                for column in form.columns
            },
            index=index,
        )
        frame["submission"] = submissions
        frame["row"] = rows
        frame = frame.join(facts, on="submission")
        if form.code == "enrolment":
            keys = zip(frame.unit_code, frame.cohort.map(EARLIER_COHORT), strict=True)
            frame["last_closing"] = pd.Series(
                [history.closings.get(key) for key in keys], index=index, dtype="Int64"
            )
        return frame

    def judge_rows(self, form: Form, frame: pd.DataFrame) -> None:
        try:
            failures = check_form(form, frame, self.collection)
        except RuleCrashed as crash:
            for number in set(frame.submission):
                self.files[number].fault = str(crash)
            return
        worded = self._worded(failures, frame)
        for failure in failures:
            number, judged_form, at = self.places[failure.record]
            judged, sheet = self.files[number], judged_form.sheet
            row = sheet.rows[at]
            rule = RULES[failure.rule]
            fields = (failure.column,) if failure.column else rule.culprits
            doubtful = self.doubtful[number, form.code]
            if any((row, name) in doubtful for name in fields):
                continue
            place = next((name for name in fields if name in sheet.layout), fields[0])
            column = form.column(place)
            shown = display(sheet.columns[place][at], column.kind)
            facts = {**facts_of_field(column, shown), **worded.get(failure, {})}
            cell = sheet.cell_of(place, row)
            self._add(judged, rule.id, facts, form, sheet.sheet, cell, place, shown)
            if failure.column:
                doubtful.add((row, failure.column))

    def _worded(
        self, failures: Sequence[Failure], frame: pd.DataFrame
    ) -> dict[Failure, dict[str, str]]:
        """The failing rows' values, rule by rule, as the rules' sentences need them."""
        by_rule: dict[str, list[Failure]] = defaultdict(list)
        for failure in failures:
            if not failure.column:
                by_rule[failure.rule].append(failure)
        worded: dict[Failure, dict[str, str]] = {}
        for rule_id, failing in by_rule.items():
            rows = (
                RULES[rule_id]
                .with_given(frame, self.collection)
                .loc[[failure.record for failure in failing]]
            )
            form = FORMS[RULES[rule_id].form]
            for failure, record in zip(failing, rows.to_dict("records"), strict=True):
                worded[failure] = shown_values({str(k): v for k, v in record.items()}, form)
        return worded

    # --- across the forms of a unit ----------------------------------------------------------

    def judge_units(self, frames: Mapping[str, pd.DataFrame], history: History) -> None:
        rules = [rule for rule in RULES.values() if rule.stage is Stage.UNIT]
        frame = self._unit_frame(frames, history)
        try:
            failures = check_rules(rules, frame, self.collection)
        except RuleCrashed as crash:
            for judged in self.files:
                judged.fault = judged.fault or str(crash)
            return
        for failure in failures:
            self._add_unit_failure(RULES[failure.rule], failure.record, frame)

    def _unit_frame(self, frames: Mapping[str, pd.DataFrame], history: History) -> pd.DataFrame:
        held: dict[str, set[int]] = defaultdict(set)
        by_unit: dict[str, int] = {}
        for number, judged in enumerate(self.files):
            if judged.unit:
                by_unit[judged.unit.code] = number
            for judged_form in judged.forms:
                if not judged_form.disqualified and (
                    judged_form.sheet.rows or judged_form.sheet.nil
                ):
                    held[judged_form.form.code].add(number)
        combined = dict(frames)
        for code, rows in history.in_force.items():
            numbers = rows.unit_code.map(by_unit)
            elsewhere = rows[~numbers.isin(held[code]) & numbers.notna()]
            if elsewhere.empty:
                continue
            elsewhere = elsewhere.assign(submission=numbers[elsewhere.index].astype(int))
            held[code].update(elsewhere.submission)
            combined[code] = pd.concat([frames[code], elsewhere]) if code in frames else elsewhere
        return unit_frame(self._unit_facts(), combined, held)

    def _add_unit_failure(self, rule: Rule, number: int, frame: pd.DataFrame) -> None:
        judged = self.files[number]
        forms = {judged_form.form.code: judged_form for judged_form in judged.forms}
        for code, name in rule.uses:
            judged_form = forms.get(code)
            if judged_form is None:
                continue  # that form was filed earlier; the finding belongs to what came now
            sheet = judged_form.sheet
            row = sheet.rows[0] if sheet.rows else 0
            if self._is_doubtful(number, code, name):
                return
            record = rule.with_given(frame.loc[[number]], self.collection).iloc[0].to_dict()
            facts = {str(key): shown_number(str(key), value) for key, value in record.items()}
            column = judged_form.form.column(name)
            cell = sheet.cell_of(name, row) if row else sheet.header_cell
            shown = display(sheet.columns[name][0], column.kind) if len(sheet.rows) == 1 else ""
            facts["label"] = column.full_label
            self._add(judged, rule.id, facts, judged_form.form, sheet.sheet, cell, name, shown)
            return

    def _is_doubtful(self, number: int, code: str, name: str) -> bool:
        return any(field_name == name for _, field_name in self.doubtful[number, code])

    # --- writing findings down -----------------------------------------------------------------

    def _doubt(self, judged: JudgedFile, doubt: Doubt) -> None:
        facts = {"raw": doubt.raw, **doubt.facts}
        of_sheet = {judged_form.sheet.sheet: judged_form.form for judged_form in judged.forms}
        form = of_sheet.get(doubt.sheet) if doubt.rule in _DISQUALIFYING else None
        self._add(judged, doubt.rule, facts, form, doubt.sheet, doubt.cell, "", doubt.raw)

    def _add(
        self,
        judged: JudgedFile,
        rule_id: str,
        facts: Mapping[str, str],
        form: Form | None = None,
        sheet: str = "",
        cell: str = "",
        name: str = "",
        value: str = "",
    ) -> None:
        rule = RULES[rule_id]
        judged.findings.append(
            Finding(
                rule=rule_id,
                severity=severity(rule, self.collection),
                message=sentence(rule, sheet, cell, facts),
                form=form.code if form else "",
                sheet=sheet,
                cell=cell,
                field=name,
                value=value,
            )
        )


def shown_values(record: Mapping[str, Any], form: Form) -> dict[str, str]:
    """A row's values as the school wrote them; the rule's own named values plainly."""
    return {
        name: display(value, form.column(name).kind)
        if name in form.specs
        else shown_number(name, value)
        for name, value in record.items()
    }


def shown_number(name: str, value: Any) -> str:
    """A value of a built frame: `form__field` as the form shows it, anything else plainly."""
    code, _, field_name = name.partition("__")
    if code in FORMS and field_name in FORMS[code].specs:
        return display(value, FORMS[code].column(field_name).kind)
    return display(value, Kind.TEXT)
