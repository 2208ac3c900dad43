"""The parameters of flows as an operator fills them in: typed, with words, chosen from what there is."""

from typing import Annotated

from pydantic import Field

from schemas.collections import COLLECTIONS

CURRENT = max(COLLECTIONS)

CollectionCode = Annotated[
    str,
    Field(
        title="填报任务 · collection",
        description="要处理的填报任务，例如 2020",
        json_schema_extra={"enum": list(COLLECTIONS)},
    ),
]
UnitName = Annotated[
    str,
    Field(
        title="单位 · unit",
        description="单位名称、曾用名简称或单位代码，例如 第一小学",
        min_length=1,
    ),
]
InboxFolder = Annotated[
    str | None,
    Field(title="收件文件夹 · inbox", description="留空则用设置中的收件文件夹"),
]
Who = Annotated[
    str, Field(title="经办人 · by", description="谁决定发布，记入发布记录", min_length=1)
]
Note = Annotated[str, Field(title="说明 · note", description="发布用途，例如 报区政府")]
Days = Annotated[
    int, Field(title="保留天数 · days", description="Prefect 中运行记录保留多少天", ge=1)
]
