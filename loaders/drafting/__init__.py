"""Draft an entry from a text that was read: rank known events, find new ones, tick what the text says."""
