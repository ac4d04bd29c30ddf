"""The four kinds of event, a module for each with the tables that hold its typed detail."""
