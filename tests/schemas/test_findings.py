"""What a finding rests on is spelt one way for ever: a school's explanation hangs on it."""

import pandas as pd

from schemas.findings import about


def test_the_spelling() -> None:
    facts = {"b": 2, "a": "甲", "c": pd.NA, "d": None}
    assert about(facts) == "[('a', '甲'), ('b', '2'), ('c', '<NA>'), ('d', 'None')]"
