"""How the schema changed: Alembic's environment, every step in order, and the commands that walk them."""
