"""The page of definitions is what the declarations say."""

from indicators.definitions import INDICATORS
from reports import definitions
from schemas.collections import COLLECTIONS


def test_the_page_is_up_to_date() -> None:
    committed = definitions.PAGE.read_text(encoding="utf-8")
    assert committed == definitions.definitions_markdown(), (
        "out of date: run `python -m reports.catalogue`"
    )


def test_every_indicator_has_a_row_with_its_source() -> None:
    head, *rows = definitions.definition_rows(COLLECTIONS["2020"])
    assert head == list(definitions.HEADINGS)
    assert [row[0] for row in rows] == list(INDICATORS)
    by_id = {row[0]: row for row in rows}
    assert by_id["anhui_speech_seminar_participants"][5:9] == [
        "《活动签到名册》不重复的人员编号个数（活动编号属于《会议活动台账》中"
        "活动类型为专题研讨班且专项主题为考察安徽重要讲话精神的条目）",
        "党建办公室",
        "《活动签到名册》、《会议活动台账》",
        "人员编号；活动类型、专项主题",
    ]
    assert by_id["guards_total"][7:9] == ["《平安校园》", "专职保安、兼职保安"]
    assert by_id["four_100_goals"][7] == ""
    decimals = head.index("小数位")
    assert by_id["disabled_enrolment_rate"][decimals] == "2"
    assert by_id["guards_total"][decimals] == ""
