"""Names of what is no return: every kind, in any case, in folders, zips and by themselves."""

import pytest

from returns.files.not_returns import (
    NotReturn,
    kind_of_file,
    kind_of_folder,
    kind_of_member,
    opened_name,
    told,
)

BINS = [
    "Recycle Bin", "Trash", "trashbox", "files_trashbin", "Deleted Items", "废纸篓", "已删除",
    "$Extend", "$WinREAgent",
    "$RECYCLE.BIN", "$Recycle.Bin", "RECYCLER", "#recycle", "@Recycle", "@RECYCLE", ".Trash-1000",
    ".Trashes", ".recycle", "System Volume Information", "@eaDir", "lost+found", ".stfolder",
    ".stversions", ".SynologyWorkingDirectory", "__MACOSX", ".dropbox.cache", ".git", "~snapshot",
    "#snapshot", "found.000", "回收站",
]  # fmt: skip
HALVES = [
    "a.xlsx.crdownload", "a.xlsx.part", "a.xlsx.partial", "a.xlsx.download", "~WRL0003.tmp",
    "a.xlsx.baiduyun.p.downloading", "a.xlsx.td", "a.xlsx.xltd", "a.xlsx.!ut", "A.XLSX.OPDOWNLOAD",
    "a.xlsx.aria2", "a.xlsx.qkdownload", "a.xlsx.sb-1f2e-a", "a.xlsx.inprogress", "a.xlsx.weixin_tmp",
]  # fmt: skip
BACKUPS = ["第一小学.xlsx~", "第一小学.xlsx.bak", "第一小学.xlk", ".第一小学.xlsx.swp"]
SHORTCUTS = ["报表.xlsx.lnk", "报表.LNK", "网盘.url", "a.desktop", "a.webloc"]
SYSTEM = [
    "Thumbs.db",
    "thumbs.db",
    "THUMBS.DB",
    "ehthumbs.db",
    "desktop.ini",
    "Desktop.ini",
    ".DS_Store",
]
OPEN = ["~$报表.xlsx", ".~lock.报表.xlsx#"]
RETURNS = [
    "第一小学_2020年报表.xlsx", "报表(1).xls", "第一小学.et", "盖章.pdf", "partial.xlsx", "tmp.xlsx",
    "download.csv", "20201126", "~第一小学.xlsx", "$报表.xlsx", "回收站.xlsx",
]  # fmt: skip
FOLDERS = [
    "第一小学",
    "2020",
    "#1 小学",
    "@报表",
    "~旧",
    "recycle",
    "Trash 小学",
    "found.00a",
    "$校报",
]


@pytest.mark.parametrize("name", BINS)
def test_a_bin_is_no_inbox(name: str) -> None:
    for shown in (name, name.upper(), name.lower()):
        assert kind_of_folder(shown) is NotReturn.BIN
        assert kind_of_member(f"小学/{shown}/第一小学_2020年报表.xlsx") is NotReturn.BIN


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (HALVES, NotReturn.HALF),
        (BACKUPS, NotReturn.BACKUP),
        (SHORTCUTS, NotReturn.SHORTCUT),
        (SYSTEM, NotReturn.SYSTEM),
        (OPEN, NotReturn.OPEN),
    ],
)
def test_a_file_that_is_no_return(names: list[str], kind: NotReturn) -> None:
    assert {name: kind_of_file(name) for name in names} == dict.fromkeys(names, kind)
    assert {kind_of_member(f"小学/{name}") for name in names} == {kind}


def test_what_may_be_a_return_is_left_alone() -> None:
    assert {name: kind_of_file(name) for name in RETURNS} == dict.fromkeys(RETURNS)
    assert {name: kind_of_folder(name) for name in FOLDERS} == dict.fromkeys(FOLDERS)


def test_how_they_are_told() -> None:
    assert [opened_name(name) for name in OPEN] == ["报表.xlsx", "报表.xlsx"]
    assert told(["a.lnk"], NotReturn.SHORTCUT) == "a.lnk（快捷方式，不是文件本身）"
    many = told([f"{number}.tmp" for number in range(9)], NotReturn.HALF)
    assert many == "0.tmp、1.tmp、2.tmp 等 9 个（没有下载完或传完的临时文件）"
