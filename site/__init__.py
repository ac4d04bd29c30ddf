"""From row to page: queries, views, templates and the build that publishes them whole or not at all."""
