"""Files that hold a secret: made for their owner alone, and taken from others who may read them."""

import logging
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_log = logging.getLogger("huizong")


def create_secret(path: Path, text: str) -> None:
    """Write a secret where there is none yet: of two processes the first wins, and both use its.

    It appears whole or not at all, where the file system has hard links.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    _write_new(draft, text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    except OSError:
        # A memory stick or a share without hard links. The first still wins; the second could find
        # the secret half written and would then say so.
        with suppress(FileExistsError):
            _write_new(path, text)
    finally:
        draft.unlink()


def narrow(path: Path, what: str) -> None:
    """Take a file from everybody but its owner, and say that others could have read it.

    `what` it is, in Chinese.
    """
    if os.name != "posix":  # elsewhere the mode says nothing of who may read
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & _OTHERS:
        return
    told = f"{what} {path} 别的用户也能读取（{mode:04o}）"
    try:
        path.chmod(0o600)
    except OSError as error:
        _log.warning("%s，改不了权限（%s）：请把它的权限改为 0600", told, error.strerror)
    else:
        _log.warning("%s，已改为只有本用户能读（0600）；如果可能有人看过，请告诉维护人员", told)


def _write_new(path: Path, text: str) -> None:
    """Write a file that only its owner may read; FileExistsError when there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
