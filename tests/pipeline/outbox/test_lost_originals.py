"""An original that the archive has lost: the slip goes out, the loss is told, and the copy comes later."""

import logging
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.outbox.outbox import refresh_outbox
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from tests.pipeline.upkeep.test_backup import use
from tests.sent_out import copy_of, slip_of
from tests.warehouse.samples import negative_guards, returned, sent
from warehouse.submissions import merge

SCHOOL = "曹庵镇第二小学"
NAME = f"{SCHOOL}_2020年报表.xlsx"


def test_the_copy_is_made_when_the_original_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings: Settings = use(tmp_path / "data", monkeypatch)
    workspace = Workspace(settings, "2020")
    workspace.refresh_register()
    content = (SAMPLES / "first_round" / NAME).read_bytes()
    workspace.archive.keep(content)
    file = sent("", returned("safety"), path=f"inbox/{NAME}", findings=[negative_guards()])
    whole = replace(file, content_sha256=sha256(content).hexdigest())
    merge(workspace.engine, workspace.vault, whole)
    safe = settings.data_dir / "safe"
    shutil.move(settings.archive_dir, safe)
    with caplog.at_level(logging.WARNING, logger="huizong"):
        assert refresh_outbox(workspace, None) == {}
    assert slip_of(SCHOOL, NAME).is_file()
    assert not copy_of(SCHOOL, NAME).exists()
    assert f"{SCHOOL}的 {NAME} 在存档中不见了或已损坏" in caplog.text
    shutil.move(safe, settings.archive_dir)
    assert refresh_outbox(workspace, ()) == {}
    assert copy_of(SCHOOL, NAME).is_file()
    workspace.engine.dispose()
