"""The catalogue of rules for people: a page of the documentation and rows of a workbook sheet.

`python -m reports.catalogue` writes docs/rules.md, and docs/indicators.md with it; tests say when
that is due.
"""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from string import Formatter

from indicators.definitions import INDICATORS
from reports import definitions
from reports.markdown import markdown_table
from schemas.forms import FORMS
from schemas.rule import Rule, Stage
from schemas.rules import RULES, SEVERITIES
from schemas.standards import Standard, editions

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

HEADINGS = ("编号", "校验类型", "校验内容", "提示语", "涉及栏目", "依据", "保护的数字或关系")

STAGE_TITLES = {
    Stage.READING: "读取时的校验",
    Stage.FORM: "表内校验",
    Stage.UNIT: "本单位各表之间的校验",
    Stage.DISTRICT: "单位之间和全区的校验",
}

_INTRODUCTION = """\
# 校验规则

本页由 `python -m reports.catalogue` 根据规则声明生成，请不要手工修改。

- **逻辑校验**：数字不可能成立或无法读取，必须改正后重新报送。
- **经验校验**：数字少见或低于标准，改正**或说明**均可；数字无误的请保留原数，不要为了通过校验改成达标数。
- **提示**：仅供了解，无需处理。

规则编号不会重复使用。提示语中的“…”在实际提示中是表中的数字。标注“数值待核对原件”的标准，须由区局对照文件原件确认。
"""


def ordered_rules() -> list[Rule]:
    """All rules, stage by stage in the order in which they are judged, then by id."""
    stages = list(Stage)
    return sorted(RULES.values(), key=lambda rule: (stages.index(rule.stage), rule.id))


def rule_rows() -> list[list[str]]:
    """One row a rule under HEADINGS, all text, for a workbook sheet. The heading is the first row."""
    return [list(HEADINGS), *(_row(rule) for rule in ordered_rules())]


def rules_markdown() -> str:
    """The catalogue as a Markdown page, a section for each stage."""
    parts = [_INTRODUCTION]
    for stage, rules in groupby(ordered_rules(), key=lambda rule: rule.stage):
        parts.append(f"## {STAGE_TITLES[stage]}\n")
        parts.append(markdown_table(HEADINGS, (_row(rule) for rule in rules)))
    parts.append("## 各项标准\n")
    parts.append(markdown_table(("标准", "依据", "施行日期", "数值"), _standard_rows()))
    return "\n".join(parts)


def basis_text(rule: Rule) -> str:
    """The rule's basis; where it names a dated standard, the document of each edition."""
    named = editions(rule.basis)
    if not named:
        return rule.basis
    if len(named) == 1:
        return named[0].citation
    return "；".join(f"{each.citation}（{_period(each)}）" for each in named)


def severity_text(rule: Rule) -> str:
    """逻辑校验, 经验校验 or 提示, and the collections that judge the rule differently."""
    differing = [
        f"{collection} 年度为{changed.label}"
        for (collection, rule_id), changed in SEVERITIES.items()
        if rule_id == rule.id
    ]
    return rule.severity.label + (f"（{'；'.join(differing)}）" if differing else "")


def fields_text(rule: Rule) -> str:
    """The fields at fault as people know them: 《平安校园》专职保安."""
    names = rule.uses if rule.stage is not Stage.FORM else [(rule.form, n) for n in rule.culprits]
    by_form: dict[str, list[str]] = {}
    for form, name in names:
        by_form.setdefault(form, []).append(FORMS[form].column(name).full_label)
    return "；".join(f"《{FORMS[form].title}》{'、'.join(of)}" for form, of in by_form.items())


def words_text(rule: Rule) -> str:
    """The sentence that a school reads, with … where the return's own values stand."""
    parsed = Formatter().parse(rule.says)
    return "".join(text + ("…" if name is not None else "") for text, name, *_ in parsed)


def protects_text(rule: Rule) -> str:
    """Indicators by their label and id; identities as they are worded."""
    return "；".join(
        f"{INDICATORS[each].label}（{each}）" if each in INDICATORS else each
        for each in rule.protects
    )


def _row(rule: Rule) -> list[str]:
    return [
        rule.id,
        severity_text(rule),
        rule.title,
        words_text(rule),
        fields_text(rule),
        basis_text(rule),
        protects_text(rule),
    ]


def _standard_rows() -> Iterable[list[str]]:
    used = {rule.basis for rule in RULES.values()}
    names = sorted({name for name in used if editions(name)})
    for name in names:
        for each in editions(name):
            numbers = "，".join(f"{key} {value}" for key, value in each.parameters.items())
            yield [name, each.citation, _period(each), numbers]


def _period(each: Standard) -> str:
    end = f"{each.effective_to} 止" if each.effective_to else ""
    return f"{each.effective_from} 起{'，' + end if end else ''}"


def write_pages() -> None:
    """Write docs/rules.md and docs/indicators.md anew."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(rules_markdown(), encoding="utf-8")
    definitions.PAGE.write_text(definitions.definitions_markdown(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
