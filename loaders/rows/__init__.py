"""Build the rows that the database should hold, and define which of them belong to which owner."""
