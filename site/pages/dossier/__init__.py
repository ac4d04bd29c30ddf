"""Dossiers: a question that runs through events, with what led to what, who holds what, and what is open."""
