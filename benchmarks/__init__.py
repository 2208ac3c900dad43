"""Benchmarks: both sides timed in one run, on returns made on the spot."""
