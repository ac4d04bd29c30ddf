"""Implement what commands do as functions, apart from their options."""
