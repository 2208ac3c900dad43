"""Draw docs/images/rooms.svg from the imports themselves: `python docs/draw_rooms.py`, in `make docs`.

A box a room, the higher ones import the lower ones; in each box which rooms it imports. Needs
grimp, which comes with import-linter.
"""

import sys
import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
_FLOORS = [floor.split(" | ") for floor in _CONTRACTS["contracts"][0]["layers"]]
_SHARE = {"pipeline": 62, "sample_inputs": 38}  # per cent of its floor; the others share alike
_WIDTH, _HEIGHT, _GAP, _MARGIN = 940, 74, 26, 20
_ROOM = {
    "cli": "the command line",
    "flows": "what needs Prefect",
    "pipeline": "the stages of a night",
    "sample_inputs": "the sample district",
    "reports": "what people read",
    "indicators": "figures, relations, lineage, verdicts",
    "warehouse": "tables, merging, history, archive",
    "returns": "sandbox → judging | workbooks → reading → files",
    "schemas": "what a correct return is",
}


def imports_between_rooms() -> dict[str, set[str]]:
    """Room → the rooms that it imports."""
    graph = grimp.build_graph(*_ROOM, cache_dir=None)
    found: dict[str, set[str]] = {room: set() for room in _ROOM}
    for module in graph.modules:
        room = module.partition(".")[0]
        for imported in graph.find_modules_directly_imported_by(module):
            other = imported.partition(".")[0]
            if other != room:
                found[room].add(other)
    return found


def picture(imports: dict[str, set[str]]) -> str:
    """The drawing as SVG."""
    height = len(_FLOORS) * (_HEIGHT + _GAP) - _GAP + 2 * _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, floor in enumerate(_FLOORS):
        top = _MARGIN + number * (_HEIGHT + _GAP)
        room_for_boxes = _WIDTH - 2 * _MARGIN - (len(floor) - 1) * _GAP
        left = _MARGIN
        for room in floor:
            width = room_for_boxes * _SHARE.get(room, 100 // len(floor)) // 100
            lines += _box(room, imports[room], left, top, width)
            left += width + _GAP
        if number + 1 < len(_FLOORS):
            middle, below = _WIDTH // 2, top + _HEIGHT + _GAP
            lines.append(
                f'<path d="M{middle} {below - _GAP + 4} V{below - 6} m-5 -6 l5 6 l5 -6" '
                'fill="none" stroke="#5b6b7b" stroke-width="1.5"/>'
            )
    return "\n".join([*lines, "</svg>", ""])


def _box(room: str, imported: set[str], left: int, top: int, width: int) -> list[str]:
    says = " · ".join(sorted(imported))
    return [
        f'<rect x="{left}" y="{top}" width="{width}" height="{_HEIGHT}" rx="6" '
        'fill="#eef3f8" stroke="#5b6b7b"/>',
        f'<text x="{left + 14}" y="{top + 26}" font-size="17" font-weight="bold" '
        f'fill="#1d3348">{room}/</text>',
        f'<text x="{left + width - 14}" y="{top + 26}" font-size="13" text-anchor="end" '
        f'fill="#33475b">{escape(_ROOM[room])}</text>',
        f'<text x="{left + 14}" y="{top + 54}" font-size="13" fill="#5b6b7b">'
        f"{escape('imports ' + says if says else 'imports none of the others')}</text>",
    ]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    PICTURE.write_text(picture(imports_between_rooms()), encoding="utf-8")
