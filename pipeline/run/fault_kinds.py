"""The kinds of technical faults: what each is called, what to do, and whether a retry then heals.

The name, message and artifact of a run, the notification, the line and the exit code of a command
are all derived from here; the table of docs/operations.md names the same kinds, and a test holds
the two together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

WRONG_USE, TECHNICAL = 2, 3

_RETRY = "重试即可，只处理缺少的文件"


class FaultKind(Enum):
    """Words for a run's name, and what to do. The order is that of the operations page.

    `heals`: once that is done, a retry does all that was not done. Where it is False, the cure says
    itself how to go on. `exit_code`: a fault of the surroundings, or something set wrongly.
    """

    INBOX = "收件文件夹没有挂上", "挂上共享文件夹"
    WAREHOUSE = "数据库连不上", "检查数据库服务和网络"
    WAREHOUSE_LOGIN = (
        "数据库连不上，用户名、口令或库名不对",
        "核对 HUIZONG_WAREHOUSE_URL，或者请数据库管理员建库、开通用户，再运行一次",
        False,
    )
    WAREHOUSE_RIGHTS = (
        "数据库用户的权限不够",
        "请数据库管理员让汇总的用户做这个库的所有者（ALTER DATABASE 库名 OWNER TO 用户名），再运行一次",
        False,
    )
    WAREHOUSE_ENCODING = (
        "数据库的编码不是 UTF8",
        "请数据库管理员另建一个库：CREATE DATABASE 库名 ENCODING 'UTF8' TEMPLATE template0，"
        "再用 HUIZONG_WAREHOUSE_URL 指明",
        False,
        WRONG_USE,
    )
    WAREHOUSE_BUSY = "数据库被别的程序占用", "关闭正在使用数据库的程序"
    WAREHOUSE_FILE = (
        "数据库打不开或不能写入",
        "检查数据库所在的磁盘、文件夹和文件的权限、是否只读",
    )
    WAREHOUSE_DAMAGED = (
        "数据库已损坏",
        "不要再写入，用 huizong restore 恢复最近的备份，再运行一次；没有备份的，请交给维护人员",
        False,
    )
    WAREHOUSE_NEWER = (
        "数据库是较新版本的汇总建立的",
        "请改用较新版本的汇总，或用 huizong restore 恢复升级以前的备份；数据库没有动过",
        False,
    )
    COPY = (
        "备份或恢复没有做成",
        "检查 pg_dump、pg_restore 的版本是否不低于数据库服务、用户有没有权限，再做一次",
        False,
    )
    DISK_FULL = "磁盘已满", "清理磁盘或换一个数据文件夹"
    FILE_BUSY = "文件被占用或没有权限", "请对方关闭 Excel，或检查文件夹权限"
    SHARE_LOST = "共享文件夹读写出错", "检查网络和共享文件夹"
    PREFECT_AWAY = "Prefect 服务连不上", "检查 Prefect 服务是否在运行、PREFECT_API_URL 是否正确"
    PREFECT_BROKEN = "Prefect 服务出错", "查看 Prefect 服务的日志，排除原因"
    PREFECT_DAMAGED = (
        "Prefect 自己的数据库已损坏",
        "停掉 Prefect 服务，把这个文件移走，它会重新建立；汇总的数据和运行台账不受影响，"
        "只少了网页上的旧记录。然后再运行一次",
        False,
    )
    PREFECT_SETTINGS = "Prefect 的设置有误", "改正后再运行一次", False, WRONG_USE
    SERVICE = "服务没有启动", "处理后再启动", False
    READER = "读取进程被终止", "检查内存是否不足、是否被安全软件拦截"
    RULE = "程序的一条规则有错", "把规则编号告诉维护人员，修好后再试；其余照常", False
    COLLECTION_TAKEN = "另一次运行一直没有结束", "等它结束"
    KEY = (
        "密钥文件不能用",
        "放回原来的密钥文件，或用 HUIZONG_KEY_FILE 指明它的位置；密钥不在备份里，在另外保管的地方",
        False,
        WRONG_USE,
    )
    ARCHIVE = (
        "存档中的原件打不开",
        "从备份的 archive 文件夹取回这份原件，再运行一次；取不回的，请单位重报",
        False,
    )
    SETTINGS = "设置有误", "改正后再运行一次", False, WRONG_USE
    WRONG_USE = "不能照做", "按提示改正设置或要求，再运行一次", False, WRONG_USE
    PROGRAM = "程序出错", "把 logs/faults.log 交给维护人员", False

    def __init__(
        self, words: str, cure: str, heals: bool = True, exit_code: int = TECHNICAL
    ) -> None:
        self.words = words
        self.cure = cure
        self.heals = heals
        self.exit_code = exit_code


@dataclass(frozen=True)
class Fault:
    """One failure as it may be told: `detail` holds nothing of a return's contents."""

    kind: FaultKind
    detail: str = ""

    @property
    def text(self) -> str:
        """The kind and the detail, each thing once: some details are whole sentences."""
        if not self.detail or self.detail.startswith(self.kind.words):
            return self.detail or self.kind.words
        return f"{self.kind.words}：{self.detail}"


class Told(RuntimeError):
    """A failure that says itself which fault it is; its message is the fault's text, or other words."""

    def __init__(self, fault: Fault, words: str = "") -> None:
        self.fault = fault
        super().__init__(words or fault.text)


Recogniser = Callable[[BaseException], Fault | None]
_OF_OTHERS: list[Recogniser] = []


def recognise(recogniser: Recogniser) -> Recogniser:
    """Have the faults of an engine told that this package does not know: see `flows`."""
    _OF_OTHERS.append(recogniser)
    return recogniser


def fault_told_by_another(error: BaseException) -> Fault | None:
    """What an engine's own recogniser makes of an exception; None where none knows it."""
    return next(filter(None, (recogniser(error) for recogniser in _OF_OTHERS)), None)


def way_on(kinds: Iterable[FaultKind]) -> str:
    """What to do about faults of these kinds. A retry is promised only where it really heals."""
    every = list(dict.fromkeys(kinds))
    healing = [kind.cure for kind in every if kind.heals]
    others = [kind.cure for kind in every if not kind.heals]
    words = [f"{'；'.join(healing)}，然后{_RETRY}"] if healing else []
    return "。".join([*words, *others])


def way_on_beside_a_table(kinds: Iterable[FaultKind]) -> str:
    """The same, where each cure stands in the table above."""
    return f"排除故障后{_RETRY}" if all(kind.heals for kind in kinds) else "照“怎么办”一栏处理"
