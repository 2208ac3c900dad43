"""元 and 万元 mixed up, as seen from last year: asked about, never rescaled (hazard 41)."""

from pathlib import Path
from typing import Any

from returns.judging.batch import History
from schemas.forms import FORMS
from tests.returns.reading.hazards.books import FUNDING, of_field
from tests.returns.small_returns import SCHOOL, example_record, judge_one, workbook


def test_ten_thousand_times_last_year_is_asked_about(tmp_path: Path) -> None:
    """Fen of last year → what is asked of 24.70 yuan, which is kept as it was written."""

    def asked(before: int) -> list[tuple[str, str]]:
        last_year = {SCHOOL.code: {"funding": [{"base_received": before}]}}
        record = example_record(FORMS["funding"], base_received=24.7)
        content = workbook(tmp_path, {"funding": record})
        judged = judge_one(content, history=History(last_year=last_year))
        assert of_field(judged, "base_received") == [2470]
        return [(one.cell, one.message) for one in judged.findings if one.rule == "VAL-021"]

    ((cell, message),) = asked(2400_0000)
    assert (cell, message) == (
        "D7",
        f"「{FUNDING}」D7：基准定额到账金额填了 24.70 元，上年为 240000 元，小约一万倍，"
        "可能把元和万元弄混了；填错的请改正，确实如此的请说明。",
    )
    # Half and twice the factor are the last that are asked about; 0 has no factor.
    assert len(asked(2470_0000 // 2)) == len(asked(2470_0000 * 2)) == 1
    assert asked(2470_0000 // 2 - 1) == asked(2470_0000 * 2 + 1) == asked(2470) == asked(0) == []


def test_rows_of_a_table_are_held_against_those_of_last_year(tmp_path: Path) -> None:
    form = FORMS["student_aid"]
    content = workbook(tmp_path, {form.code: [example_record(form, amount=1250)]})
    key = {name: example_record(form)[name] for name in form.key}
    another = key | {"category": form.column("category").codes[-1]}

    def asked(*earlier: dict[str, Any]) -> list[str]:
        history = History(last_year={SCHOOL.code: {form.code: earlier}})
        judged = judge_one(content, history=history)
        return [one.cell for one in judged.findings if one.rule == "VAL-021"]

    assert asked(key | {"amount": 12}, another | {"amount": 1250_00}) == ["F4"]
    assert asked(key | {"amount": 1250_00}, another | {"amount": 12}) == []
