"""The JSON that other people's scripts rely on."""

import json
from dataclasses import replace

from sqlalchemy import Engine

from indicators.computation import compute
from indicators.contract import explanation_to_json, total_to_json
from indicators.definitions import INDICATORS
from indicators.lineage import explain
from schemas.raw_text import Change, RawText
from tests.indicators.district import COLLECTION, NINE_YEAR, PRIMARY, REGISTER, rows, send
from warehouse.engine import reading
from warehouse.vault import Vault

_WANTED = ("living_subsidy_paid", "health_record_coverage", "guard_standard_coverage")


def test_totals(filed: Engine) -> None:
    with reading(filed) as connection:
        computed = compute(
            connection, COLLECTION, REGISTER, indicators=[INDICATORS[name] for name in _WANTED]
        )
    documents = [total_to_json(value) for value in computed]
    assert json.loads(json.dumps(documents)) == documents
    assert documents == [
        {
            "indicator": "living_subsidy_paid",
            "section": "2.3",
            "label": "生活费补助资金",
            "value": "14500.00",
            "unit": "元",
            "text": "14500元",
            "numerator": "14500.00",
            "denominator": None,
            "reported_units": 3,
            "expected_units": 3,
            "status": "final",
            "quoted": "55.9余元",
            "verdict": "differs",
            "reason": "数值不符",
            "kind": "measured",
            "target": None,
            "coverage": "已报 3/3",
            "scope": "全部中小学（3 个，应报《学生资助》的共 5 个）",
            "by_construction": "",
            "since_release": None,
        },
        {
            "indicator": "health_record_coverage",
            "section": "4.3",
            "label": "健康档案建档率",
            "value": "99.96",
            "unit": "%",
            "text": "99.96%",
            "numerator": "2806",
            "denominator": "2807",
            "reported_units": 5,
            "expected_units": 5,
            "status": "final",
            "quoted": "100%",
            "verdict": "differs",
            "reason": "数值不符",
            "kind": "measured",
            "target": None,
            "coverage": "已报 5/5",
            "scope": "全部中小学、幼儿园",
            "by_construction": "",
            "since_release": None,
        },
        {
            "indicator": "guard_standard_coverage",
            "section": "3.4",
            "label": "专职保安达标率",
            "value": "60.0",
            "unit": "%",
            "text": "60.0%",
            "numerator": "3",
            "denominator": "5",
            "reported_units": 5,
            "expected_units": 5,
            "status": "final",
            "quoted": None,
            "verdict": "not-quoted",
            "reason": "",
            "kind": "measured",
            "target": None,
            "coverage": "已报 5/5",
            "scope": "全部中小学、幼儿园",
            "by_construction": "",
            "since_release": None,
        },
    ]


def test_a_total_that_cannot_be_computed_is_null(district: Engine) -> None:
    with reading(district) as connection:
        [value] = compute(connection, COLLECTION, REGISTER, indicators=[INDICATORS["guards_total"]])
    document = total_to_json(value)
    assert (document["value"], document["numerator"], document["status"]) == (
        None,
        None,
        "not-computable",
    )


def test_explain(filed: Engine) -> None:
    with reading(filed) as connection:
        explanation = explain(connection, "law_lectures", COLLECTION, REGISTER)
    document = explanation_to_json(explanation)
    assert (document["indicator"], document["value"]) == ("law_lectures", "6")
    assert len(document["contributions"]) == 5
    assert document["contributions"][0] == {
        "unit": PRIMARY,
        "file": f"{PRIMARY}.xlsx",
        "sheet": "平安校园",
        "cell": "D17",
        "value": "1",
        "role": "numerator",
    }
    assert document["contributions"][2]["unit"] == NINE_YEAR


def test_explain_shows_the_own_text_of_a_cell_where_it_differs(filed: Engine, vault: Vault) -> None:
    written = [
        RawText(1, "guards_full_time", "１，００４", (Change.CHARACTERS, Change.GROUPED)),
        RawText(1, "guards_part_time", "3", (Change.TEXT_NUMBER,)),  # the same as the value
    ]
    record = {"guards_full_time": 1004, "guards_part_time": 3}
    send(filed, vault, PRIMARY, replace(rows("safety", record), raw_texts=written), hour=1)
    with reading(filed) as connection:
        document = explanation_to_json(explain(connection, "guards_total", COLLECTION, REGISTER))
    first, second, third = document["contributions"][:3]
    assert (first["value"], first["raw"]) == ("1004", "１，００４")
    assert (second["value"], "raw" in second, "raw" in third) == ("3", False, False)


def test_explain_shows_no_text_of_a_field_that_may_name_a_child(
    filed: Engine, vault: Vault
) -> None:
    record = {"list_number": "CJ1", "child_id": "G1"}
    written = [
        RawText(5, "child_id", "g1", (Change.UPPER_CASE,)),
        RawText(5, "list_number", "ＣＪ１", (Change.CHARACTERS,)),
    ]
    filing = replace(rows("disabled_children", record), raw_texts=written)
    send(filed, vault, PRIMARY, filing, hour=1)
    with reading(filed) as connection:
        document = explanation_to_json(
            explain(connection, "disabled_enrolled", COLLECTION, REGISTER)
        )
    assert document["contributions"]
    assert not any("raw" in one for one in document["contributions"])
