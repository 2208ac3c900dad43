"""A PostgreSQL warehouse set aside as a whole, so that a backup can come in its place, and put back."""

from sqlalchemy import Engine, text

from warehouse.engine import writing


def set_aside(engine: Engine, schema: str) -> None:
    """On PostgreSQL: all that the database holds becomes a schema of this name; an empty one is left."""
    with writing(engine) as connection:
        connection.execute(text(f"ALTER SCHEMA public RENAME TO {schema}"))
        connection.execute(text("CREATE SCHEMA public"))


def put_back(engine: Engine, schema: str) -> None:
    """What was set aside is in its place again, instead of whatever stands there now."""
    with writing(engine) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {schema} RENAME TO public"))
