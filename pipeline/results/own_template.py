"""A bureau's own Word template, filled in by a process of its own: nobody vouches for what is in it."""

from pathlib import Path

from pipeline.results.template_process import FAULTS, pack_request
from reports.report import Report
from reports.summary import UnusableTemplate, words_of
from returns.reading.foreign_files import NotOrdinary, is_oversized, take
from returns.sandbox.process import Died, Sandbox

DEADLINE_SECONDS = 60.0


def fill_own(report: Report, template: Path) -> bytes:
    """The summary in a bureau's own wording. Raises UnusableTemplate, OSError or ReaderFailed."""
    try:
        _, content = take(template)
    except NotOrdinary as reason:
        raise UnusableTemplate(template, f"是{reason.kind}，没有打开") from None
    if is_oversized(content):
        raise UnusableTemplate(template, FAULTS["FIL-004"])
    with Sandbox("pipeline.results.template_process") as sandbox:
        try:
            answer = sandbox.ask(pack_request(content, words_of(report)), DEADLINE_SECONDS)
        except Died:
            raise UnusableTemplate(template, "填写时超时或内存不足，没有采用") from None
    filled, rest = answer[:1], answer[1:]
    if filled != b"\1":
        raise UnusableTemplate(template, rest.decode())
    return rest
