"""Provide the site's files in other formats: JSON, Markdown, feeds, citations, linked data, robots.txt."""
