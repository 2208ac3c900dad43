"""Fields that take any words, as the warehouse keeps them: without the persons who turn up in them.

A remark or a case's number may hold a child's name or 学籍号. What is somebody's is masked, and a
short keyed hash behind it keeps texts apart that would look alike then: figures count different
texts, and rules compare them. What the school wrote stays in the archive.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.forms import FORMS
from schemas.masking import Masker
from warehouse.vault import Vault

_HASH_DIGITS = 8


def without_persons(
    vault: Vault, masker: Masker, form: str, columns: Mapping[str, list[Any]]
) -> dict[str, list[Any]]:
    """The columns of a form's rows, those that take any words without persons."""
    open_ones = open_fields(form)
    return {
        name: _masked(vault, masker, values) if name in open_ones else values
        for name, values in columns.items()
    }


def open_fields(form: str) -> list[str]:
    """The fields of a form that take any words."""
    return [column.name for column in FORMS[form].columns if column.kind.takes_any_words]


def masked_text(vault: Vault, masker: Masker, text: str) -> str:
    """张三奖学金 → 张*奖学金#1f0c9a3e; a text without persons stays as it is."""
    shown = masker.mask(text)
    return shown if shown == text else f"{shown}#{vault.fingerprint(text)[:_HASH_DIGITS]}"


def _masked(vault: Vault, masker: Masker, values: Sequence[Any]) -> list[Any]:
    shown = {text: masked_text(vault, masker, text) for text in set(values) if text is not None}
    return [None if text is None else shown[text] for text in values]
