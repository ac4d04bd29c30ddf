"""Hold the part of the build that works inside MkDocs: configuration, plugin, pages and their frame."""
