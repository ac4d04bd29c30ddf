"""Help a curator write: scaffolds, search, formatting, duplicate detection, editor schemas."""
