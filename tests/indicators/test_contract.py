"""The JSON that other people's scripts rely on."""

import json

from sqlalchemy import Engine

from indicators.computation import compute
from indicators.contract import explanation_to_json, total_to_json
from indicators.definitions import INDICATORS
from indicators.lineage import explain
from tests.indicators.district import COLLECTION, NINE_YEAR, PRIMARY, REGISTER
from warehouse.engine import reading

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
