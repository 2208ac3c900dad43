"""Words of a contract with the words that people read beside them, said once."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enumeration whose members have a label: `RETURNED = "returned", "退回"`.

    A member is its value wherever a text is wanted, as of any StrEnum.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        if not label:
            raise TypeError(f"{cls.__name__}: {value} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
