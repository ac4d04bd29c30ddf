"""Hold the sections of the benchmark, one module each."""
