"""Second stage of judging: typed rows of all files of a batch, one pandera call a form."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from returns.judging.finding_words import display, facts_of_field, shown_value
from returns.judging.judged import JudgedFile, JudgedForm
from returns.reading.convert import Value
from schemas.checking import Failure, RuleCrashed, believable, check_form
from schemas.codes import EARLIER_COHORT
from schemas.columns import Kind
from schemas.fields import DTYPES, decimals_column
from schemas.findings import MAX_FINDINGS, about
from schemas.form import FORMS, Form
from schemas.raw_text import decimals_of_text, decimals_of_value
from schemas.rules import RULES


def _decimals_written(judged_form: JudgedForm, name: str) -> list[int | None]:
    """Along the rows: the decimals that a percentage was written with; None where there is none."""
    sheet, scale = judged_form.sheet, judged_form.form.column(name).kind.scale
    texts = {one.row: one.text for one in sheet.raw_texts if one.field == name}
    return [
        None
        if value is None
        else decimals_of_text(texts[row])
        if row in texts
        else decimals_of_value(int(value), scale)
        for row, value in zip(
            sheet.rows, sheet.columns.get(name) or [None] * len(sheet.rows), strict=True
        )
    ]


class Rows:
    """The rows of every form in a batch, numbered across all files.

    `frames`: form code → typed rows, indexed by record; `submission` is the file's place in the
    batch. `facts`: register facts of the files' units, indexed by that place. `closings`: (unit,
    cohort) → last year's closing stock.
    """

    def __init__(
        self,
        files: Sequence[JudgedFile],
        facts: pd.DataFrame,
        closings: Mapping[tuple[str, str], int],
    ) -> None:
        self.files = files
        self._facts = facts
        self._closings = closings
        # The first record of each sheet, and whose it is.
        self._starts: list[int] = []
        self._sheets: list[tuple[JudgedFile, JudgedForm]] = []
        self._count = 0
        members: dict[str, list[tuple[int, JudgedForm]]] = defaultdict(list)
        for number, judged in enumerate(files):
            for judged_form in judged.forms:
                if not judged_form.disqualified:
                    members[judged_form.form.code].append((number, judged_form))
        self.frames = {code: self._frame(FORMS[code], found) for code, found in members.items()}

    def _frame(self, form: Form, members: list[tuple[int, JudgedForm]]) -> pd.DataFrame:
        first = self._count
        submissions: list[int] = []
        rows: list[int] = []
        columns: dict[str, list[Value]] = {column.name: [] for column in form.columns}
        written: dict[str, list[int | None]] = {
            column.name: [] for column in form.columns if column.kind is Kind.PERCENT
        }
        for number, judged_form in members:
            sheet = judged_form.sheet
            submissions.extend([number] * len(sheet.rows))
            rows.extend(sheet.rows)
            for name, values in columns.items():
                values.extend(sheet.columns.get(name) or [None] * len(sheet.rows))
            for name, decimals in written.items():
                decimals.extend(_decimals_written(judged_form, name))
            self._starts.append(self._count)
            self._sheets.append((self.files[number], judged_form))
            self._count += len(sheet.rows)
        index = pd.RangeIndex(first, first + len(rows))
        frame = pd.DataFrame(
            {
                column.name: pd.Series(columns[column.name], index=index, dtype=DTYPES[column.kind])
                for column in form.columns
            },
            index=index,
        )
        for name, decimals in written.items():
            frame[decimals_column(name)] = pd.Series(decimals, index=index, dtype="Int64")
        frame["submission"] = submissions
        frame["row"] = rows
        frame = frame.join(self._facts, on="submission")
        if form.code == "enrolment":
            keys = zip(frame.unit_code, frame.cohort.map(EARLIER_COHORT), strict=True)
            frame["last_closing"] = pd.Series(
                [self._closings.get(key) for key in keys], index=index, dtype="Int64"
            )
        return frame

    def judge(self) -> None:
        """Run the rules of every form and write their findings down."""
        for code, frame in self.frames.items():
            self._judge_form(FORMS[code], frame)

    def _judge_form(self, form: Form, frame: pd.DataFrame) -> None:
        try:
            failures = check_form(form, frame, self.files[0].collection)
        except RuleCrashed as crash:
            for number in set(frame.submission):
                self.files[number].broken = crash
            return
        told = self._to_be_told(failures)
        worded = self._worded(form, told, frame)
        for failure in told:
            self._add(failure, *worded.get(failure, ({}, "")))

    def _to_be_told(self, failures: Sequence[Failure]) -> list[Failure]:
        """Without what is beyond the number told of a file: words are made only for what is told."""
        told: list[Failure] = []
        counts: Counter[tuple[int, str, str]] = Counter()
        for failure in failures:
            at = bisect_right(self._starts, failure.record) - 1
            judged, judged_form = self._sheets[at]
            if self._is_doubtful(failure, judged_form, failure.record - self._starts[at]):
                continue
            kind = (at, failure.rule, failure.column)
            if counts[kind] == MAX_FINDINGS:
                judged.left_out += 1
            else:
                counts[kind] += 1
                told.append(failure)
        return told

    @staticmethod
    def _is_doubtful(failure: Failure, judged_form: JudgedForm, position: int) -> bool:
        """Whether a cell that it rests on has a finding of its own."""
        row = judged_form.sheet.rows[position]
        fields = (failure.column,) if failure.column else RULES[failure.rule].culprits
        return any((row, name) in judged_form.doubtful for name in fields)

    def _add(self, failure: Failure, values: Mapping[str, str], about: str) -> None:
        at = bisect_right(self._starts, failure.record) - 1
        judged, judged_form = self._sheets[at]
        position = failure.record - self._starts[at]
        form, sheet = judged_form.form, judged_form.sheet
        row = sheet.rows[position]
        rule = RULES[failure.rule]
        fields = (failure.column,) if failure.column else rule.culprits
        if self._is_doubtful(failure, judged_form, position):
            return
        blank = (name for name in rule.asks_for if sheet.columns[name][position] is None)
        place = next((name for name in (*blank, *fields) if name in sheet.layout), fields[0])
        column = form.column(place)
        shown = display(sheet.columns[place][position], column.kind)
        facts = {**facts_of_field(column, shown), **values}
        cell = sheet.cell_of(place, row)
        judged.add(rule.id, facts, form, sheet.sheet, cell, place, shown, about)
        if failure.column:
            judged_form.doubtful.add((row, failure.column))

    def _worded(
        self, form: Form, failures: Sequence[Failure], frame: pd.DataFrame
    ) -> dict[Failure, tuple[dict[str, str], str]]:
        """Of the failing rows, rule by rule: what the rule's sentence says, what it rests on."""
        by_rule: dict[str, list[Failure]] = defaultdict(list)
        for failure in failures:
            if not failure.column:
                by_rule[failure.rule].append(failure)
        worded: dict[Failure, tuple[dict[str, str], str]] = {}
        believed = believable(form, frame) if by_rule else frame
        for rule_id, failing in by_rule.items():
            rule = RULES[rule_id]
            rows = rule.with_given(believed, self.files[0].collection)
            blamed = rule.spoken | {*rule.culprits, *form.key}
            wanted = [name for name in rows.columns if name in blamed]
            records = rows.loc[[f.record for f in failing], wanted].to_dict("records")
            for failure, record in zip(failing, records, strict=True):
                said = {
                    str(name): shown_value(form, str(name), value)
                    for name, value in record.items()
                    if name in rule.spoken
                }
                worded[failure] = said, about({str(name): value for name, value in record.items()})
        return worded
