"""The pages of changes and releases, and those at the addresses of retired ids."""
