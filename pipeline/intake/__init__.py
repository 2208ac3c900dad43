"""From the inbox to the warehouse: which files, read and judged in batches, merged."""
