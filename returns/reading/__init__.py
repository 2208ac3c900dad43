"""Bytes → typed cells: formats, locating tables, converting values. Runs in the sandboxed process: no pandas."""
