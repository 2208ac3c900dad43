"""Where the outbox of the running settings holds what a unit gets, by the unit's name."""

from pathlib import Path

from pipeline.outbox.folders import OWN_FOLDERS, marked_beside, slip_path, unit_folder
from pipeline.settings import Settings
from returns.reading.register_file import read_register


def folder_of(unit: str) -> Path:
    outbox = Settings().outbox_of("2020")
    if unit in OWN_FOLDERS:
        return outbox / unit
    return unit_folder(outbox, read_register(Settings().register_file).named(unit))


def slip_of(unit: str, file_name: str) -> Path:
    return slip_path(folder_of(unit), file_name)


def copy_of(unit: str, file_name: str) -> Path:
    return marked_beside(slip_of(unit, file_name))
