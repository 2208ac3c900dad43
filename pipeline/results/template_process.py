"""The process that fills in a stranger's Word template, under the limits of those that read returns.

Started by `own_template` as `python -m pipeline.results.template_process`. A request is packed of the
words and the template. The answer is 1 and the document, or 0 and why there is none, in Chinese.
"""

from collections.abc import Mapping
from typing import Any

from reports.template_filling import Unfillable, fill
from returns.reading.formats.bounded_zip import DAMAGED, open_zip, read_member
from returns.reading.formats.package_parts import refuse_strange
from returns.reading.formats.safe_xml import parse
from returns.reading.unreadable import MAX_UNPACKED_BYTES, UnreadableFile
from returns.sandbox.pipe import pack, serve_requests, unpacked

PROCESSOR_SECONDS = 60
FAULTS = {
    "FIL-001": "不是 Word 文档（.docx）",
    "FIL-003": "不是 Word 文档（.docx），或者已损坏",
    "FIL-004": "太大：模板不能超过 50 MB，展开后不能超过 100 MB",
    "FIL-007": "含有不允许的内容（DOCTYPE），没有采用",
    "FIL-010": "的文字编码无法确定",
    "FIL-012": "含有宏或外部链接（例如远程模板、外部图片），请删去后再用",
}


def pack_request(template: bytes, words: Mapping[str, Any]) -> bytes:
    """A request as bytes."""
    return pack(words, template)


def _filled(request: bytes) -> bytes:
    words, template = unpacked(request)
    try:
        refuse_hostile(template)
        return b"\1" + fill(template, words)
    except Unfillable as error:
        return b"\0" + str(error).encode("utf-8", "replace")
    except UnreadableFile as refusal:
        return b"\0" + FAULTS[refusal.rule].encode()
    except DAMAGED:
        return b"\0" + FAULTS["FIL-003"].encode()
    except MemoryError:
        return b"\0" + FAULTS["FIL-004"].encode()


def refuse_hostile(template: bytes) -> None:
    """Raises UnreadableFile, or one of DAMAGED, for what no template needs and what a reader would obey."""
    if not template.startswith(b"PK"):
        raise UnreadableFile("FIL-001")
    with open_zip(template) as archive:
        members = archive.infolist()
        if sum(info.file_size for info in members) > MAX_UNPACKED_BYTES:
            raise UnreadableFile("FIL-004")
        for info in members:
            body = read_member(archive, info)
            name = info.filename.lower()
            if "vbaproject" in name or "activex" in name:
                raise UnreadableFile("FIL-012")
            if name.endswith((".xml", ".rels")):
                refuse_strange(body)
            if name.endswith(".rels"):
                _refuse_outside(body)


def _refuse_outside(relations: bytes) -> None:
    """What Word would fetch from elsewhere by itself; a link waits until somebody follows it."""
    for one in parse(relations):
        kind = one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode") == "External" and kind != "hyperlink":
            raise UnreadableFile("FIL-012")


if __name__ == "__main__":
    serve_requests(lambda _: _filled, PROCESSOR_SECONDS)
