"""The page of an event, and the JSON document beside it."""
