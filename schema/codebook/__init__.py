"""How everything in the database is coded, and what changed its meaning."""
