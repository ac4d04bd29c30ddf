"""The pages of countries, organisations, people, places, series, topics, years, sources and publishers."""
