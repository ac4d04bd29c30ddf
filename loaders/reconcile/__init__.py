"""Reconcile the statements of several sources into one judgement for each value."""
