"""Names of what is no return, whatever is in it: told in the log, answered by no slip.

A share keeps what was deleted, a browser keeps what it has not finished, and Windows keeps pictures of
pictures, all of it beside the returns; much of it is a whole workbook that nobody means to send. The
one place where such names stand: the inbox, its folders, attached zips and `huizong check` ask here.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePosixPath


class NotReturn(StrEnum):
    """What it is instead, in words for whoever reads the log."""

    BIN = "回收站或系统文件夹，没有打开"
    OPEN = "正被打开编辑"
    HALF = "没有下载完或传完的临时文件"
    BACKUP = "编辑软件自动留的备份或草稿"
    SHORTCUT = "快捷方式，不是文件本身"
    SYSTEM = "系统文件"

    @property
    def is_usual(self) -> bool:
        """No share is without it: it is nobody's business but the log's."""
        return self in (NotReturn.BIN, NotReturn.SYSTEM)


# Case is of no account: a share may show any.
_BINS = frozenset({
    # Of Windows, and of folders that were synchronised from it.
    "$recycle.bin", "$extend", "$winreagent", "$sysreset", "$getcurrent", "$windows.~bt", "$windows.~ws",
    "recycler", "recycled", "system volume information", "config.msi", "回收站", "网络回收站",
    # Of network storage: Synology, QNAP, Samba, NetApp.
    "#recycle", "#snapshot", "@eadir", "@tmp", "@recycle", "@recently-snapshot", "@sharebin",
    "~snapshot", "network trash folder", "temporary items",
    # Of Linux and of archives from a Mac. What begins with a dot is below.
    "lost+found", "__macosx",
    # By the names that desktops, mail and cloud drives show.
    "recycle bin", "trash", "trashbin", "trashbox", "files_trashbin", "deleted items",
    "@trash", "@snapshot", "废纸篓", "已删除",
})  # fmt: skip
_FOUND = re.compile(r"found\.\d{3}", re.ASCII)  # what checking a disk of Windows leaves
_HALVES = (
    ".crdownload", ".part", ".partial", ".filepart", ".download", ".downloading", ".opdownload",
    ".ucdownload", ".aria2", ".tmp", ".temp", ".td", ".td.cfg", ".xltd", ".xltd.cfg", ".!ut", ".!qb",
    ".bc!", ".!bt", ".qkdownload", ".inprogress", ".weixin_tmp", ".wxtmp",
)  # fmt: skip
_HALF_OF_SAFARI = ".sb-"  # 表.xlsx.sb-1a2b3c4d-Xy9Zk
_BACKUPS = (".bak", ".xlk", ".wbk", ".swp", "~")
_SHORTCUTS = (".lnk", ".url", ".desktop", ".webloc", ".website")
_SYSTEM = frozenset({
    "thumbs.db", "thumbs.db:encryptable", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini",
    "autorun.inf", "icon\r",
})  # fmt: skip
_LOCK_OF_EXCEL, _LOCK_OF_OFFICE = "~$", ".~lock."  # LibreOffice's ends in #; WPS makes both


def kind_of_folder(name: str) -> NotReturn | None:
    """What a folder is that holds no returns, by its name; None for any other."""
    folded = name.casefold()
    is_bin = folded in _BINS or folded.startswith(".") or _FOUND.fullmatch(folded)
    return NotReturn.BIN if is_bin else None


def kind_of_file(name: str) -> NotReturn | None:
    """What a file is that is no return, by its name; None for any other."""
    folded = name.casefold()
    if folded.startswith((_LOCK_OF_EXCEL, _LOCK_OF_OFFICE)):
        return NotReturn.OPEN
    if folded.endswith(_HALVES) or PurePosixPath(folded).suffix.startswith(_HALF_OF_SAFARI):
        return NotReturn.HALF
    if folded.endswith(_BACKUPS):
        return NotReturn.BACKUP
    if folded.endswith(_SHORTCUTS):
        return NotReturn.SHORTCUT
    if folded in _SYSTEM or folded.startswith("."):
        return NotReturn.SYSTEM
    return None


def kind_of_member(name: str) -> NotReturn | None:
    """The same of a name with its folders, as in a zip."""
    *folders, last = name.split("/")
    return next(filter(None, map(kind_of_folder, folders)), None) or kind_of_file(last)


def opened_name(name: str) -> str:
    """The file that somebody has open, by the name of its lock."""
    plain = name.removeprefix(_LOCK_OF_EXCEL)
    return plain.removeprefix(_LOCK_OF_OFFICE).removesuffix("#")


def told(names: Sequence[str], kind: NotReturn) -> str:
    """What is said of several of a kind; `names` as they may be shown, one at least."""
    first = "、".join(sorted(names)[:3])
    return f"{first}（{kind}）" if len(names) < 4 else f"{first} 等 {len(names)} 个（{kind}）"
