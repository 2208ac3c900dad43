"""The login that Prefect's server and the pages of figures ask for: who knows it is the operator.

It is made at the first start and lies beside the key, where backups do not go.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows import loopback
from pipeline.settings import BadSettings, Settings
from warehouse.secret_files import create_secret, narrow

USER = "huizong"
_ASKED = "PREFECT_SERVER_API_AUTH_STRING"  # what a server asks for
_GIVEN = "PREFECT_API_AUTH_STRING"  # what a client gives
# Without letters and digits that are taken for each other: people type it.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Login:
    """`text`: "user:word". `file`: where it is kept; None where an operator's variable gives it."""

    text: str
    file: Path | None = None
    is_new: bool = False

    def told(self) -> list[str]:
        """For the terminal: the word once, when it is made; later where it is kept."""
        if self.is_new:
            return [
                f"登录：{self.text}",
                "Prefect 网页填整行，指标页分别填用户名和口令。只显示这一次，请记下；"
                f"也保存在 {self.file}，只有本机这个账户能读。",
            ]
        return [f"登录：用户名和口令在 {self.file}"] if self.file else []


def login_of(settings: Settings) -> Login:
    """The login of this data folder, made where there is none yet.

    Variables of Prefect win. Raises BadSettings where one of them, or the file, holds none.
    """
    for variable in (_ASKED, _GIVEN):
        if said := os.environ.get(variable):
            return Login(_checked(said, variable))
    file = _file(settings)
    is_new = not file.exists()
    if is_new:
        create_secret(file, f"{USER}:{_word()}\n")
    return Login(_read(file), file, is_new)


def use(login: Login) -> None:
    """Let the servers that this process starts ask for it, and their clients give it."""
    os.environ[_ASKED] = os.environ[_GIVEN] = login.text


def log_in(settings: Settings) -> None:
    """Let this process speak to the server that PREFECT_API_URL names, or to one of its own.

    A server for the length of a command listens on loopback like any other: nobody else knows the
    word that is made for it here. Call before prefect is loaded.
    """
    if os.environ.get(_GIVEN):
        return
    address, file = os.environ.get("PREFECT_API_URL"), _file(settings)
    if not address:
        use(Login(os.environ.get(_ASKED) or f"{USER}:{_word()}"))
    elif urlsplit(address).hostname in loopback.HOSTS and file.is_file():
        os.environ[_GIVEN] = _read(file)


def _file(settings: Settings) -> Path:
    return settings.data_dir / "keys" / "login"


def _word() -> str:
    """Twenty letters, about 99 bits: nobody tries them all."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"登录口令文件 {file} 读不了；删除它再启动，会另做一个") from error
    narrow(file, "登录口令文件")
    return _checked(text, f"登录口令文件 {file} ")


def _checked(text: str, where: str) -> str:
    user, colon, word = text.partition(":")
    if not (user and colon and word) or "\n" in text:
        raise BadSettings(f"{where}里应为一行“用户名:口令”")
    return text
