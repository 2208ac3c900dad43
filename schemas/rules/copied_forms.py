"""A form that is equal, answer by answer, to another unit's: asked about at whoever sent it later.

Which unit the other one is, is said to the bureau only: a school reads nothing of another's return.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from schemas.collections import Collection
from schemas.columns import Column, Kind
from schemas.findings import Severity
from schemas.form import Copied, Form
from schemas.forms import FORMS
from schemas.grouping import rows_of
from schemas.rule import Frame, FrameBuilder, Rule, Stage, declare

_LEAST_TELLING = 10  # numbers below are alike everywhere
_SHORTEST_TEXT = 4
_TEXT_WORTH = 4  # digits


def _digits(columns: list[Column], rows: Frame) -> int:
    """How much the answers of one unit say: see `schemas.form.Copied`."""
    numbers: set[str] = set()
    texts: set[str] = set()
    for column in columns:
        values = rows[column.name].dropna()
        if column.kind.is_number:
            scale = 10**column.kind.scale
            numbers |= {
                str(value).rstrip("0") if scale > 1 else str(value)
                for value in values.unique()
                if value >= _LEAST_TELLING * scale
            }
        elif column.kind is Kind.TEXT:
            texts |= {text for text in values.unique() if len(text) >= _SHORTEST_TEXT}
    return sum(map(len, numbers)) + _TEXT_WORTH * len(texts)


def _equal_forms(form: Form, copied: Copied) -> FrameBuilder:
    """One row a unit whose answers are those of a unit that sent them earlier, and who that is.

    Codes of the unit itself, and persons, are no answers to compare.
    """
    columns = [
        column
        for column in form.columns
        if not column.kind.is_personal and column.kind is not Kind.IDENTIFIER
    ]
    names = [column.name for column in columns]

    def alike(rows: Frame) -> Iterator[tuple[int, str, str]]:
        answers = [rows[name].astype("string").fillna("").tolist() for name in names]
        said: dict[str, list[tuple[str, ...]]] = defaultdict(list)  # unit → its rows
        sent: dict[str, int] = defaultdict(int)
        first: dict[str, tuple[str, int]] = {}  # unit → its name, and its first record
        told = zip(rows.index, rows.unit_code, rows.unit_name, rows.submission, strict=True)
        for (record, code, name, submission), *row in zip(told, *answers, strict=True):
            said[code].append(tuple(row))
            sent[code] = max(sent[code], submission)
            first.setdefault(code, (name, record))
        alike_units: dict[tuple[tuple[str, ...], ...], list[tuple[int, str, str, int]]] = (
            defaultdict(list)
        )
        for code, own in said.items():
            alike_units[tuple(sorted(own))].append((sent[code], code, *first[code]))
        for units in alike_units.values():
            if len(units) < 2:
                continue
            (_, first_code, first_name, _), *later = sorted(units, key=lambda one: one[:2])
            if _digits(columns, rows[rows.unit_code == first_code]) >= copied.digits:
                for _, code, _, record in later:
                    yield record, code, first_name

    def build(forms: Mapping[str, Frame], _: Collection) -> Frame:
        found = list(alike(rows_of(forms, form.code)))
        return pd.DataFrame(
            {"unit_code": [code for _, code, _ in found], "other": [name for *_, name in found]},
            index=[record for record, _, _ in found],
            dtype="string",
        )

    return build


def _copied(form: Form, copied: Copied) -> Rule:
    asks = "请核对是否误用了其他单位的报表；确系本单位数字的，请说明"
    return Rule(
        id=copied.rule,
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title=f"《{form.title}》与其他单位的完全相同",
        says=f"这张《{form.title}》的全部内容与先报送的{{other}}完全相同，{asks}",
        says_to_school=f"这张《{form.title}》的全部内容与另一单位先报送的完全相同，{asks}",
        says_en="all answers are those of another unit: {other}",
        basis="各单位的全部数字相同极少见",
        protects=(f"《{form.title}》各项合计",),
        culprits=(f"{form.code}.{_first_answer(form)}",),
        needs=(form.code,),
        frame=_equal_forms(form, copied),
        check=lambda f, _: f.other.isna(),
        passing=[{"unit_code": "2134000102", "other": None}],
        failing=[{"unit_code": "2134000102", "other": "示例小学"}],
    )


def _first_answer(form: Form) -> str:
    return next(c.name for c in form.columns if c.kind is not Kind.IDENTIFIER)


for _form in FORMS.values():
    if _form.copied is not None:
        declare(_copied(_form, _form.copied))
