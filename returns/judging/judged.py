"""The outcome of judging: files, their forms, and the findings written down on the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from returns.judging.finding_words import sentence
from returns.reading.attachments import is_attachment
from returns.reading.file_read import FileRead, SheetRead
from schemas.collections import Collection
from schemas.columns import Kind, Layout
from schemas.file_names import seen_in_cell, template_name
from schemas.findings import (
    MAX_FINDINGS,
    MAX_SHOWN,
    Finding,
    Severity,
    Status,
    most_shown,
    shortened,
    shortened_facts,
    status_of,
)
from schemas.form import Form
from schemas.known_words import known_words
from schemas.masking import Masker
from schemas.rules import RULES, severity
from schemas.units import Register, Unit

# Facts that come from our declarations, never from the file.
_OUR_WORDS = frozenset({"template", "example", "options", "noun", "remedy", "actual"})
_WHOSE = frozenset({"UNT-001", "UNT-005", "UNT-006"})  # why a part is nobody's


@dataclass
class JudgedForm:
    """One form of a file, with its values as Python objects and its outcome."""

    form: Form
    sheet: SheetRead
    status: Status = Status.ACCEPTED
    disqualified: bool = False  # filled in for another collection: not judged further
    digest: str | None = None  # of what it holds, once that is known: see pipeline.intake.comebacks
    held: bool = False  # what it holds was corrected before: it waits for an answer
    # (record's row, field) with a finding of its own: rules say nothing more about such a cell.
    doubtful: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        # A column that this edition does not ask for is empty in the model's rows.
        for column in self.form.columns:
            self.sheet.columns.setdefault(column.name, [None] * len(self.sheet.rows))

    @property
    def is_answered(self) -> bool:
        """Has rows, or says that there are none."""
        return not self.disqualified and bool(self.sheet.rows or self.sheet.nil)

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
    """The outcome of one file. `broken`: what broke on our side while it was read or judged."""

    file: FileRead
    collection: Collection
    unit: Unit | None = None
    findings: list[Finding] = field(default_factory=list)
    forms: list[JudgedForm] = field(default_factory=list)
    status: Status = Status.UNREADABLE
    broken: Exception | None = None
    left_out: int = 0  # findings that are only counted
    masker: Masker = field(default_factory=Masker)  # of the persons in the file: see `know_persons`
    _kept: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    def know_persons(self, register: Register) -> None:
        """Mask the persons of the file in everything that is said of it from here on."""
        self.masker = Masker(self.file.persons, known_words(register))

    @property
    def shown_name(self) -> str:
        """The file's name for whoever is not its school."""
        return self.masker.mask(self.file.file_name)

    def add(
        self,
        rule_id: str,
        facts: Mapping[str, str],
        form: Form | None = None,
        sheet: str = "",
        cell: str = "",
        name: str = "",
        value: str = "",
        about: str = "",
    ) -> None:
        """Write a finding down. What is personal by its field is masked already; `about` is in clear.

        Persons who turn up elsewhere are masked here, and stay in `Finding.own`. See
        `schemas.findings.Finding.about`; without it, the finding rests on what it says. Of each
        severity a form keeps as many as are told of a whole file, so that its outcome is right.
        """
        rule = RULES[rule_id]
        of = severity(rule, self.collection)
        kind = (form.code if form else "", of)
        if self._kept[kind] == MAX_FINDINGS:
            self.left_out += 1
            return
        self._kept[kind] += 1
        said = shortened_facts(facts)
        own = Finding(
            rule=rule_id,
            severity=of,
            message=seen_in_cell(sentence(rule, sheet, cell, {"template": self._template, **said})),
            form=form.code if form else "",
            sheet=sheet,
            cell=cell,
            field=name,
            value=seen_in_cell(shortened(value)),
            about=about or repr((value, sorted(facts.items()))),
        )
        mask = self.masker.mask
        shown = shortened_facts(  # masked before, so that no half of a name is left
            {
                key: fact if key in _OUR_WORDS else mask(fact, most_shown(key) + 1)
                for key, fact in facts.items()
            }
        )
        message = sentence(rule, mask(sheet), cell, {"template": self._template, **shown})
        masked = replace(
            own,
            message=seen_in_cell(message),
            sheet=mask(sheet),
            value=seen_in_cell(shortened(mask(value, MAX_SHOWN + 1))),
        )
        self.findings.append(own if masked == own else replace(masked, own=own))

    @property
    def _template(self) -> str:
        """What the unit is to fill in, by the name of its file where the unit is known."""
        if self.unit is None:
            return "区局下发的模板"
        return f"“{template_name(self.unit.name, self.collection.code)}”"

    def report_part(self, part: "JudgedFile") -> None:
        """Tell a sender what became of a part that it filed for another unit.

        What is wrong with that part is no reason to return the sender's own forms.
        """
        if part.unit is None:
            self.findings += [finding for finding in part.findings if finding.rule in _WHOSE]
            self.status = status_of(self.findings)
        else:
            self.add("UNT-007", {"raw": part.unit.name, "outcome": part.outcome})

    @property
    def outcome(self) -> str:
        """《平安校园》《应急演练》已采用；《校舍》退回；1 处须改正，2 处须核对或说明，见…"""
        words = []
        counted = [form for form in self.forms if not form.held]
        for accepted, verb in ((True, "已采用"), (False, "退回")):
            titles = [f"《{f.form.title}》" for f in counted if f.status.is_accepted is accepted]
            words += [f"{''.join(titles)}{verb}"] if titles else []
        if held := [f"《{form.form.title}》" for form in self.forms if form.held]:
            words.append(f"{''.join(held)}与已更正的相同，待该单位说明")
        severities = [finding.severity for finding in self.findings]
        counts = [
            f"{severities.count(of)} 处{verb}"
            for of, verb in ((Severity.ERROR, "须改正"), (Severity.QUERY, "须核对或说明"))
            if of in severities
        ]
        words += [f"{'，'.join(counts)}，见该单位的问题清单"] if counts else []
        return "；".join(words or ["没有可采用的表"])

    def settle(self) -> None:
        """Put the findings in the order of the sheets and derive the outcomes from them."""
        order = {sheet.sheet: place for place, sheet in enumerate(self.file.sheets, start=1)}
        order[self.file.cover_sheet] = 0
        self.findings.sort(
            key=lambda finding: (order.get(finding.for_its_school.sheet, 0), *_place(finding))
        )
        if self.file.refused is not None:
            kept = is_attachment(self.file.refused)
            self.status = Status.ATTACHMENT if kept else Status.UNREADABLE
            return
        general = [finding for finding in self.findings if not finding.form]
        blocked = any(finding.severity is Severity.ERROR for finding in general)
        for judged in self.forms:
            own = [finding for finding in self.findings if finding.form == judged.form.code]
            judged.status = Status.RETURNED if blocked else status_of(own)
        self.status = status_of(self.findings)
        self._keep_the_first()

    def _keep_the_first(self) -> None:
        """As many findings as are told of a file: errors before queries, in the order of the sheets."""
        by_weight = sorted(
            range(len(self.findings)), key=lambda at: (self.findings[at].severity.rank, at)
        )
        self.left_out += len(by_weight[MAX_FINDINGS:])
        self.findings = [self.findings[at] for at in sorted(by_weight[:MAX_FINDINGS])]
        if self.left_out:
            facts = {"shown": str(len(self.findings)), "more": str(self.left_out)}
            self._kept.clear()  # what is said of the file as a whole comes on top
            self.add("FIL-014", facts)


def _place(finding: Finding) -> tuple[int, int, str, str]:
    """Down the sheet and then across: D7 before D16, Z7 before AA7."""
    row = "".join(filter(str.isdecimal, finding.cell))
    return int(row or 0), len(finding.cell), finding.cell, finding.rule
