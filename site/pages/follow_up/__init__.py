"""What the record does not know yet: open questions, and how complete it is."""
