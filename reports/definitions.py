"""The indicators for people: what each is, whom it speaks of, and where its numbers come from."""

from itertools import groupby
from pathlib import Path

from indicators.definitions import INDICATORS
from indicators.indicator import Indicator
from indicators.quoted_file import quoted_figures
from indicators.quoting import Quoted
from indicators.relations import RELATIONS
from reports.markdown import markdown_table
from reports.sections import CHAPTERS
from schemas.collections import COLLECTIONS, Collection

PAGE = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"

HEADINGS = (
    "编号",
    "指标",
    "种类",
    "计量单位",
    "小数位",
    "计算口径",
    "范围",
    "来源表",
    "来源栏目",
    "说明",
)
RELATION_HEADINGS = ("编号", "种类", "关系", "涉及指标")

_INTRODUCTION = """\
# 指标口径

本页由 `python -m reports.catalogue` 根据指标声明生成，请不要手工修改。

每个指标只有一个定义：数值、分单位的数和每个单元格都由它得出。计数是台账的行数，合计是各行之和，比率保留分子和分母；
填在表里的合计数和百分比只用于核对，不是任何指标的来源。覆盖率的分母取自各单位自己填报的表。
"""


def definition_rows(collection: Collection) -> list[list[str]]:
    """One row an indicator under HEADINGS, all text, in the order of the summary; heading first."""
    quoted = quoted_figures(collection.code)
    return [
        list(HEADINGS),
        *(_row(one, quoted.get(one.id)) for one in INDICATORS.values()),
    ]


def _row(indicator: Indicator, quoted: Quoted | None) -> list[str]:
    sources: dict[str, list[str]] = {}
    for term in indicator.measure.terms:
        labels = sources.setdefault(f"《{term.form.title}》", [])
        names = (*term.fields, *(term.where.fields if term.where is not None else ()))
        labels += [term.form.column(name).full_label for name in names]
    return [
        indicator.id,
        indicator.label,
        indicator.kind(quoted).label,
        indicator.unit,
        str(indicator.decimals) if indicator.measure.quotients[0].denominator is not None else "",
        indicator.definition,
        indicator.scope,
        "、".join(sources),
        "；".join("、".join(dict.fromkeys(labels)) for labels in sources.values()),
        indicator.note,
    ]


def definitions_markdown() -> str:
    """The page: a section for each part of the summary, then the relations."""
    (collection,) = COLLECTIONS.values()
    rows = definition_rows(collection)[1:]
    section_of = {indicator.id: indicator.section for indicator in INDICATORS.values()}
    parts = [_INTRODUCTION]
    ordered = sorted(rows, key=lambda row: list(CHAPTERS).index(section_of[row[0]][0]))
    for chapter, of_chapter in groupby(ordered, key=lambda row: section_of[row[0]][0]):
        parts.append(f"## {CHAPTERS[chapter]}\n")
        parts.append(markdown_table(HEADINGS, of_chapter))
    parts.append("## 指标之间的关系\n")
    parts.append("每晚在计算值上判断：成立、不成立、待说明；涉及引用文字的，同时对照引用的写法。\n")
    parts.append(
        markdown_table(
            RELATION_HEADINGS,
            (
                [r.id, r.kind, r.title, "、".join(INDICATORS[name].label for name in r.uses)]
                for _, r in sorted(RELATIONS.items())
            ),
        )
    )
    return "\n".join(parts)
