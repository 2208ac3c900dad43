"""Files that can hold no table: scans, pictures, documents, archives that nobody here opens.

They come beside a return, as the sheet with the stamp does. They are kept and told, and say nothing of
the return: a file's state never follows from them. What they are is told by their content; where that
tells nothing, because it is damaged or locked, by their name. Whatever else could not be read may have
been a return.
"""

from pathlib import PurePath

from returns.reading.locate import Problem

DOCUMENT, ARCHIVE = "FIL-016", "FIL-017"  # the rules that tell it

# What a content says at its beginning.
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", DOCUMENT, "PDF（扫描件）"),
    (b"\xff\xd8\xff", DOCUMENT, "图片"),
    (b"\x89PNG", DOCUMENT, "图片"),
    (b"GIF8", DOCUMENT, "图片"),
    (b"II*\0", DOCUMENT, "图片"),
    (b"MM\0*", DOCUMENT, "图片"),
    (b"{\\rtf", DOCUMENT, "Word 文档"),
    (b"Rar!", ARCHIVE, "RAR 压缩包"),
    (b"7z\xbc\xaf", ARCHIVE, "7z 压缩包"),
    (b"\x1f\x8b", ARCHIVE, "GZ 压缩包"),
)
# Of a package, by what lies in it; of an old compound file, by what is in its list of streams.
MEMBERS = {
    "word/document.xml": "Word 文档",
    "ppt/presentation.xml": "幻灯片",
    "OFD.xml": "OFD（扫描件）",
}
STREAMS = {"WordDocument": "Word 文档", "PowerPoint Document": "幻灯片"}

_BY_NAME: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (DOCUMENT, "PDF（扫描件）", (".pdf",)),
    (DOCUMENT, "OFD（扫描件）", (".ofd",)),
    (DOCUMENT, "图片", (
        ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif", ".jp2",
    )),
    (DOCUMENT, "Word 文档", (".doc", ".docx", ".docm", ".wps", ".rtf", ".odt")),
    (DOCUMENT, "幻灯片", (".ppt", ".pptx", ".dps")),
    (DOCUMENT, "文本文件", (".txt", ".md")),
    (DOCUMENT, "音频或视频", (".mp3", ".wav", ".m4a", ".mp4", ".mov", ".avi", ".wmv", ".mkv")),
    (ARCHIVE, "打不开的 ZIP 压缩包（设有密码、已损坏或内容过多）", (".zip",)),
    (ARCHIVE, "压缩包", (".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab", ".iso", ".zipx")),
)  # fmt: skip
_BY_SUFFIX = {suffix: (rule, kind) for rule, kind, of in _BY_NAME for suffix in of}

# What may be over with the next try is none: a file that did not open, a reader that ran out of time.
_FOR_NOW = frozenset({"FIL-005", "FIL-013"})
_TOO_LARGE = "FIL-004"


def is_attachment(refused: Problem | None) -> bool:
    """Whether a file was refused because it can hold no table."""
    return refused is not None and refused.rule in (DOCUMENT, ARCHIVE)


def as_attachment(refused: Problem, file_name: str) -> Problem:
    """The refusal of a file as that of an attachment, where its content or its name says that it is
    one; else as it was.
    """
    rule, kind = refused.rule, refused.facts.get("kind", "")
    if not is_attachment(refused) and rule not in _FOR_NOW:
        rule, kind = _BY_SUFFIX.get(PurePath(file_name).suffix.lower(), (rule, kind))
    if rule not in (DOCUMENT, ARCHIVE):
        return refused
    if refused.rule == _TOO_LARGE:  # of a large one no more than its size may have been kept
        kept = "文件过大"
    else:
        kept = "已作盖章件留存" if "扫描件" in kind or kind == "图片" else "已留存"
    return Problem(rule, facts={"kind": kind, "kept": kept})
