"""What an operator sees of a run in Prefect: its name, page, progress, notifications."""
