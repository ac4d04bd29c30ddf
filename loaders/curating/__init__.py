"""What helps a curator write: scaffolds, searching, formatting, near-duplicates, editor schemas."""
