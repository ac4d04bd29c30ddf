"""Read YAML strictly with positions, and write it in one canonical form."""
