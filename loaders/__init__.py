"""From article to row: read entry files, reconcile what they say, and bring the database to it."""
