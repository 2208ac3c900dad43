"""公用经费: what a school is due, by stage, from the pupils it has and the standards."""

from dataclasses import dataclass

from sample_inputs.district import Member
from schemas.collections import COLLECTIONS
from schemas.standards import standard

# What the district pays a pupil above the base quota, in yuan.
ABOVE_BASE_YUAN = {"小学": 53, "初中": 40}


@dataclass(frozen=True)
class FundingShare:
    """The share of one stage of a school. Amounts are yuan."""

    stage: str
    pupils: int
    base_quota: int
    supplements: int  # for boarders, and for a school below the floor

    @property
    def standard(self) -> int:
        return self.base_quota + ABOVE_BASE_YUAN[self.stage]

    @property
    def base(self) -> int:
        return self.pupils * self.base_quota + self.supplements

    @property
    def above(self) -> int:
        return self.pupils * ABOVE_BASE_YUAN[self.stage]

    @property
    def amount(self) -> int:
        return self.base + self.above


def funding_shares(school: Member) -> list[FundingShare]:
    """One share a stage taught. Boarders are paid for with the higher stage.

    A school below the floor is paid as if it had that many pupils.
    """
    yuan = standard("public_funding", COLLECTIONS["2020"].stock_date)
    stages = [
        (stage, pupils, yuan[key])
        for stage, pupils, key in (
            ("小学", school.primary, "primary_yuan"),
            ("初中", school.junior, "junior_yuan"),
        )
        if pupils
    ]
    missing = max(yuan["small_school_floor"] - school.pupils, 0)
    last = len(stages) - 1
    return [
        FundingShare(
            stage,
            pupils,
            quota,
            (missing * quota if at == 0 else 0)
            + (school.boarders * yuan["boarder_yuan"] if at == last else 0),
        )
        for at, (stage, pupils, quota) in enumerate(stages)
    ]
