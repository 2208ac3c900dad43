"""Of one file the first thousand findings are kept, the weightiest first, and the others counted."""

from returns.judging.judged import JudgedFile, JudgedForm
from returns.reading.file_read import FileRead, SheetRead
from returns.workbooks.issues.issue_list import Listed, issues
from schemas.collections import COLLECTIONS
from schemas.findings import MAX_FINDINGS, MAX_SHOWN, Finding, Severity, Status
from schemas.form import FORMS

COLLECTION = COLLECTIONS["2020"]


def sheet(form: str) -> SheetRead:
    return SheetRead(FORMS[form].title, form, {}, {}, [], {}, False, "A1", [])


def judged() -> JudgedFile:
    sheets = [sheet("drills"), sheet("safety")]
    one = JudgedFile(FileRead("一小.xlsx", sheets=sheets), COLLECTION)
    one.forms = [JudgedForm(FORMS[each.form], each) for each in sheets]
    return one


def test_an_error_is_told_before_a_thousand_notes_and_its_form_is_returned() -> None:
    one = judged()
    drills, safety = FORMS["drills"], FORMS["safety"]
    for row in range(3 * MAX_FINDINGS):
        one.add("VAL-016", {}, drills, drills.title, f"A{row}")
    one.add("VAL-001", {"raw": "x"}, safety, safety.title, "D7")
    one.settle()
    assert [form.status for form in one.forms] == [Status.ACCEPTED, Status.RETURNED]
    assert one.status is Status.RETURNED
    assert len(one.findings) == MAX_FINDINGS + 1
    assert [f.rule for f in one.findings if f.severity is Severity.ERROR] == ["VAL-001"]
    (told,) = [f.message for f in one.findings if f.rule == "FIL-014"]
    assert told.startswith("问题太多，这里只列出 1000 处，另有 2001 处没有列出。")


def test_a_thousand_are_told_without_a_word() -> None:
    one = judged()
    for row in range(MAX_FINDINGS):
        one.add("VAL-016", {}, FORMS["drills"], FORMS["drills"].title, f"A{row}")
    one.settle()
    assert (len(one.findings), one.left_out) == (MAX_FINDINGS, 0)


def test_what_is_quoted_of_a_cell_is_short_and_seen() -> None:
    one = judged()
    raw = "\x1b[31m\u202e" + "长" * 30_000
    one.add("VAL-001", {"raw": raw}, FORMS["safety"], "平安校园", "D7", value=raw)
    (found,) = one.findings
    assert found.value.startswith("(U+001B)[31m(U+202E)长")
    assert len(found.value) < MAX_SHOWN + 30
    assert "\x1b" not in found.message
    assert len(found.message) < 2 * MAX_SHOWN


def test_the_keys_of_a_line_go_into_a_cell() -> None:
    found = [
        Listed(Finding("VAL-015", Severity.QUERY, "", sheet="a", cell=f"D{n}"), f"{n:032x}")
        for n in range(MAX_FINDINGS)
    ]
    lines = issues(found)
    assert max(len(" ".join(line.keys)) for line in lines) < 32_767
    assert [key for line in lines for key in line.keys] == [one.key for one in found]
