"""Days and times as workbooks of the old and the binary kind store them: numbers that a format shows."""

from datetime import datetime

from xlrd.xldate import XLDateError, xldate_as_datetime

from returns.reading.convert import Raw


def as_day(serial: float, *, from_1904: bool) -> Raw:
    """What a number under a date format stands for; where it is no day, the number that it is."""
    try:
        day: datetime = xldate_as_datetime(serial, 1 if from_1904 else 0)
    except (XLDateError, OverflowError, ValueError):
        return serial
    return day
