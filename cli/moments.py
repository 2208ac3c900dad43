"""Moments as people write them: Beijing time, unless they say otherwise."""

from datetime import date, datetime, time
from typing import Annotated

import typer

from pipeline.beijing import BEIJING


def moment(text: str) -> datetime:
    """The moment that a text names, with its offset from UTC.

    An offset that is written counts (2020-12-31T18:00:00Z, …+08:00); without one it is Beijing time.
    A date alone means the end of that day in Beijing: what came in on the day is part of it.
    """
    text = text.strip()
    try:
        return datetime.combine(date.fromisoformat(text), time.max, BEIJING)
    except ValueError:
        pass
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"“{text}”不是时间，请写成 2020-12-31 或 2020-12-31T18:00（北京时间）"
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=BEIJING)


def shown(read: datetime) -> str:
    """北京时间 2020-12-31 18:00:00"""
    return f"北京时间 {read.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=moment,
        metavar="时间",
        help="按这一时刻已收到的报表，北京时间，如 2020-12-31T18:00；只写日期指当天结束；"
        "也可写明时区，如 2020-12-31T10:00:00Z · as received until this moment, in Beijing time "
        "unless an offset is written; a date alone: until the end of that day",
    ),
]
