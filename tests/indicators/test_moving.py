"""What becomes of figures after they were signed."""

import json

from indicators.contract import since_release_to_json
from indicators.moving import since_release
from warehouse.values import StoredValue

GUARDS = StoredValue("guards_total", 179, None, 91, 91, "final")
KITCHENS = StoredValue("open_kitchen_coverage", 39, 40, 91, 91, "final")
OLD = StoredValue("a_figure_of_before", 1, None, 1, 1, "final")


def test_nothing_moved() -> None:
    since = since_release(1, [GUARDS, KITCHENS], [KITCHENS, GUARDS])
    assert (since.is_unmoved, since.lines, since.headline) == (True, [], "与第 1 次发布一致")


def test_a_corrected_count_and_a_figure_that_waits_again() -> None:
    now = [
        StoredValue("guards_total", 180, None, 91, 91, "final"),
        StoredValue("open_kitchen_coverage", 39, 40, 90, 91, "provisional"),
    ]
    since = since_release(2, [GUARDS, KITCHENS], now)
    assert since.headline == "第 2 次发布以后有 2 项数字变动，尚未重新发布"
    assert since.lines == [
        "专兼职保安：179人（最终）→ 180人（最终）",
        "“明厨亮灶”食堂覆盖率：97.5%（39÷40）（最终）→ 97.5%（39÷40）（暂定）",
    ]


def test_a_rate_that_reads_alike_says_its_parts() -> None:
    now = [StoredValue("open_kitchen_coverage", 78, 80, 91, 91, "final")]
    (line,) = since_release(1, [KITCHENS], now).lines
    assert line == "“明厨亮灶”食堂覆盖率：97.5%（39÷40）（最终）→ 97.5%（78÷80）（最终）"


def test_a_figure_that_is_no_longer_computed() -> None:
    since = since_release(1, [OLD, GUARDS], [GUARDS])
    assert (since.is_unmoved, since.lines) == (False, ["a_figure_of_before：现在不再计算"])


def test_a_figure_that_came_later_has_not_moved() -> None:
    assert since_release(1, [GUARDS], [GUARDS, KITCHENS]).is_unmoved


def test_as_json() -> None:
    assert since_release_to_json(None) is None
    now = [StoredValue("guards_total", 180, None, 91, 91, "final")]
    document = since_release_to_json(since_release(1, [GUARDS, OLD], now))
    assert json.loads(json.dumps(document)) == {
        "release": 1,
        "moved": [
            {
                "indicator": "guards_total",
                "label": "专兼职保安",
                "released": "179人",
                "now": "180人",
            }
        ],
        "gone": ["a_figure_of_before"],
    }
