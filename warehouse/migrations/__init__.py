"""Alembic's environment; see warehouse.migrate."""
