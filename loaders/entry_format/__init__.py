"""Define the model of the entry files: the curator's contract, exported as JSON Schema."""
