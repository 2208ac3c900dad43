"""Checking the sample finds what was planted, at its cell, and nothing else."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import orjson
import pytest

from returns.judging.batch import History, judge
from returns.judging.judged import JudgedFile
from returns.reading.extract import extract
from returns.reading.file_read import FileRead
from returns.reading.register_file import read_register
from sample_inputs.build import ROOT
from schemas.collections import COLLECTIONS
from schemas.findings import Severity
from schemas.forms import FORMS

COLLECTION = COLLECTIONS["2020"]
SAMPLE = ROOT / COLLECTION.code


def judged_in(folder: Path) -> list[JudgedFile]:
    layouts = [form.layout_for_reader() for form in FORMS.values()]
    files = []
    for path in sorted(folder.glob("*.xlsx")):
        # through JSON, as the reading process answers
        plain = orjson.loads(orjson.dumps(extract(path.read_bytes(), layouts).to_plain()))
        files.append(FileRead.from_plain(path.name, plain))
    judged = judge(files, read_register(SAMPLE / "register.csv"), COLLECTION, History())
    assert [one.broken for one in judged if one.broken] == []
    return judged


def findings(judged: list[JudgedFile]) -> Counter[tuple[str, ...]]:
    """(file, rule, form, sheet, cell) of every error and query, and of what came instead of a return;
    other notes need no answer.
    """
    return Counter(
        (one.file.file_name, finding.rule, finding.form, finding.sheet, finding.cell)
        for one in judged
        for finding in one.findings
        if finding.severity is not Severity.NOTE or finding.rule == "FIL-016"
    )


def table(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def first_round() -> list[JudgedFile]:
    return judged_in(SAMPLE / "first_round")


def test_first_round_shows_exactly_what_was_planted(
    first_round: list[JudgedFile],
) -> None:
    planted = Counter(
        (row["file"], row["rule"], row["form"], row["sheet"], row["cell"])
        for row in table("planted_mistakes.csv")
    )
    assert findings(first_round) == planted


def test_what_explanations_hang_on_is_spelt_as_ever(first_round: list[JudgedFile]) -> None:
    """A change here would ask every school again for what it has explained."""
    rests_on = sorted(
        f"{one.file.file_name}\t{finding.rule}\t{finding.cell}\t{finding.about}"
        for one in first_round
        for finding in one.findings
    )
    assert hashlib.sha256("\n".join(rests_on).encode()).hexdigest() == (
        "fd64b4c3a07ea604ac4a75d23b9d54f61bfffa2632dd0846d58014bd1937dc93"
    )


def test_corrections_leave_only_what_is_to_be_explained() -> None:
    found = Counter(
        (file.split("_")[0], rule) for file, rule, *_ in findings(judged_in(SAMPLE / "corrections"))
    )
    remaining = {
        (row["name"], row["rule"]): int(row["count"]) for row in table("remaining_queries.csv")
    }
    assert found == {("滨湖路小学", "SAF-002"): 1}
    assert all(remaining[key] == count for key, count in found.items())


def test_remaining_queries() -> None:
    counted: Counter[str] = Counter()
    for row in table("remaining_queries.csv"):
        counted[row["rule"]] += int(row["count"])
    assert counted == {"SAF-002": 20, "DRP-002": 9, "ENR-018": 3, "DRL-004": 1}
