"""Under which versions a run worked, for our own ledger."""

from importlib import metadata

from pipeline.intake.inbox import code_version
from pipeline.results.totals import definitions_version
from pipeline.workspace import Workspace
from schemas.rules import rules_version
from warehouse.register import digest


def versions(workspace: Workspace) -> dict[str, str]:
    """What a run's results rest on: the program, what judges, the layout of the forms, the register."""
    collection = workspace.collection
    return {
        "huizong": _program(),
        "code": code_version(),
        "rules": rules_version(collection),
        "edition": collection.edition.code,
        "register": digest(workspace.register)[:16],
        "definitions": definitions_version()[:16],
    }


def _program() -> str:
    try:
        return metadata.version("huizong")
    except metadata.PackageNotFoundError:  # run from its source tree
        return "source"
