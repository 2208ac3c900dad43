"""One test a line of the list of hazards: what schools really send. The number is in the name."""
