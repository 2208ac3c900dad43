"""The stages of a night in plain Python: from the inbox to figures, pages and slips. No Prefect.

Whatever is written from here is for its owner alone, from the first import on.
"""

from pipeline.owner_only import keep_to_owner

keep_to_owner()
