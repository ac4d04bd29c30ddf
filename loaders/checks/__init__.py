"""Check the dataset: within a file, between files, and against what was released."""
