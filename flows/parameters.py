"""The parameters of flows as an operator fills them in: typed, with words, chosen from what there is."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema

from schemas.collections import COLLECTIONS


def _shown(title: str, description: str, **more: Any) -> dict[str, Any]:
    """What the form of Prefect's pages shows.

    Prefect puts a parameter's bare name over `Field(title=…)` and drops `description`; what stands
    in the extra part of the schema is put in last and stays.
    """
    return {"json_schema_extra": {"title": title, "description": description, **more}}


CollectionCode = Annotated[
    str,
    Field(**_shown("填报任务 · collection", "要处理的填报任务，例如 2020", enum=list(COLLECTIONS))),
]
UnitName = Annotated[
    str,
    Field(
        min_length=1,
        **_shown("单位 · unit", "单位名称、曾用名简称或单位代码，例如 第一小学"),
    ),
]


def _trimmed(folder: str | None) -> str:
    return (folder or "").strip()


# Of a parameter that may be None, Prefect's form shows two cards, one with an error: Property is type
# "None". So its form is told of a text that may be empty; a call in Python may leave it None.
InboxFolder = Annotated[
    str | None,
    AfterValidator(_trimmed),
    WithJsonSchema({"type": "string"}),
    Field(**_shown("收件文件夹 · inbox", "留空则用设置中的收件文件夹")),
]
Who = Annotated[str, Field(min_length=1, **_shown("经办人 · by", "谁决定发布，记入发布记录"))]
Note = Annotated[str, Field(**_shown("说明 · note", "发布用途，例如 报区政府"))]
Days = Annotated[int, Field(ge=1, **_shown("保留天数 · keep_days", "Prefect 中运行记录保留多少天"))]
Backups = Annotated[
    int, Field(ge=1, **_shown("备份份数 · keep_backups", "保留最近多少份数据库备份；原件不删"))
]
WithBackup = Annotated[bool, Field(**_shown("备份 · backup", "同时备份数据库和原件，不含密钥"))]
