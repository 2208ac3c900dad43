"""Files of the inbox are looked at before they are read: by the open file, never by its name."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from returns.reading import foreign_files
from returns.reading.foreign_files import NotOrdinary, StillChanging, is_oversized, take
from returns.reading.unreadable import MAX_FILE_BYTES, UnreadableFile

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")


def kind_of(path: Path) -> str:
    with pytest.raises(NotOrdinary) as refused:
        take(path)
    return refused.value.kind


@POSIX
def test_what_is_no_ordinary_file_is_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"key")
    (tmp_path / "link").symlink_to(secret)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(tmp_path)  # a socket's name may be no longer than a hundred bytes
        listening.bind("socket")
        names = ("link", "broken", "pipe", "socket")
        assert [kind_of(tmp_path / name) for name in names] == ["链接", "链接", "管道", "套接字"]
    assert kind_of(Path("/dev/zero")) == "设备"
    assert kind_of(tmp_path) == "文件夹"
    assert take(secret)[1] == b"key"


@POSIX
def test_a_pipe_put_in_the_place_of_a_file_does_not_hold_the_run_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the open file that is asked, whatever the name said a moment before."""
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(Path, "is_symlink", lambda _: False)
    assert kind_of(tmp_path / "pipe") == "管道"
    (tmp_path / "link").symlink_to("/etc/hostname")
    assert kind_of(tmp_path / "link") == "链接"


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_of_a_file_too_large_only_its_size_and_beginning_are_read(tmp_path: Path) -> None:
    huge = sparse(tmp_path / "huge.xlsx", 3 * 2**30)
    code = (
        "import resource, sys; from pathlib import Path; from returns.reading.foreign_files import take\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "content = take(Path(sys.argv[1]))[1]\n"
        "print(len(content), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(huge)], capture_output=True, check=True, text=True
    )
    length, grown = map(int, out.stdout.split())
    assert length < 200
    assert grown < 50 * 1024  # KiB


def test_the_stand_in_is_the_same_every_night_and_anothers_is_another(tmp_path: Path) -> None:
    huge = sparse(tmp_path / "a.xlsx", MAX_FILE_BYTES + 1)
    first = take(huge)[1]
    assert is_oversized(first)
    assert take(huge)[1] == first
    assert take(sparse(tmp_path / "b.xlsx", MAX_FILE_BYTES + 2))[1] != first
    with huge.open("r+b") as file:
        file.write(b"PK")
    assert take(huge)[1] != first
    assert not is_oversized(take(sparse(tmp_path / "c.xlsx", MAX_FILE_BYTES))[1])


def test_a_stand_in_is_answered_as_a_file_too_large(tmp_path: Path) -> None:
    from returns.reading.opening import open_grids

    with pytest.raises(UnreadableFile) as refused:
        list(open_grids(take(sparse(tmp_path / "a", MAX_FILE_BYTES + 1))[1]))
    assert refused.value.rule == "FIL-004"


@POSIX
def test_a_file_that_grows_while_it_is_read_is_no_larger_than_a_file_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size was right when it was asked; what comes after it is not read without bounds."""
    path = sparse(tmp_path / "a.xlsx", 10)
    fstat = os.fstat

    def small(descriptor: int) -> os.stat_result:
        found = list(fstat(descriptor))
        found[6] = 10
        return os.stat_result(found)

    sparse(path, 4 * MAX_FILE_BYTES)
    monkeypatch.setattr(os, "fstat", small)
    assert is_oversized(take(path)[1])


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_that_changes_while_it_is_read_is_read_again_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    left = times
    read = foreign_files._content

    def disturbed(descriptor: int, size: int) -> bytes:
        nonlocal left
        content = read(descriptor, size)
        if left:
            left -= 1
            with path.open("ab") as other:
                other.write(b"!")
        return content

    monkeypatch.setattr(foreign_files, "_content", disturbed)
    if times == 1:
        assert take(path)[1] == b"old!"
    else:
        with pytest.raises(StillChanging):
            take(path)
