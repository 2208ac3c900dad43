"""Editions: what a collection's forms look like where they differ from their models.

An edition is data over the one model of each form, never a model of its own. What schools also call
a field in some edition is an alias of the model and serves every edition.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FormChanges:
    """What an edition of a form has otherwise than its model."""

    labels: Mapping[str, str] = field(default_factory=dict, hash=False)  # field → label
    not_in_use: tuple[str, ...] = ()  # fields that are not asked for


@dataclass(frozen=True)
class Edition:
    """The layout of the forms sent out for a collection. `code` is stamped on every template."""

    code: str
    forms_left_out: tuple[str, ...] = ()  # codes of forms that are not asked for
    changes: Mapping[str, FormChanges] = field(default_factory=dict, hash=False)  # by form code
