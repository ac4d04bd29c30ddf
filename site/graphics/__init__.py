"""Draw the site's graphics as SVG at build time: maps, symbols, timelines, charts, cards; no side effects."""
