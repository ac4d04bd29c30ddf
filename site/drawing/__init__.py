"""Pictures drawn at build time as SVG: shapes of land, maps, marks by kind, the timeline, figures of launches. Pure."""
