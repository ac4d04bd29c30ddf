"""Publish the new site in place of the old one, and list what a host must be sent."""
