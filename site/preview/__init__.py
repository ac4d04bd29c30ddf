"""Preview the site: rebuild pages as files are saved."""
