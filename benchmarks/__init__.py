"""Measurements: what Zeren costs, side by side with what one would use instead. `python -m benchmarks`."""
