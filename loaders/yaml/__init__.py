"""YAML as a curator means it: read strictly with positions, written in one canonical way."""
