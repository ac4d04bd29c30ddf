"""Read entry files, reconcile what their sources report, and load the result into the database."""
