"""The four kinds of event, one file each: its words, and the tables that hold its typed detail."""
