"""Third stage of judging: rules across the forms of one unit.

A form that is not in the file is taken from what is in force, so that a correction of one form is
held against the others. A finding stands at a form of the file that came now.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from returns.judging.finding_words import display, shown_total
from returns.judging.judged import JudgedFile
from returns.reading.file_read import SheetRead
from schemas.checking import Failure, RuleCrashed, check_rules
from schemas.findings import about
from schemas.rules import RULES, Rule, Stage
from schemas.unit_frame import unit_frame


def judge_units(
    files: Sequence[JudgedFile],
    frames: Mapping[str, pd.DataFrame],
    in_force: Mapping[str, pd.DataFrame],
    facts: pd.DataFrame,
) -> None:
    """Run the rules across forms. `frames` are the batch's rows, `in_force` the warehouse's."""
    frame = _unit_frame(files, _without_doubtful(files, frames), in_force, facts)
    failing: dict[str, list[int]] = defaultdict(list)
    for failure in _check(files, frame):
        failing[failure.rule].append(failure.record)
    for rule_id, numbers in failing.items():
        rule = RULES[rule_id]
        rows = rule.with_given(frame, files[0].collection)
        blamed = rule.spoken | {f"{form}__{name}" for form, name in rule.uses}
        wanted = [name for name in rows.columns if name in blamed]
        for number, values in zip(
            numbers, rows.loc[numbers, wanted].to_dict("records"), strict=True
        ):
            shown = {str(name): shown_total(str(name), value) for name, value in values.items()}
            said = {name: text for name, text in shown.items() if name in rule.spoken}
            _add(files[number], rule, said, about(shown))


def _check(files: Sequence[JudgedFile], frame: pd.DataFrame) -> list[Failure]:
    """What fails. A rule that crashes is charged to the files with its forms; the others go on."""
    rules = [rule for rule in RULES.values() if rule.stage is Stage.UNIT]
    collection = files[0].collection
    try:
        return check_rules(rules, frame, collection)
    except RuleCrashed:
        pass  # rule by rule, to find out which: slow, and rare
    failures: list[Failure] = []
    for rule in rules:
        try:
            failures += check_rules([rule], frame, collection)
        except RuleCrashed as crash:
            concerned = {form for form, _ in rule.uses}
            for judged in files:
                if concerned & {judged_form.form.code for judged_form in judged.forms}:
                    judged.broken = crash
    return failures


def _without_doubtful(
    files: Sequence[JudgedFile], frames: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The rows without the values that have a finding of their own: no other form is held to them."""
    doubtful: dict[str, dict[str, set[tuple[int, int]]]] = defaultdict(lambda: defaultdict(set))
    for number, judged in enumerate(files):
        for judged_form in judged.forms:
            for row, name in judged_form.doubtful:
                doubtful[judged_form.form.code][name].add((number, row))
    trusted = dict(frames)
    for code in doubtful.keys() & frames.keys():
        frame = trusted[code] = frames[code].copy()
        records = pd.MultiIndex.from_arrays([frame.submission, frame.row])
        for name, places in doubtful[code].items():
            frame.loc[records.isin(places), name] = pd.NA
    return trusted


def _unit_frame(
    files: Sequence[JudgedFile],
    frames: Mapping[str, pd.DataFrame],
    in_force: Mapping[str, pd.DataFrame],
    facts: pd.DataFrame,
) -> pd.DataFrame:
    held: dict[str, set[int]] = defaultdict(set)
    for number, judged in enumerate(files):
        for judged_form in judged.forms:
            if judged_form.is_answered:
                held[judged_form.form.code].add(number)
    numbers = {judged.unit.code: number for number, judged in enumerate(files) if judged.unit}
    combined = dict(frames)
    for code, rows in in_force.items():
        submission = rows.unit_code.map(numbers)
        elsewhere = rows[submission.notna() & ~submission.isin(held[code])]
        if elsewhere.empty:
            continue
        elsewhere = elsewhere.assign(submission=submission[elsewhere.index].astype(int))
        held[code].update(elsewhere.submission)
        combined[code] = pd.concat([frames[code], elsewhere]) if code in frames else elsewhere
    return unit_frame(facts, combined, held)


def _add(judged: JudgedFile, rule: Rule, facts: Mapping[str, str], about: str) -> None:
    forms = {judged_form.form.code: judged_form for judged_form in judged.forms}
    for code, name in rule.uses:
        judged_form = forms.get(code)
        if judged_form is None or judged_form.disqualified:
            continue
        if any(doubtful == name for _, doubtful in judged_form.doubtful):
            return
        sheet, column = judged_form.sheet, judged_form.form.column(name)
        cell = _cell(rule, code, name, sheet)
        shown = display(sheet.columns[name][0], column.kind) if len(sheet.rows) == 1 else ""
        facts = {**facts, "label": column.full_label}
        judged.add(rule.id, facts, judged_form.form, sheet.sheet, cell, name, shown, about)
        return


def _cell(rule: Rule, code: str, name: str, sheet: SheetRead) -> str:
    """Where a rule that sums up a form stands: at its first row, or at the highest that it tells."""
    if not sheet.rows:
        return sheet.header_cell
    position = 0
    if f"{code}__max_{name}" in rule.spoken:
        amounts = [value if isinstance(value, int) else 0 for value in sheet.columns[name]]
        position = amounts.index(max(amounts))
    return sheet.cell_of(name, sheet.rows[position])
