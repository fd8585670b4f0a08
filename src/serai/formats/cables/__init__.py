"""Cables as others draw them: GeoJSON lines and GraphML graphs."""
