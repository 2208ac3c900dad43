"""What goes wrong with the database, for rooms that put no question to it themselves."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

__all__ = ["DBAPIError", "InterfaceError", "OperationalError", "SQLAlchemyError"]
