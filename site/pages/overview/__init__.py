"""The pages over all events: home, indexes, Explore, map, timeline, pairs, launches, disagreements."""
