"""Releases of the data: snapshots, the changes between them, and the files that store both."""
