"""Alembic runs this for every command; warehouse.migrate hands it an open transaction."""

from typing import Any, Literal

from alembic import context

from warehouse.tables import metadata
from warehouse.types import UtcDateTime


def _render(kind: str, item: Any, autogenerate: object) -> str | Literal[False]:
    """Migrations stand alone: they name no type of ours, which may change after them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    render_as_batch=True,  # SQLite can change little of a table in place
    render_item=_render,
)
context.run_migrations()
