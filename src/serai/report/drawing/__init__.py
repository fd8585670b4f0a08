"""Pictures as SVG: maps, charts, margins."""
