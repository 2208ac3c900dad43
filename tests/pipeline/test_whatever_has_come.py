"""The sample district with only some of its accepted returns in: no figure is untrue by that alone."""

import random

from indicators.computation import compute_one
from indicators.coverage import Filings
from indicators.definitions import INDICATORS
from indicators.quoted_file import quoted_figures
from indicators.quoting import Verdict
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import District
from warehouse.engine import reading
from warehouse.status import form_states

SEED, SUBSETS = 2020, 25
# As they were before ratios had one population: text and verdict of each share of the sample.
FULL = {
    "party_teacher_platform_registration_rate": "100.0%",
    "xuexi_practice_coverage": "100.0%",
    "inclusive_kindergarten_share": "81.6%",
    "compulsory_retention_rate": "100.00%",
    "registered_poor_enrolment_rate": "100.0%",
    "rural_smart_school_share": "50.0%",
    "wanshitong_coverage": "100.0%",
    "disabled_enrolment_rate": "79.68%",
    "cctv_coverage": "100.0%",
    "fire_equipment_coverage": "100.0%",
    "guard_coverage": "100.0%",
    "panic_button_coverage": "100.0%",
    "guard_standard_coverage": "78.0%",
    "campus_taskforce_coverage": "100.0%",
    "health_instructor_coverage": "100.0%",
    "reopening_check_coverage": "100.0%",
    "reopening_coverage": "100.0%",
}


def test_no_share_is_above_100_percent_whatever_has_come(district: District) -> None:
    workspace = Workspace(Settings(), "2020")
    chance = random.Random(SEED)  # noqa: S311
    parts = [one for one in INDICATORS.values() if one.measure.is_part_of_whole]
    with reading(workspace.engine) as connection:
        states = form_states(connection, "2020")
        for _ in range(SUBSETS):
            some = chance.sample(states, chance.randint(1, len(states)))
            filings = Filings(workspace.collection, workspace.register, some)
            values = [compute_one(connection, filings, one, None) for one in parts]
            above = {v.indicator.id: v.text for v in values if v.exact and v.exact > 100}
            assert above == {}


def test_with_everything_in_the_shares_are_what_they_were(district: District) -> None:
    shares = {name: district.corrected.totals[name].text for name in FULL}
    assert shares == FULL
    assert {district.corrected.totals[name].status.value for name in FULL} == {"final"}


def test_after_the_first_round_no_share_of_those_who_owe_agrees_with_100_percent(
    district: District,
) -> None:
    """85 of 91 have answered, all of them yes: the other six have not said so."""
    for name in ("cctv_coverage", "fire_equipment_coverage", "guard_coverage"):
        share = district.first.totals[name]
        assert (share.numerator, share.denominator, share.coverage.text) == (85, 91, "已报 85/91")
        assert share.judgement.verdict is Verdict.DIFFERS


def test_a_whole_form_of_the_offices_missing_is_no_100_percent_of_the_rest(
    district: District,
) -> None:
    """Without the cards of every third unit, no coverage claims more than who answered."""
    workspace = Workspace(Settings(), "2020")
    quoted = quoted_figures("2020")
    with reading(workspace.engine) as connection:
        units = [unit.code for unit in workspace.register]
        left_out = set(units[::3])
        states = [s for s in form_states(connection, "2020") if s.unit_code not in left_out]
        filings = Filings(workspace.collection, workspace.register, states)
        for name in ("cctv_coverage", "campus_taskforce_coverage", "xuexi_practice_coverage"):
            share = compute_one(connection, filings, INDICATORS[name], quoted.get(name))
            assert share.numerator == share.reported_units < share.expected_units
            assert share.denominator == share.expected_units
