"""Pictures drawn at build time as SVG: land, maps, marks by kind, the timeline, figures of launches. Pure."""
