"""The rows of everything that the database should hold, and which of them belong to whom."""
