"""Whatever we write is for its owner alone: warehouse, backups, slips, Prefect's database, logs.

Set once, at the root: importing any part of `flows` sets it, so that it holds for the command line,
for the processes that Prefect starts for a run and, handed down, for whatever these start. Libraries
that write files for us (SQLite, zipfile, xlsxwriter, docx) ask the system like everybody else. On
Windows there are no such modes: who may read a folder follows from the folder above it.

What was there before is left as it is, and told of: see `pipeline.upkeep.wide_folders`.
"""

import os

_NOT_FOR_OTHERS = 0o077


def keep_to_owner() -> None:
    """From now on new files get 0600 and new folders 0700."""
    if os.name == "posix":
        os.umask(_NOT_FOR_OTHERS)
