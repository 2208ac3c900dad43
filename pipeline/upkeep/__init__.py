"""Backups, restoring, and what is left of killed processes."""
