"""Schema migrations: Alembic's environment, the revisions in order, and the commands that run them."""
