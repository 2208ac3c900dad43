"""The list of hazards has 62 lines, and each has its test."""

import re
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[3]
LINES = 62


def test_every_line_of_the_list_has_its_test_and_only_one() -> None:
    numbers = Counter(
        int(number)
        for path in TESTS.rglob("test_*.py")
        for number in re.findall(r"^def test_hazard_(\d+)_", path.read_text("utf-8"), re.M)
    )
    assert sorted(numbers.elements()) == list(range(1, LINES + 1))
