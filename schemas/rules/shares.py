"""A part of a whole is no more than the whole: of every share that the summary may quote.

The shares are reckoned from all that is in force, by the indicators' own definitions; so the frame
comes from outside, as the register does, and a new share is judged without a word here. Gross rates
may be above 100 % and are left out.
"""

from collections.abc import Mapping

import pandas as pd

from schemas.collections import Collection
from schemas.findings import Severity
from schemas.grouping import SHARES
from schemas.rule import Frame, Rule, Stage, declare

# label, rate (as shown), part, whole (storage units), units (who is in excess, in words) and place
# ("form.field" of the part).
_COLUMNS = ("label", "rate", "part", "whole", "units", "place")


def _shares(forms: Mapping[str, Frame], _: Collection) -> Frame:
    """One row a share that can be reckoned; the district's own, so it stands at no record."""
    shares = forms.get(SHARES)
    if shares is None or shares.empty:
        return pd.DataFrame(columns=list(_COLUMNS))
    return shares.set_axis([-1] * len(shares), axis="index")


declare(
    Rule(
        id="PCT-001",
        stage=Stage.DISTRICT,
        severity=Severity.QUERY,
        title="部分大于总体",
        says="{label}为 {rate}，部分 {part} 大于总体 {whole}，{units}。"
        "请核对这些单位填报的数和台账中的单位代码；数字无误的，请说明",
        says_en="{label} is {rate}: {part} of {whole}",
        basis="部分不大于总体",
        protects=("除毛入学率和净增减率外的全部比率",),
        culprits=(
            "enrolment.graduated",
            "disabled_children.child_id",
            "preschool.age_3",
            "staff.excellent",
            "epidemic.health_records",
            "safety.open_kitchens",
        ),
        needs=("enrolment", "disabled_children", "preschool", "staff", "epidemic", "safety"),
        frame=_shares,
        check=lambda f, _: f.part <= f.whole,
        passing=[
            {
                "label": "初中巩固率",
                "rate": "100.00%",
                "part": 42,
                "whole": 42,
                "units": "没有单个单位超出",
                "place": "enrolment.graduated",
            }
        ],
        failing=[
            {
                "label": "初中巩固率",
                "rate": "102.38%",
                "part": 43,
                "whole": 42,
                "units": "超出的单位：第三中学",
                "place": "enrolment.graduated",
            }
        ],
    )
)
