"""What every command and flow works with: settings opened into warehouse, vault, archive, register."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from pipeline.intake.inbox import judged_under
from pipeline.settings import Settings
from returns.reading.register_file import read_register
from schemas.collections import COLLECTIONS, Collection
from schemas.masking import NUMBERS
from schemas.units import AmbiguousUnit, Register, Unit, UnknownUnit
from warehouse.archive import Archive
from warehouse.engine import (
    DamagedWarehouse,
    Engine,
    connect,
    has_tables,
    reading,
    warehouse_file,
    writing,
)
from warehouse.key_record import key_record, record_key
from warehouse.migrate import migrate
from warehouse.received import has_received
from warehouse.register import UnitInUse, digest, load_register, store_register
from warehouse.sealing import seal_what_lay_open
from warehouse.seals import is_under_another_key
from warehouse.vault import BadKeyFile, Vault


class WrongUse(ValueError):
    """The caller asked for something that cannot be; the message says what to do, in Chinese."""


class Workspace:
    """One data folder with its warehouse, ready for a collection.

    Raises WrongUse for an unknown collection or a missing register, BadKeyFile for a key that is
    none or another's, UnsupportedWarehouse, NewerWarehouse, WrongEncoding or DamagedWarehouse for a
    database that cannot be used, and SQLAlchemy's errors when it cannot be reached.
    """

    def __init__(self, settings: Settings, collection: str) -> None:
        if collection not in COLLECTIONS:
            known = "、".join(COLLECTIONS)
            raise WrongUse(f"没有填报任务“{collection}”，现有：{known}")
        self.settings = settings
        self.collection: Collection = COLLECTIONS[collection]
        self._refuse_an_emptied_database()
        self.engine: Engine = connect(settings.url)
        self._refuse_an_emptied_server()
        migrate(self.engine)
        has_new_key = self._has_no_key_yet()
        self.vault = Vault.open(settings.key_path)
        self.archive = Archive(settings.archive_dir, self.vault)
        self._refuse_another_key(has_new_key)
        seal_what_lay_open(self.engine, self.vault)

    def _refuse_an_emptied_database(self) -> None:
        """SQLite takes a file of no bytes for a new database: a crashed disk leaves such files."""
        file = warehouse_file(self.settings.url)
        if file is None or not file.is_file() or file.stat().st_size:
            return
        if any(self._originals()):
            raise DamagedWarehouse(f"{file} 是空的，而存档中已有报表")

    def _refuse_an_emptied_server(self) -> None:
        """A database without tables is new, unless files were received: a restore that was killed
        leaves it so, or somebody made another one of the same name.
        """
        if self.engine.dialect.name == "sqlite" or not any(self._originals()):
            return
        if not has_tables(self.engine):
            raise DamagedWarehouse(f"数据库 {self.engine.url.database} 是空的，而存档中已有报表")

    def _originals(self) -> Iterator[Path]:
        return self.settings.archive_dir.glob("*/*.bin")

    def _has_no_key_yet(self) -> bool:
        """Whether a key may be made. Beside old data a new one would part every child from its
        earlier records, in silence.
        """
        if self.settings.key_path.exists():
            return False
        with reading(self.engine) as connection:
            has_data = has_received(connection)
        if has_data:
            raise BadKeyFile(f"找不到 {self.settings.key_path}，而数据库中已有数据")
        return True

    def _refuse_another_key(self, has_new_key: bool) -> None:
        """Another key would part them just so. The warehouse remembers which is its own.

        One from before it did so is judged by the archive, which may be away, and by what is sealed
        in it, and then remembers. One file of it may be damaged; three are not by chance.
        """
        path = self.settings.key_path
        with reading(self.engine) as connection:
            record = key_record(connection)
        if record is not None and not has_new_key:
            if not record.is_of(self.vault):
                raise BadKeyFile(f"{path} 不是这个数据文件夹的密钥")
            return
        kept = islice(self._originals(), 3)
        if self.archive.is_under_another_key(list(kept)):
            raise BadKeyFile(f"{path} 不是这个数据文件夹的密钥，存档打不开")
        with reading(self.engine) as connection:
            if is_under_another_key(connection, self.vault):
                raise BadKeyFile(f"{path} 不是这个数据文件夹的密钥，姓名打不开")
        with writing(self.engine) as connection:
            record_key(connection, self.vault)

    def refresh_register(self) -> None:
        """Take the register file over into the warehouse, where there is one.

        Without a file the register last stored stays in use. Raises WrongUse when there is neither.
        """
        path = self.settings.register_file
        if path.is_file():
            register = read_register(path)
            with reading(self.engine) as connection:
                stored = load_register(connection)
            if digest(stored) != digest(register):
                try:
                    with writing(self.engine) as connection:
                        store_register(connection, register)
                except UnitInUse as error:
                    raise WrongUse(
                        f"{path} 中缺少已经报过数的单位。停办的单位请保留并填写停办日期；"
                        "如果换了一个区，请用 HUIZONG_DATA_DIR 指定一个空文件夹"
                    ) from error
            self.__dict__["register"] = register
        elif not len(self.register):
            raise WrongUse(
                f"还没有单位名册：请把名册放在 {path}，或用 HUIZONG_UNIT_REGISTER 指明它的位置"
            )

    @cached_property
    def register(self) -> Register:
        """The register in use; before the first run, what its file says."""
        with reading(self.engine) as connection:
            stored = load_register(connection)
        path = self.settings.register_file
        return stored if len(stored) or not path.is_file() else read_register(path)

    def unit(self, text: str) -> Unit:
        """The unit of a code, a name or another name that it has. Raises WrongUse."""
        if text in self.register:
            return self.register[text]
        try:
            return self.register.named(text)
        except UnknownUnit:
            raise WrongUse(
                f"名册中没有“{NUMBERS.mask(text)}”，请填单位名称、曾用名简称或单位代码"
            ) from None
        except AmbiguousUnit:
            raise WrongUse(f"“{text}”对应不止一个单位，请改填单位代码") from None

    @property
    def outbox(self) -> Path:
        """What goes out in this collection."""
        return self.settings.outbox_of(self.collection.code)

    @cached_property
    def judged_under(self) -> str:
        return judged_under(digest(self.register), self.collection)
