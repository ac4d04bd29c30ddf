"""Turn rows into pages: queries, views, templates and the build that publishes them in one step."""
