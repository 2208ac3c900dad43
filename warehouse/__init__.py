"""The warehouse: what was received, how it was judged, and what is in force.

SQLAlchemy Core on SQLite or PostgreSQL; the same tables, migrations and tests on both. Nothing here
opens a workbook or computes a total.
"""
