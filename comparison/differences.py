"""What differs between two captures, beyond what may."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

MAY_DIFFER = Path(__file__).with_name("may_differ.toml")
_MASK = "‹may differ›"


@dataclass(frozen=True)
class Allowed:
    """What may differ in the texts whose name fits `where`: every match of `pattern`."""

    where: str
    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True)
class Difference:
    """One text that is not the same. `lines`: as `diff` shows them, nothing but what changed."""

    name: str
    lines: tuple[str, ...]


def read_allowed(path: Path = MAY_DIFFER) -> list[Allowed]:
    """The one list of what may differ. Raises ValueError for an entry without its reason."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["may_differ"]
    for entry in entries:
        if not entry.get("reason", "").strip():
            raise ValueError(f"{path.name}: {entry['where']} may differ without a reason")
    return [Allowed(one["where"], re.compile(one["pattern"]), one["reason"]) for one in entries]


def differences(
    before: Mapping[str, str], after: Mapping[str, str], allowed: Sequence[Allowed]
) -> list[Difference]:
    """Of two captures, name → text, what differs, by name."""
    before, after = (_masked(texts, allowed) for texts in (before, after))
    found: list[Difference] = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            found.append(Difference(name, ("is gone",)))
        elif name not in before:
            found.append(Difference(name, ("is new",)))
        elif before[name] != after[name]:
            found.append(Difference(name, _changed(before[name], after[name])))
    return found


def _masked(texts: Mapping[str, str], allowed: Sequence[Allowed]) -> dict[str, str]:
    masked: dict[str, str] = {}
    for name, whole in texts.items():
        text = whole
        for one in allowed:
            if fnmatchcase(name, one.where):
                text = one.pattern.sub(_MASK, text)
        masked[name] = text
    return masked


def _changed(before: str, after: str) -> tuple[str, ...]:
    compared = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return tuple(line for line in compared if not line.startswith(("---", "+++", "@@")))
