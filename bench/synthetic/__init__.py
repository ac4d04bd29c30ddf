"""Generate a synthetic dataset that is like the real one, of any size."""
