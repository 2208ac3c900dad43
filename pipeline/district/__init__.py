"""Rules across units, over all that is in force."""
