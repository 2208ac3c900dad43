"""Records of the sample district."""

from collections.abc import Mapping, Sequence

from returns.workbooks.return_book import NIL, Answer
from returns.workbooks.sheet_writer import CellValue
from sample_inputs.district import Member
from sample_inputs.figures import Sample


def rows(sample: Sample, form: str, members: Sequence[Member] | None = None) -> list[dict]:
    """All records of a form, of some units or of everyone, with the unit's code beside."""
    wanted = None if members is None else {member.unit.code for member in members}
    found = []
    for code, answers in sample.answers.items():
        if wanted is None or code in wanted:
            found += [{"unit": code, **record} for record in records_of(answers.get(form, NIL))]
    return found


def records_of(answer: Answer) -> list[Mapping[str, CellValue]]:
    if answer is NIL:
        return []
    return [answer] if isinstance(answer, Mapping) else list(answer)


def total(records: Sequence[Mapping[str, object]], name: str) -> int:
    return sum(record[name] for record in records)
