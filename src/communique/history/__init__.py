"""What the record said: its state as plain data, what changed from one state to another, and what was released."""
