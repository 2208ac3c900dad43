"""The figures as one page for a browser: no network, prints on A4.

The page is whole by itself. Where the file of the night lies beside its folder, which each night
renews, it shows the last night and the next one too, and says plainly when one is overdue.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby

from reports.report import Entry, Report
from reports.sections import CHAPTERS, SECTIONS

_STYLE = """
:root{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1d2733}
body{margin:0 auto;max-width:76rem;padding:1.5rem;line-height:1.5}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem;color:#44546a}
p#nights{margin:.2rem 0 1rem;padding:.5rem .8rem;background:#eef3f8;border-radius:.3rem}
p#nights.overdue{background:#b3261e;color:#fff;font-weight:600}
p.standing{color:#44546a;margin:.2rem 0 1rem}
input{font:inherit;padding:.4rem .6rem;width:20rem;max-width:100%;border:1px solid #9aa7b5;border-radius:.3rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;table-layout:fixed}
th,td{border-bottom:1px solid #d9e0e7;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eef3f8;font-weight:600}
td.n{text-align:right;font-variant-numeric:tabular-nums}
col.no{width:3rem}col.name{width:30%}col.value{width:13%}col.said{width:13%}col.units{width:5rem}col.state{width:5rem}
tr.differs td{background:#fdecea}tr.provisional td{background:#fff8e1}
tr.moved td{background:#fdf0d5}
ul.moved,ul.unread{margin:.2rem 0 1rem;padding:.5rem 2rem;background:#fdf0d5;border-radius:.3rem}
tr.fails td{background:#fdecea}tr.to-be-explained td{background:#fff8e1}
details{color:#44546a}summary{cursor:pointer;color:#1d2733}th.value{text-align:right}
@media print{input{display:none}body{padding:0;max-width:none}tr{break-inside:avoid}thead{display:table-header-group}}
"""
_SCRIPT = """
const box=document.getElementById('find');
box.addEventListener('input',()=>{const w=box.value.trim();
for(const r of document.querySelectorAll('tbody tr'))r.hidden=w!==''&&!r.textContent.includes(w);
for(const s of document.querySelectorAll('section'))s.hidden=!s.querySelector('tbody tr:not([hidden])');});
"""
# Reads the clock of whoever looks: a page that nothing renews any more can say so itself.
_NIGHTS = """
function showNights(told){const line=document.getElementById('nights');
const show=()=>{const late=told.overdueAt!==null&&Date.now()>Date.parse(told.overdueAt);
line.hidden=false;line.className=late?'overdue':'';
line.textContent=told.last+'。'+(late?told.overdue:told.next)+'。';};
show();setInterval(show,60000);}
"""
_COLUMNS = (
    ("no", "编号"),
    ("name", "指标"),
    ("value", "计算值"),
    ("said", "引用写法"),
    ("units", "报送"),
    ("state", "状态"),
    ("rest", "核对与说明"),
)


def script_sources() -> list[str]:
    """The page's own scripts, as a Content-Security-Policy names them: no other runs in it."""
    return [
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in (_SCRIPT, _NIGHTS)
    ]


def night_file(collection: str) -> str:
    """The name of the file that tells a page of the nights: a call of `showNights`."""
    return f"night-{collection}.js"


def render_page(report: Report) -> bytes:
    """The page as UTF-8."""
    title = f"{report.collection.year}年度指标"
    parts = [
        "<!doctype html>",
        f'<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        '<p id="nights" hidden></p>',
        f'<p class="standing">填报任务 {escape(report.collection.code)}；{report.standing}。'
        "点开指标可看口径和缺报单位。</p>",
        *_listed("moved", _moved(report)),
        *_listed("unread", report.quote_troubles),
        '<input id="find" type="search" placeholder="查找指标" aria-label="查找指标">',
    ]
    ordered = sorted(report.sections, key=lambda one: list(SECTIONS).index(one.number))
    for chapter, sections in groupby(ordered, key=lambda one: one.number[0]):
        parts.append(f"<section><h2>{CHAPTERS[chapter]}</h2>")
        for section in sections:
            parts.append(f"<section><h3>{section.number} {SECTIONS[section.number]}</h3>")
            parts.append(_table(_COLUMNS, (_row(report, entry) for entry in section.entries)))
            parts.append("</section>")
        parts.append("</section>")
    parts.append("<section><h2>指标关系</h2>")
    parts.append(
        _table(
            (("no", "编号"), ("name", "关系"), ("state", "结论"), ("rest", "依据")),
            (
                f'<tr class="{one.verdict.value}"><td>{one.relation.id.removeprefix("REL-")}</td>'
                f"<td>{escape(one.relation.title)}</td><td>{one.verdict.label}</td>"
                f"<td>{escape(one.detail)}</td></tr>"
                for one in report.relations
            ),
        )
    )
    parts.append(f"</section><script>{_SCRIPT}</script><script>{_NIGHTS}</script>")
    parts.append(f'<script src="../{night_file(report.collection.code)}"></script></body></html>\n')
    return "\n".join(parts).encode()


def _moved(report: Report) -> list[str]:
    return report.since_release.lines if report.since_release else []


def _listed(name: str, lines: Sequence[str]) -> list[str]:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return [f'<ul class="{name}">{items}</ul>'] if items else []


def _table(columns: tuple[tuple[str, str], ...], rows: Iterable[str]) -> str:
    cols = "".join(f'<col class="{name}">' for name, _ in columns)
    heads = "".join(f'<th class="{name}">{label}</th>' for name, label in columns)
    body = "\n".join(rows)
    return f"<table><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _row(report: Report, entry: Entry) -> str:
    figure = entry.figure
    classes = [figure.judgement.verdict.value, figure.status.value]
    if entry.moved is not None:
        classes.append("moved")
    missing = report.missing.get(entry.id, ())
    waiting = f"<br>尚待：{escape('、'.join(missing))}" if missing else ""
    about = (
        f"<details><summary>{escape(figure.indicator.label)}</summary>"
        f"{escape(figure.indicator.definition)}<br>范围：{escape(figure.scope)}"
        f"{waiting}<br>编号：{entry.id}</details>"
    )
    return (
        f'<tr class="{" ".join(classes)}"><td>{entry.number}</td><td>{about}</td>'
        f'<td class="n">{escape(figure.text)}</td><td>{escape(entry.as_quoted)}</td>'
        f"<td>{entry.coverage}</td><td>{figure.status.label}</td>"
        f"<td>{escape(entry.remark)}</td></tr>"
    )
