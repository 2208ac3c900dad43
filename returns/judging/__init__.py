"""Typed cells → findings: whose a file is, its cells and rows, the forms of a unit, the district.

No files and no database: what is in force comes in as frames.
"""
