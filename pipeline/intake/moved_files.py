"""Files that lie elsewhere in the inbox than when they were received."""

from pathlib import Path

from pipeline.intake.inbox import Collected
from pipeline.workspace import Workspace
from schemas.file_names import readable
from warehouse.engine import reading, writing
from warehouse.submissions import Arrival, arrivals, move_arrival


def follow_moves(workspace: Workspace, collected: Collected) -> dict[str, Arrival]:
    """Where everything seen lies now.

    A file that was moved or renamed in the inbox has not been sent again: taken for a new arrival,
    an old return would come into force over its own corrections. Its parts go with it.
    """
    with reading(workspace.engine) as connection:
        seen = arrivals(connection, workspace.vault, workspace.collection.code)
    now = dict(seen)
    lying = {file.place: file.sha256 for file in collected.files}
    gone = {
        one.sha256: path
        for path, one in seen.items()
        if not one.part
        and (
            lying[path] != one.sha256
            if path in lying
            # Of a name that shows nothing in a place an earlier version kept the name itself.
            else readable(path) != path or not Path(path).exists()
        )
    }
    moves: dict[str, str] = {}
    for file in collected.files:
        if file.place not in seen and file.sha256 in gone:
            old = gone.pop(file.sha256)
            for part in {one.part for one in seen.values()}:
                path, place = str(Path(old) / part), str(Path(file.place) / part)
                if path in now:
                    moves[path] = place
                    now[place] = now.pop(path)
    if moves:
        with writing(workspace.engine) as connection:
            for old, new in moves.items():
                move_arrival(connection, workspace.vault, workspace.collection.code, old, new)
    return now
