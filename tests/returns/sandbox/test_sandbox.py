"""What a process that opens strangers' files has and may do."""

import sys
from pathlib import Path

import orjson
import pytest

from returns.reading.unreadable import MAX_MEMBERS, UnreadableFile
from returns.sandbox import unpacking_pool
from returns.sandbox.process import Died, Sandbox
from returns.sandbox.unpacking_pool import UnpackingSlot
from returns.sandbox.unpacking_process import files_of
from tests.pipeline.bombs import endless_list, nested_zip, zipped

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's limits")


@LINUX
def test_a_child_knows_only_what_python_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "HUIZONG_WAREHOUSE_URL": "postgresql://huizong:secret@db/huizong",
        "HUIZONG_KEY_FILE": "/secret/key",
        "PREFECT_API_KEY": "secret",
        "PREFECT_SERVER_API_AUTH_STRING": "admin:secret",
        "PGPASSWORD": "secret",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "http_proxy": "http://user:secret@proxy",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    with Sandbox("tests.returns.sandbox.probe") as sandbox:
        told = orjson.loads(sandbox.ask(b"tell", 60.0))
    names = set(told["environment"])
    assert "PATH" in names
    assert "secret" not in " ".join(told["environment"].values())
    assert not [name for name in names if name.startswith(("HUIZONG", "PREFECT", "PG", "AWS"))]
    assert told["cores"][0] == 0  # a process that dies leaves no picture of a return behind
    assert sorted(told["files"], key=int)[:3] == ["0", "1", "2"]
    assert len(told["files"]) <= 4  # the pipes, stderr, and the folder being listed


@LINUX
def test_a_child_that_has_had_the_processor_too_long_is_late_and_not_tried_again() -> None:
    with Sandbox("tests.returns.sandbox.probe") as sandbox, pytest.raises(Died) as died:
        sandbox.ask(b"spin", 60.0)
    assert (died.value.late, died.value.killed) == (True, False)


@LINUX
def test_a_child_that_promises_more_than_an_answer_may_be_is_not_believed() -> None:
    with Sandbox("tests.returns.sandbox.probe") as sandbox, pytest.raises(Died) as died:
        sandbox.ask(b"promise", 60.0)
    assert died.value.late is False


def test_what_is_in_a_zip_comes_back() -> None:
    files = {"小学/一小.xlsx": b"1" * 100_000, "二小.xls": b""}
    with UnpackingSlot() as slot:
        assert slot.unpack(zipped(files)) == [("二小.xls", b""), ("小学/一小.xlsx", b"1" * 100_000)]
        assert slot.unpack(zipped({"xl/workbook.xml": b"", "mimetype": b""})) is None
        assert slot.unpack(b"%PDF") is None


def test_a_bomb_is_not_unpacked_and_the_next_zip_is(tmp_path: Path) -> None:
    nested_zip(tmp_path)
    with UnpackingSlot() as slot:
        assert slot.unpack((tmp_path / "一小.zip").read_bytes()) is None
        assert slot.unpack(zipped({"a.xlsx": b"1"})) == [("a.xlsx", b"1")]


def test_a_workbook_starts_no_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking_pool.Sandbox, "ask", lambda *_: pytest.fail("asked"))
    with UnpackingSlot() as slot:
        assert slot.unpack(zipped({"[Content_Types].xml": b"", "a.xlsx": b""})) is None


def test_a_list_of_a_million_members_is_refused_before_it_is_made(tmp_path: Path) -> None:
    from returns.reading.formats.bounded_zip import open_zip

    endless_list(tmp_path)
    with pytest.raises(UnreadableFile) as refused:
        open_zip((tmp_path / "一小.zip").read_bytes())
    assert refused.value.rule == "FIL-004"
    assert len(open_zip(zipped({f"{n}": b"" for n in range(200)})).namelist()) == 200
    with pytest.raises(UnreadableFile):
        open_zip(zipped({f"{n}": b"" for n in range(MAX_MEMBERS + 1)}))


@pytest.mark.parametrize("answer", [b"\0\0\0\1[", b"\0\0\0\x0b" + b'[["a",100]]' + b"x"])
def test_an_answer_that_does_not_add_up_is_not_believed(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        files_of(answer)
