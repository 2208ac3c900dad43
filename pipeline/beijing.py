"""Beijing time: the one in which every moment is shown and every schedule stands."""

from zoneinfo import ZoneInfo

TIMEZONE = "Asia/Shanghai"
BEIJING = ZoneInfo(TIMEZONE)
