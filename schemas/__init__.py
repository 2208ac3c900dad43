"""What a correct return is: forms, fields, units, standards and rules.

Declarations only. Nothing here opens a file, talks to a database or knows Prefect; the only
dependencies are pandas and pandera. `schemas.columns` is plain Python so that the reading child
process can use it without loading either.
"""
